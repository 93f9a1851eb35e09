-- Voting codes on paper. Only an HMAC of the code is kept, and nowhere whose it
-- is; the voter is made from the serial number.
CREATE TABLE slip (
    contest    BIGINT NOT NULL REFERENCES contest (ref),
    serial     BIGINT NOT NULL,
    code_mac   TEXT   NOT NULL,
    issued_at  BIGINT NOT NULL,
    revoked_at BIGINT NOT NULL,
    PRIMARY KEY (contest, serial),
    UNIQUE (contest, code_mac)
);

-- Voters on whose behalf a helper voted.
CREATE TABLE desk_voter (
    contest BIGINT NOT NULL REFERENCES contest (ref),
    voter   BIGINT NOT NULL REFERENCES voter (ref),
    PRIMARY KEY (contest, voter)
);
