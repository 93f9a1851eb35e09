-- Contests, entries, ballots and awards (package voting).
--
-- Rows that there are millions of point at each other by ref, a whole number
-- drawn by the database; the ids of voting are looked up at the edge.

CREATE TABLE contest (
    ref          ROWKEY,
    id           TEXT   NOT NULL UNIQUE,
    slug         TEXT   NOT NULL UNIQUE,
    wrapped_key  BYTEA  NOT NULL,
    revision     BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    announced_at BIGINT NOT NULL,
    digest       BYTEA  NOT NULL, -- of all that the row says, see cache.go
    settings     TEXT   NOT NULL  -- JSON
);

-- A row of its own, so that taking a number does not wait for those who hold
-- the contest.
CREATE TABLE entry_number (
    contest BIGINT NOT NULL PRIMARY KEY REFERENCES contest (ref),
    latest  BIGINT NOT NULL
);

CREATE TABLE entry (
    ref             ROWKEY,
    id              TEXT   NOT NULL UNIQUE,
    contest         BIGINT NOT NULL REFERENCES contest (ref),
    number          BIGINT NOT NULL CHECK (number > 0),
    digest          BYTEA  NOT NULL, -- of all that the row says but its lease
    state           TEXT   NOT NULL,
    category        TEXT   NOT NULL,
    medium          TEXT   NOT NULL,
    title           TEXT   NOT NULL,
    folded          TEXT   NOT NULL, -- the title as search sees it
    entrant         TEXT   NOT NULL,
    age_band        TEXT   NOT NULL,
    statement       TEXT   NOT NULL,
    reason          TEXT   NOT NULL,
    code_mac        TEXT   NOT NULL,
    phone_mac       TEXT   NOT NULL,
    own_voter       BYTEA,
    contact         BYTEA, -- sealed
    consent_version TEXT   NOT NULL,
    shuffle         BIGINT NOT NULL,
    submitted_at    BIGINT NOT NULL,
    lease_staff     TEXT   NOT NULL DEFAULT '',
    lease_until     BIGINT NOT NULL DEFAULT 0,
    UNIQUE (contest, number),
    UNIQUE (contest, code_mac)
);
CREATE INDEX entry_by_state_number ON entry (contest, state, number);
CREATE INDEX entry_by_state_shuffle ON entry (contest, state, shuffle);
CREATE INDEX entry_by_category_shuffle ON entry (contest, state, category, shuffle);

-- No FOREIGN KEY to asset: each port can be used without the other.
CREATE TABLE entry_asset (
    entry    BIGINT  NOT NULL REFERENCES entry (ref),
    position INTEGER NOT NULL,
    asset    TEXT    NOT NULL UNIQUE,
    PRIMARY KEY (entry, position)
);

-- Derived from entry.folded, see search.go.
CREATE TABLE entry_gram (
    contest BIGINT NOT NULL,
    gram    TEXT   NOT NULL,
    entry   BIGINT NOT NULL,
    PRIMARY KEY (contest, gram, entry)
) BY_PRIMARY_KEY;

CREATE TABLE transition (
    ref        ROWKEY,
    entry      BIGINT NOT NULL REFERENCES entry (ref),
    at         BIGINT NOT NULL,
    from_state TEXT   NOT NULL,
    to_state   TEXT   NOT NULL,
    decision   TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    staff      TEXT   NOT NULL,
    login      TEXT   NOT NULL
);
CREATE INDEX transition_by_entry ON transition (entry, ref);

CREATE TABLE request (
    contest  BIGINT NOT NULL REFERENCES contest (ref),
    key_mac  TEXT   NOT NULL,
    body_mac TEXT   NOT NULL,
    entry    BIGINT NOT NULL REFERENCES entry (ref),
    PRIMARY KEY (contest, key_mac)
);

CREATE TABLE voter (
    ref     ROWKEY,
    contest BIGINT NOT NULL REFERENCES contest (ref),
    key     BYTEA  NOT NULL CHECK (length(key) = 32),
    mode    TEXT   NOT NULL,
    since   BIGINT NOT NULL,
    UNIQUE (contest, key)
);

CREATE TABLE challenge (
    id      TEXT   NOT NULL PRIMARY KEY,
    expires BIGINT NOT NULL
);
CREATE INDEX challenge_by_expiry ON challenge (expires);

-- A ballot is the rows of one voter and period. Voters are numbered as they
-- come, so votes are mostly appended and stay together, even when there are
-- ten million.
CREATE TABLE vote (
    voter  BIGINT   NOT NULL REFERENCES voter (ref),
    period TEXT     NOT NULL,
    entry  BIGINT   NOT NULL REFERENCES entry (ref),
    place  SMALLINT NOT NULL, -- order of casting
    at     BIGINT   NOT NULL,
    PRIMARY KEY (voter, period, entry)
) BY_PRIMARY_KEY;

-- The counts are derived. Each is spread over 16 rows by the voter, so that no
-- row exists that all voters of one entry must lock.
CREATE TABLE entry_count (
    entry BIGINT   NOT NULL REFERENCES entry (ref),
    shard SMALLINT NOT NULL,
    votes BIGINT   NOT NULL CHECK (votes >= 0),
    PRIMARY KEY (entry, shard)
) BY_PRIMARY_KEY;

CREATE TABLE voter_count (
    contest BIGINT   NOT NULL REFERENCES contest (ref),
    shard   SMALLINT NOT NULL,
    voters  BIGINT   NOT NULL CHECK (voters >= 0),
    PRIMARY KEY (contest, shard)
) BY_PRIMARY_KEY;

CREATE TABLE winner (
    contest  BIGINT  NOT NULL REFERENCES contest (ref),
    position INTEGER NOT NULL,
    award    TEXT    NOT NULL,
    number   BIGINT  NOT NULL,
    reason   TEXT    NOT NULL,
    PRIMARY KEY (contest, position)
);

CREATE TABLE announcement (
    contest  BIGINT  NOT NULL REFERENCES contest (ref),
    version  INTEGER NOT NULL,
    document TEXT    NOT NULL, -- JSON
    PRIMARY KEY (contest, version)
);

-- Rows are only ever added.
CREATE TABLE audit (
    ref          ROWKEY,
    at           BIGINT NOT NULL,
    staff        TEXT   NOT NULL,
    login        TEXT   NOT NULL,
    contest      TEXT   NOT NULL, -- id, '' for acts outside a contest
    act          TEXT   NOT NULL,
    subject      TEXT   NOT NULL,
    before_value TEXT   NOT NULL,
    after_value  TEXT   NOT NULL,
    reason       TEXT   NOT NULL
);
CREATE INDEX audit_by_contest ON audit (contest, ref);
