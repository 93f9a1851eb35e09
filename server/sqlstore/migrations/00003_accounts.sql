-- Staff accounts (package server/auth).

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
