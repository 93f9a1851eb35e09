-- Assets and their jobs (package media). See migrate.go for the words in
-- capitals that are not SQL.

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
);
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
