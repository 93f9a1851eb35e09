-- Contests with votes from before there were receipts get a log (voting,
-- log_earlier.go): their votes are found by this index, which empties itself.
CREATE INDEX vote_unreceipted ON vote (voter) WHERE client IS NULL;

-- For how many of a contest's votes that was done.
CREATE TABLE log_earlier (
    contest BIGINT NOT NULL PRIMARY KEY REFERENCES contest (ref),
    votes   BIGINT NOT NULL
);
