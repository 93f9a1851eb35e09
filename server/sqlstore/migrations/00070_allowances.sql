-- What is counted against a limit by all processes together (package
-- server/auth), such as wrong passwords. A row says until when what was spent is
-- not made up for; after that it says nothing, and goes.

CREATE TABLE allowance (
    name    TEXT   NOT NULL PRIMARY KEY,
    full_at BIGINT NOT NULL
);
CREATE INDEX allowance_by_fullness ON allowance (full_at);
