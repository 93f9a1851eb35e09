// Package media is the darkroom: bytes come in, are checked, kept, and made
// into small safe pictures. It knows no contest, no HTTP and no database.
//
// A file travels like this:
//
//	Ingest.Spool   to a temporary file, hashed, never longer than allowed
//	Ingest.Keep    type by content, header within limits, original into the bucket
//	(the caller)   asset row and job row in one transaction of its own: Tx.InsertAsset, Tx.AddJob
//	Worker         leases the job, decodes once, makes every rendition, stores
//	               them, and finishes in one transaction with the caller's Done hook
//	Sweeper        removes what belongs to nothing: crashes leave things behind
//
// Every step may be repeated. Where a file is turned away the error is an
// *Error with a stable Code; Codes lists them all.
//
// Bucket and Catalog are the two ports. media/disk keeps objects in a folder,
// server/sqlstore keeps the rows, and media/mediatest holds both to their
// contracts.
package media
