-- A database as version 0.3 of the server left it (schema 40), with 60 works and
-- 60,000 voters who have cast three votes each. The secret is 32 bytes of 7.
-- Made by sqlite_master of such a database; it stays as it is.

CREATE TABLE goose_db_version (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		version_id INTEGER NOT NULL,
		is_applied INTEGER NOT NULL,
		tstamp TIMESTAMP DEFAULT (datetime('now'))
	);
CREATE TABLE asset (
    id          TEXT    NOT NULL PRIMARY KEY,
    format      TEXT    NOT NULL,
    size        BIGINT  NOT NULL,
    sha256      TEXT    NOT NULL,
    width       INTEGER NOT NULL,
    height      INTEGER NOT NULL,
    orientation INTEGER NOT NULL,
    colour      TEXT    NOT NULL,
    created_at  BIGINT  NOT NULL,
    renditions  TEXT    NOT NULL -- JSON
, duration BIGINT NOT NULL DEFAULT 0);
CREATE INDEX asset_by_age ON asset (created_at);
CREATE TABLE job (
    asset       TEXT    NOT NULL PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
    due         BIGINT  NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    lapses      INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT    NOT NULL DEFAULT '',
    lease       TEXT    NOT NULL DEFAULT '',
    lease_until BIGINT  NOT NULL DEFAULT 0,
    claimable   BIGINT  NOT NULL, -- due while it waits, lease_until while leased
    CHECK ((lease = '') = (lease_until = 0))
);
CREATE INDEX job_by_claimable ON job (claimable);
CREATE TABLE contest (
    ref          INTEGER PRIMARY KEY,
    id           TEXT   NOT NULL UNIQUE,
    slug         TEXT   NOT NULL UNIQUE,
    wrapped_key  BYTEA  NOT NULL,
    revision     BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    announced_at BIGINT NOT NULL,
    digest       BYTEA  NOT NULL, -- of all that the row says, see cache.go
    settings     TEXT   NOT NULL  -- JSON
);
CREATE TABLE entry_number (
    contest BIGINT NOT NULL PRIMARY KEY REFERENCES contest (ref),
    latest  BIGINT NOT NULL
);
CREATE TABLE entry (
    ref             INTEGER PRIMARY KEY,
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
CREATE TABLE entry_asset (
    entry    BIGINT  NOT NULL REFERENCES entry (ref),
    position INTEGER NOT NULL,
    asset    TEXT    NOT NULL UNIQUE,
    PRIMARY KEY (entry, position)
);
CREATE TABLE entry_gram (
    contest BIGINT NOT NULL,
    gram    TEXT   NOT NULL,
    entry   BIGINT NOT NULL,
    PRIMARY KEY (contest, gram, entry)
) WITHOUT ROWID;
CREATE TABLE transition (
    ref        INTEGER PRIMARY KEY,
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
    ref     INTEGER PRIMARY KEY,
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
CREATE TABLE vote (
    voter  BIGINT   NOT NULL REFERENCES voter (ref),
    period TEXT     NOT NULL,
    entry  BIGINT   NOT NULL REFERENCES entry (ref),
    place  SMALLINT NOT NULL, -- order of casting
    at     BIGINT   NOT NULL,
    PRIMARY KEY (voter, period, entry)
) WITHOUT ROWID;
CREATE TABLE entry_count (
    entry BIGINT   NOT NULL REFERENCES entry (ref),
    shard SMALLINT NOT NULL,
    votes BIGINT   NOT NULL CHECK (votes >= 0),
    PRIMARY KEY (entry, shard)
) WITHOUT ROWID;
CREATE TABLE voter_count (
    contest BIGINT   NOT NULL REFERENCES contest (ref),
    shard   SMALLINT NOT NULL,
    voters  BIGINT   NOT NULL CHECK (voters >= 0),
    PRIMARY KEY (contest, shard)
) WITHOUT ROWID;
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
CREATE TABLE audit (
    ref          INTEGER PRIMARY KEY,
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
CREATE TABLE account (
    id         TEXT    NOT NULL PRIMARY KEY,
    login      TEXT    NOT NULL UNIQUE,
    password   TEXT    NOT NULL,
    disabled   BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL
);
CREATE TABLE role_grant (
    account TEXT NOT NULL REFERENCES account (id),
    role    TEXT NOT NULL,
    contest TEXT NOT NULL, -- id, '' for all contests
    PRIMARY KEY (account, role, contest)
);
CREATE TABLE session (
    hash       TEXT   NOT NULL PRIMARY KEY,
    account    TEXT   NOT NULL REFERENCES account (id),
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    agent      TEXT   NOT NULL
);
CREATE INDEX session_by_account ON session (account);
CREATE INDEX session_by_seen ON session (seen_at);
CREATE TABLE link (
    hash       TEXT   NOT NULL PRIMARY KEY,
    purpose    TEXT   NOT NULL,
    account    TEXT   NOT NULL, -- whose password; '' for a new account
    role       TEXT   NOT NULL,
    contest    TEXT   NOT NULL,
    created_by TEXT   NOT NULL,
    expires    BIGINT NOT NULL
);
CREATE INDEX link_by_expiry ON link (expires);
CREATE TABLE server_key (
    name    TEXT  NOT NULL PRIMARY KEY,
    wrapped BYTEA NOT NULL
);
CREATE TABLE likeness (
    asset  TEXT   NOT NULL PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
    hash   BIGINT NOT NULL,
    mirror BIGINT NOT NULL
);
CREATE TABLE likeness_band (
    band  BIGINT NOT NULL,
    asset TEXT   NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    hash  BIGINT NOT NULL,
    PRIMARY KEY (band, asset)
) WITHOUT ROWID;
CREATE INDEX likeness_band_by_asset ON likeness_band (asset);
CREATE TABLE contest_use (
    contest BIGINT NOT NULL PRIMARY KEY REFERENCES contest (ref),
    files   BIGINT NOT NULL,
    bytes   BIGINT NOT NULL -- of the originals
);
CREATE INDEX entry_by_phone ON entry (contest, phone_mac);
CREATE TABLE upload (
    id         TEXT    NOT NULL PRIMARY KEY,
    scope      TEXT    NOT NULL,
    owner      TEXT    NOT NULL,
    length     BIGINT  NOT NULL,
    received   BIGINT  NOT NULL, -- the offset
    pieces     INTEGER NOT NULL,
    metadata   TEXT    NOT NULL,
    lease      TEXT    NOT NULL,
    asset      TEXT    NOT NULL, -- '' until the whole file was looked at
    created_at BIGINT  NOT NULL,
    expires    BIGINT  NOT NULL,
    CHECK (received >= 0 AND received <= length),
    CHECK (asset = '' OR received = length)
);
CREATE INDEX upload_by_owner ON upload (owner);
CREATE INDEX upload_by_expiry ON upload (expires);
CREATE TABLE upload_piece (
    upload TEXT   NOT NULL REFERENCES upload (id) ON DELETE CASCADE,
    start  BIGINT NOT NULL,
    size   BIGINT NOT NULL CHECK (size > 0),
    key    TEXT   NOT NULL,
    PRIMARY KEY (upload, start)
);
INSERT INTO contest VALUES (1, 'fp4gwpffsj3tcfcg', 'crash', x'50a23ee2c31957adc4395862c83f20ae2450b428948b7caa44e8740bfb3dbddca9d348dc4f36a8378a0b1745fa047f5e6cfdc8ff19786c44cfb6a323', 1, 1795502129362282, 0, x'6d0336fe023ec7168d0403bc8e329a7ae5a0fbb6a45c45631db95427c533105b', '{"title":"摔不坏的活动","summary":"","rules":"","timezone":"Asia/Shanghai","categories":[{"slug":"photo","title":"摄影","media":["photo"]}],"rounds":[{"kind":"entry","opens":"2026-01-01T00:00:00Z","closes":"2096-01-01T00:00:00Z"},{"kind":"vote","opens":"2026-01-01T00:00:00Z","closes":"2096-01-01T00:00:00Z"}],"policy":{"identity":"open","period":"contest","votes_per_ballot":5,"votes_per_category":0,"withdrawable":true,"counts":"always","order":"random","tie_break":"earlier","objection_hours":0,"entries_per_entrant":0},"awards":null}');

INSERT INTO goose_db_version (version_id, is_applied) VALUES (0, 1), (1, 1), (2, 1), (3, 1), (20, 1), (21, 1), (30, 1), (40, 1);
INSERT INTO entry_number VALUES (1, 60);
INSERT INTO entry (ref, id, contest, number, digest, state, category, medium, title, folded, entrant, age_band, statement, reason,
        code_mac, phone_mac, consent_version, shuffle, submitted_at)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
    SELECT i, 'old-' || i, 1, i, randomblob(32), 'approved', 'photo', 'photo', 'work ' || i, 'work ' || i, '张*明', 'adult', '', '',
        'code-' || i, '', '2026-11', i * 1000, 1795502129362282 FROM n;
INSERT INTO voter (ref, contest, key, mode, since)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
    SELECT i, 1, randomblob(32), 'open', 1795502129362282 FROM n;
INSERT INTO vote (voter, period, entry, place, at)
    SELECT ref, 'contest', (ref * ref + k.value * 13) % 60 + 1, k.value + 1, 1795502129362282 FROM voter, json_each('[0, 1, 2]') k;
INSERT INTO entry_count (entry, shard, votes) SELECT entry, voter % 16, count(*) FROM vote GROUP BY entry, voter % 16;
INSERT INTO voter_count (contest, shard, voters) SELECT 1, ref % 16, count(*) FROM voter GROUP BY ref % 16;
