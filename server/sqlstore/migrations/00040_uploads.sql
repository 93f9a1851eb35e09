-- Files that arrive in pieces (package media). The bytes are in the bucket.

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
