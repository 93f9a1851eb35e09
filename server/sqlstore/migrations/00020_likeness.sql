-- What pictures look like (package media, likeness.go). Pictures from before
-- this table are looked at by the worker when it starts.

CREATE TABLE likeness (
    asset  TEXT   NOT NULL PRIMARY KEY REFERENCES asset (id) ON DELETE CASCADE,
    hash   BIGINT NOT NULL,
    mirror BIGINT NOT NULL
);

-- Four rows for each picture with features: what resembles another is found
-- under one of its bands. The hash is here as well, so that looking up reads
-- nothing else.
CREATE TABLE likeness_band (
    band  BIGINT NOT NULL,
    asset TEXT   NOT NULL REFERENCES asset (id) ON DELETE CASCADE,
    hash  BIGINT NOT NULL,
    PRIMARY KEY (band, asset)
) BY_PRIMARY_KEY;
CREATE INDEX likeness_band_by_asset ON likeness_band (asset);
