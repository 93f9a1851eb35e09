-- The review of doubtful votes (package voting, review_*.go).

-- Where a voter's votes stand; voters without a row are counted. Derived from
-- the records below.
CREATE TABLE voter_review (
    voter   BIGINT  NOT NULL PRIMARY KEY REFERENCES voter (ref),
    contest BIGINT  NOT NULL REFERENCES contest (ref),
    state   TEXT    NOT NULL, -- counted, pending, void
    code    TEXT    NOT NULL, -- why
    entry   BIGINT  NOT NULL REFERENCES entry (ref), -- the work whose votes made it doubtful
    signals BIGINT  NOT NULL
);
CREATE INDEX voter_review_by_contest ON voter_review (contest, state, entry, signals);

-- Acts are only ever appended. The log of votes has the commitment to the
-- document and the nonce.
CREATE TABLE review_act (
    ref          ROWKEY,
    contest      BIGINT NOT NULL REFERENCES contest (ref),
    at           BIGINT NOT NULL,
    staff        TEXT   NOT NULL, -- '' for the rules
    login        TEXT   NOT NULL,
    second_staff TEXT   NOT NULL, -- who confirmed it
    second_login TEXT   NOT NULL,
    single       BOOLEAN NOT NULL, -- there was no second person to ask
    entry        BIGINT NOT NULL, -- 0: several
    signals      BIGINT NOT NULL,
    from_state   TEXT   NOT NULL,
    to_state     TEXT   NOT NULL,
    code         TEXT   NOT NULL,
    reason       TEXT   NOT NULL,
    ballots      BIGINT NOT NULL,
    votes        BIGINT NOT NULL,
    document     BYTEA  NOT NULL,
    nonce        BYTEA  NOT NULL
);
CREATE INDEX review_act_by_contest ON review_act (contest, ref);

-- Acts that wait for a second person.
CREATE TABLE review_proposal (
    ref        ROWKEY,
    contest    BIGINT NOT NULL REFERENCES contest (ref),
    at         BIGINT NOT NULL,
    staff      TEXT   NOT NULL,
    login      TEXT   NOT NULL,
    entry      BIGINT NOT NULL,
    signals    BIGINT NOT NULL,
    from_state TEXT   NOT NULL,
    to_state   TEXT   NOT NULL,
    code       TEXT   NOT NULL,
    reason     TEXT   NOT NULL,
    ballots    BIGINT NOT NULL,
    votes      BIGINT NOT NULL,
    UNIQUE (contest, entry, signals, from_state)
);

-- When doubtful votes were last looked for.
CREATE TABLE review_run (
    contest BIGINT NOT NULL PRIMARY KEY REFERENCES contest (ref),
    at      BIGINT NOT NULL,
    rules   BIGINT NOT NULL,
    votes   BIGINT NOT NULL,
    found   BIGINT NOT NULL
);
