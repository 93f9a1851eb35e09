-- The votes over time of each work in doubt, as the latest search saw them: the
-- search has read all events anyway, and the page that shows the curves must not.
-- They go when the events go.
CREATE TABLE review_curve (
    contest BIGINT NOT NULL REFERENCES contest (ref),
    number  BIGINT NOT NULL, -- of the work
    hour    BIGINT NOT NULL, -- the first one, since 1970
    step    BIGINT NOT NULL, -- hours that one figure is of
    votes   TEXT   NOT NULL, -- a JSON list of figures
    doubted TEXT   NOT NULL, -- how many of each are of ballots that were ever set aside
    PRIMARY KEY (contest, number)
) BY_PRIMARY_KEY;
