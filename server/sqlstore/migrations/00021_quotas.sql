-- What the entries of a contest hold, kept by every change of their assets.

CREATE TABLE contest_use (
    contest BIGINT NOT NULL PRIMARY KEY REFERENCES contest (ref),
    files   BIGINT NOT NULL,
    bytes   BIGINT NOT NULL -- of the originals
);
INSERT INTO contest_use (contest, files, bytes)
    SELECT e.contest, count(*), COALESCE(sum(a.size), 0)
    FROM entry_asset x JOIN entry e ON e.ref = x.entry LEFT JOIN asset a ON a.id = x.asset
    GROUP BY e.contest;

CREATE INDEX entry_by_phone ON entry (contest, phone_mac);
