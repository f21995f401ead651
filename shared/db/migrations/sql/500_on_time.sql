-- The expected share of promises kept (shared/routing/punctuality.py), beside cost and bound.
ALTER TABLE plan ADD COLUMN on_time DOUBLE PRECISION;
ALTER TABLE plan ADD CONSTRAINT plan_on_time_share CHECK (on_time BETWEEN 0 AND 1);
