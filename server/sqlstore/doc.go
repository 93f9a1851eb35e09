// Package sqlstore keeps everything in one SQL database, SQLite or PostgreSQL:
// contests (voting.Store), assets and jobs (media.Catalog) and staff accounts
// (auth.Store). Rules live elsewhere; what is here stores, finds and locks.
//
// Open returns a DB; DB.Voting, DB.Catalog and DB.Accounts are its three faces.
// They share one kind of transaction (tx.go), so that MediaTx and VotingTx can
// carry work from one port to another inside it.
//
// To follow a write on SQLite, begin at writer.go: Update calls queue to one
// goroutine that runs them one by one and commits many at once, because one
// fsync can serve a hundred voters. On PostgreSQL begin at attempt.go: each is a
// transaction of its own, run again when it collides; work.go sends its
// statements. Reads have connections of their own, and each View sees one
// snapshot.
//
// The SQL is one text for both. What differs in it is in dialect.go and nowhere
// else. Times are whole microseconds since 1970 in UTC,
// 0 for none. The tables are in migrations/; a migration that has shipped is
// never edited, a further one is added.
package sqlstore
