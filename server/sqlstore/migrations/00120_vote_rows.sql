-- A vote writes few rows, and each of them once.
--
-- The event by which doubtful votes are found is part of the vote's row: net,
-- kind and viewed, NULL where none is kept. Its minute is the vote's own.
--
-- A vote waits for the log in vote_waiting, in the order of its receipt's hash,
-- and gets its row in receipt when it has its place in the log. A hash is in one
-- of the two at most.
--
-- These tables point at voters, entries and contests, none of which is ever
-- removed, by numbers that the same transaction has read. They have no
-- REFERENCES: to look again costs as much as the vote, and on PostgreSQL every
-- vote would write a lock into the row of its contest.

CREATE TABLE vote_120 (
    voter  BIGINT   NOT NULL,
    period TEXT     NOT NULL,
    entry  BIGINT   NOT NULL,
    place  SMALLINT NOT NULL, -- order of casting
    at     BIGINT   NOT NULL,
    client BYTEA, -- NULL in votes from before there were receipts, like server
    server BYTEA,
    net    BIGINT,
    kind   BIGINT,
    viewed BOOLEAN,
    PRIMARY KEY (voter, period, entry)
) BY_PRIMARY_KEY;
INSERT INTO vote_120 (voter, period, entry, place, at, client, server, net, kind, viewed)
    SELECT v.voter, v.period, v.entry, v.place, v.at, v.client, v.server, x.net, x.client, x.viewed
    FROM vote v LEFT JOIN voter w ON w.ref = v.voter
    LEFT JOIN vote_event x ON x.contest = w.contest AND x.voter = v.voter AND x.entry = v.entry AND x.minute = v.at / 60000000
    ORDER BY v.voter, v.period, v.entry;
DROP TABLE vote_event;
DROP TABLE vote;
ALTER TABLE vote_120 RENAME TO vote;

-- For which contests the events were forgotten, and when.
CREATE TABLE events_forgotten (
    contest BIGINT NOT NULL PRIMARY KEY REFERENCES contest (ref),
    at      BIGINT NOT NULL
);

CREATE TABLE vote_waiting (
    contest    BIGINT NOT NULL,
    hash       BYTEA  NOT NULL,
    commitment BYTEA  NOT NULL,
    since      BIGINT NOT NULL,
    PRIMARY KEY (contest, hash)
) BY_PRIMARY_KEY;

-- Votes that wait already stay in log_waiting, and -1 in receipt, until they
-- have their places.
CREATE TABLE receipt_120 (
    contest BIGINT NOT NULL,
    hash    BYTEA  NOT NULL,
    place   BIGINT NOT NULL,
    PRIMARY KEY (contest, hash)
) BY_PRIMARY_KEY;
INSERT INTO receipt_120 (contest, hash, place) SELECT contest, hash, place FROM receipt ORDER BY contest, hash;
DROP TABLE receipt;
ALTER TABLE receipt_120 RENAME TO receipt;

CREATE TABLE entry_count_120 (
    entry BIGINT   NOT NULL,
    shard SMALLINT NOT NULL,
    votes BIGINT   NOT NULL, -- below 0 where more were taken back than cast
    PRIMARY KEY (entry, shard)
) BY_PRIMARY_KEY;
INSERT INTO entry_count_120 (entry, shard, votes) SELECT entry, shard, votes FROM entry_count;
DROP TABLE entry_count;
ALTER TABLE entry_count_120 RENAME TO entry_count;

CREATE TABLE voter_count_120 (
    contest BIGINT   NOT NULL,
    shard   SMALLINT NOT NULL,
    voters  BIGINT   NOT NULL CHECK (voters >= 0),
    PRIMARY KEY (contest, shard)
) BY_PRIMARY_KEY;
INSERT INTO voter_count_120 (contest, shard, voters) SELECT contest, shard, voters FROM voter_count;
DROP TABLE voter_count;
ALTER TABLE voter_count_120 RENAME TO voter_count;
