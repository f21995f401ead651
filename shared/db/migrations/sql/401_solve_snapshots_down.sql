ALTER TABLE solve DROP COLUMN iterations;
ALTER TABLE solve DROP COLUMN error;
ALTER TABLE solve ADD COLUMN snapshot JSONB DEFAULT '{}'::jsonb NOT NULL;
DROP TABLE solve_snapshot;
