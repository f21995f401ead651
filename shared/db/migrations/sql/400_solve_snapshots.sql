-- The problem of each solve: zlib over the JSON of docs/problem-format.md. No patient data: ids,
-- times and indices of places.
CREATE TABLE solve_snapshot (
    tenant_id UUID NOT NULL,
    solve_id UUID NOT NULL,
    problem BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT solve_snapshot_pk PRIMARY KEY (tenant_id, solve_id),
    CONSTRAINT solve_snapshot_solve_fk FOREIGN KEY(tenant_id, solve_id) REFERENCES solve (tenant_id, solve_id)
);
CREATE INDEX solve_snapshot_age_idx ON solve_snapshot (tenant_id, created_at);

ALTER TABLE solve_snapshot ENABLE ROW LEVEL SECURITY;
ALTER TABLE solve_snapshot FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_isolation ON solve_snapshot FOR ALL TO rounds_app
    USING (tenant_id = (SELECT current_setting('app.tenant_id'))::uuid)
    WITH CHECK (tenant_id = (SELECT current_setting('app.tenant_id'))::uuid);
REVOKE ALL ON solve_snapshot FROM PUBLIC;
-- Written once, read by a replay, removed by the sweep.
GRANT SELECT, INSERT, DELETE ON solve_snapshot TO rounds_app;

-- The old pictures held no places, pairs or gaps: none of them can be replayed.
ALTER TABLE solve DROP COLUMN snapshot;
ALTER TABLE solve ADD COLUMN error TEXT;
ALTER TABLE solve ADD COLUMN iterations BIGINT;
ALTER TABLE solve ADD CONSTRAINT solve_iterations_positive CHECK (iterations >= 0);
