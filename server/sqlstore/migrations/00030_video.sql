-- How long a clip is, in microseconds; 0 for pictures.

ALTER TABLE asset ADD COLUMN duration BIGINT NOT NULL DEFAULT 0;
