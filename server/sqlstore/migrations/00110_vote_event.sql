-- What is kept of each vote for a while to find doubtful ones by, coarse and
-- keyed. No REFERENCES: it is a help, and shall not cost a vote a look at others.
CREATE TABLE vote_event (
    contest BIGINT  NOT NULL,
    voter   BIGINT  NOT NULL,
    entry   BIGINT  NOT NULL,
    minute  BIGINT  NOT NULL, -- since 1970
    net     BIGINT  NOT NULL,
    client  BIGINT  NOT NULL,
    viewed  BOOLEAN NOT NULL,
    PRIMARY KEY (contest, voter, entry, minute)
) BY_PRIMARY_KEY;
