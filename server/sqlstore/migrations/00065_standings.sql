-- What pages show must not cost more where there are many votes or many works.
--
-- An entry's votes are its own column and, beside it, entry_count: what has
-- changed since the column was brought up to date, in several rows so that
-- voters of one entry do not wait for each other. Both are read in one
-- snapshot, so their sum is exact at any time.

ALTER TABLE entry ADD COLUMN votes BIGINT NOT NULL DEFAULT 0;
UPDATE entry SET votes = COALESCE((SELECT sum(k.votes) FROM entry_count k WHERE k.entry = entry.ref), 0);
DROP TABLE entry_count;
CREATE TABLE entry_count (
    entry BIGINT   NOT NULL REFERENCES entry (ref),
    shard SMALLINT NOT NULL,
    votes BIGINT   NOT NULL, -- below 0 where more were taken back than cast
    PRIMARY KEY (entry, shard)
) BY_PRIMARY_KEY;
CREATE INDEX entry_by_votes ON entry (contest, state, votes DESC, number);
CREATE INDEX entry_by_category_votes ON entry (contest, state, category, votes DESC, number);

-- How many entries are in each state, kept by every change of one.
CREATE TABLE state_count (
    contest BIGINT NOT NULL REFERENCES contest (ref),
    state   TEXT   NOT NULL,
    entries BIGINT NOT NULL,
    PRIMARY KEY (contest, state)
);
INSERT INTO state_count (contest, state, entries) SELECT contest, state, count(*) FROM entry GROUP BY contest, state;
