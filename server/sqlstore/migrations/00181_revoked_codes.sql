-- Codes that slips had before they got others, so that no list brings one again.
-- A slip that was only revoked still has its code.

CREATE TABLE revoked_code (
    contest  BIGINT NOT NULL REFERENCES contest (ref),
    code_mac TEXT   NOT NULL,
    PRIMARY KEY (contest, code_mac)
) BY_PRIMARY_KEY;
