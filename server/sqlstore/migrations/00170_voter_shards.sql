-- A contest's voters are counted in more rows than before. Who has voted under
-- one number may take the vote back under another, so one row may be below 0.

CREATE TABLE voter_count_170 (
    contest BIGINT   NOT NULL,
    shard   SMALLINT NOT NULL,
    voters  BIGINT   NOT NULL,
    PRIMARY KEY (contest, shard)
) BY_PRIMARY_KEY;
INSERT INTO voter_count_170 (contest, shard, voters) SELECT contest, shard, voters FROM voter_count;
DROP TABLE voter_count;
ALTER TABLE voter_count_170 RENAME TO voter_count;
