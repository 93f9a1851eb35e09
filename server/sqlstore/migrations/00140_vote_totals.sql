-- What the public is told of a contest's votes must not cost more where there
-- are more of them, and the gallery says how many works a category has.

-- How many entries are in each state and category, kept by every change of one,
-- and their votes as far as they are in entry.votes.
DROP TABLE state_count;
CREATE TABLE state_count (
    contest  BIGINT NOT NULL REFERENCES contest (ref),
    state    TEXT   NOT NULL,
    category TEXT   NOT NULL,
    entries  BIGINT NOT NULL,
    votes    BIGINT NOT NULL,
    PRIMARY KEY (contest, state, category)
);
INSERT INTO state_count (contest, state, category, entries, votes)
    SELECT contest, state, category, count(*), CAST(sum(votes) AS BIGINT) FROM entry GROUP BY contest, state, category;

-- The votes of voters who are set aside, kept by every move of a ballot and every
-- vote of such a voter.
CREATE TABLE aside_count (
    contest BIGINT NOT NULL REFERENCES contest (ref),
    state   TEXT   NOT NULL, -- pending, void
    code    TEXT   NOT NULL, -- why
    votes   BIGINT NOT NULL,
    PRIMARY KEY (contest, state, code)
) BY_PRIMARY_KEY;
INSERT INTO aside_count (contest, state, code, votes)
    SELECT r.contest, r.state, r.code, count(*) FROM voter_review r JOIN vote v ON v.voter = r.voter
    WHERE r.state <> 'counted' GROUP BY r.contest, r.state, r.code;
