-- Whether a job may be what its server died of (package media): how often servers
-- began, in all and when a job was claimed last, and how often a lapse was held
-- against it.

CREATE TABLE worker_start (
    id    INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    times BIGINT  NOT NULL
);
ALTER TABLE job ADD COLUMN starts BIGINT NOT NULL DEFAULT 0;
ALTER TABLE job ADD COLUMN blames INTEGER NOT NULL DEFAULT 0;
