// Package ledger is the tamper-evident log of a contest's votes. It is pure:
// it hashes, signs, appends and checks, and leaves storing and serving to
// others, so that anybody can recompute what it says.
//
// To follow one vote: Opening.Commitment and Nonce.Hash (commit.go) make the
// two hashes of its leaf; Leaf (leaf.go) is the line that is logged; Nonce.Code
// (code.go) is the receipt that the voter reads aloud; Promise (promise.go) is
// what the server signs before it has logged anything. Log.Append (log.go) puts
// lines into a Merkle tree as RFC 6962 has it, in tiles as C2SP's tlog-tiles
// has them, and Checkpoint (checkpoint.go) signs the root. Verify (verify.go)
// checks a whole exported log and says in Report what it found.
package ledger
