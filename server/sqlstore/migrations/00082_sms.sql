-- Codes sent to telephones, kept for a day. Neither a number nor a code is
-- there, only HMACs under the contest's key.
CREATE TABLE sms_code (
    ref       ROWKEY,
    contest   BIGINT   NOT NULL REFERENCES contest (ref),
    phone_mac TEXT     NOT NULL,
    sent_at   BIGINT   NOT NULL,
    code_mac  TEXT     NOT NULL,
    tries     SMALLINT NOT NULL,
    used      SMALLINT NOT NULL
);
CREATE INDEX sms_code_by_phone ON sms_code (contest, phone_mac, sent_at);
CREATE INDEX sms_code_by_time ON sms_code (contest, sent_at);

-- What a contest has sent in a day of its time zone.
CREATE TABLE sms_day (
    contest BIGINT NOT NULL REFERENCES contest (ref),
    day     TEXT   NOT NULL,
    sent    BIGINT NOT NULL,
    by_form BIGINT NOT NULL,
    PRIMARY KEY (contest, day)
);
