-- Receipts and the log of votes (package voting/ledger).

ALTER TABLE contest ADD COLUMN log_origin TEXT NOT NULL DEFAULT '';
UPDATE contest SET log_origin = 'plaudit/' || id;

-- What a vote's commitment hides, beside what the row says. NULL in votes from
-- before this table.
ALTER TABLE vote ADD COLUMN client BYTEA;
ALTER TABLE vote ADD COLUMN server BYTEA;

-- The same of votes that were taken back: they stay in the log.
CREATE TABLE vote_taken_back (
    ref     ROWKEY,
    contest BIGINT NOT NULL REFERENCES contest (ref),
    voter   BIGINT NOT NULL REFERENCES voter (ref),
    period  TEXT   NOT NULL,
    entry   BIGINT NOT NULL REFERENCES entry (ref),
    client  BYTEA  NOT NULL,
    server  BYTEA  NOT NULL,
    back    BYTEA  NOT NULL
);
CREATE INDEX vote_taken_back_by_contest ON vote_taken_back (contest);

-- Which receipts were given, and where in the log each is.
CREATE TABLE receipt (
    contest BIGINT NOT NULL REFERENCES contest (ref),
    hash    BYTEA  NOT NULL,
    place   BIGINT NOT NULL, -- -1 while the vote waits for the log
    PRIMARY KEY (contest, hash)
) BY_PRIMARY_KEY;

CREATE TABLE log_waiting (
    ref     ROWKEY,
    contest BIGINT  NOT NULL REFERENCES contest (ref),
    secret  BOOLEAN NOT NULL, -- goes in only in batches
    leaf    TEXT    NOT NULL,
    since   BIGINT  NOT NULL
);
CREATE INDEX log_waiting_by_contest ON log_waiting (contest, secret, ref);

CREATE TABLE log (
    contest    BIGINT  NOT NULL PRIMARY KEY REFERENCES contest (ref),
    size       BIGINT  NOT NULL CHECK (size > 0),
    checkpoint TEXT    NOT NULL,
    policy     BYTEA   NOT NULL,
    closed     BOOLEAN NOT NULL
);

-- Documents of the result: of the latest leaf, and of one that is to come. Apart
-- from the log, which is read often, because they are large.
CREATE TABLE log_result (
    contest BIGINT NOT NULL PRIMARY KEY REFERENCES contest (ref),
    logged  BYTEA,
    ahead   BYTEA
);

CREATE TABLE log_tile (
    contest BIGINT  NOT NULL REFERENCES contest (ref),
    level   INTEGER NOT NULL, -- -1: the leaves themselves
    n       BIGINT  NOT NULL,
    data    BYTEA   NOT NULL,
    PRIMARY KEY (contest, level, n)
);
