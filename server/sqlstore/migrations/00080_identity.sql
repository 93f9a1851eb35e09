-- Where a voter is not the device itself (voting.Identity), devices are linked
-- to one: many to a voter, and each to at most one voter of a contest. Only an
-- HMAC of the device is kept.
CREATE TABLE voter_device (
    contest BIGINT NOT NULL REFERENCES contest (ref),
    device  BYTEA  NOT NULL CHECK (length(device) = 32),
    voter   BIGINT NOT NULL REFERENCES voter (ref),
    since   BIGINT NOT NULL,
    PRIMARY KEY (contest, device)
) BY_PRIMARY_KEY;
CREATE INDEX voter_device_by_voter ON voter_device (voter, since);
