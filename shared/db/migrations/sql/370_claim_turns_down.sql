-- Of several tenants whose turn it is, the oldest wish goes first again.

-- Owned by rounds_system: replaced by it alone, in a schema where it otherwise makes nothing.
GRANT CREATE ON SCHEMA public TO rounds_system;
SET LOCAL ROLE rounds_system;
CREATE OR REPLACE FUNCTION claim_jobs(p_worker text, p_kinds text[], p_n int, p_lease interval)
RETURNS TABLE (tenant_id uuid, job_id uuid, kind text, payload jsonb, plan_date date,
               attempts int, max_attempts int, fence bigint, lease_until timestamptz,
               wanted_generation bigint)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    candidate record;
    taken int := 0;
BEGIN
    UPDATE job j SET status = 'dead', lease_until = NULL, finished_at = clock_timestamp(),
           error = coalesce(j.error, 'the worker vanished in its last attempt')
    WHERE (j.tenant_id, j.job_id) IN (
        SELECT d.tenant_id, d.job_id FROM job d
        WHERE d.status = 'running' AND d.lease_until < clock_timestamp()
          AND d.attempts >= d.max_attempts
        FOR UPDATE SKIP LOCKED);

    FOR candidate IN
        SELECT due.tenant_id, due.job_id, due.kind, due.plan_date FROM (
            SELECT j.*, row_number() OVER (
                       PARTITION BY j.tenant_id ORDER BY j.plan_date NULLS FIRST, j.run_after)
                     + (SELECT count(*) FROM job r
                        WHERE r.tenant_id = j.tenant_id AND r.status = 'running'
                          AND r.lease_until >= clock_timestamp()) AS turn
            FROM job j
            WHERE j.kind = ANY (p_kinds)
              AND ((j.status = 'queued' AND j.run_after <= clock_timestamp())
                OR (j.status = 'running' AND j.lease_until < clock_timestamp()))) due
        ORDER BY due.turn, due.run_after
    LOOP
        EXIT WHEN taken >= p_n;
        -- Two workers must not start two jobs of one horizon: the lock makes the check atomic.
        IF candidate.plan_date IS NOT NULL THEN
            CONTINUE WHEN NOT pg_try_advisory_xact_lock(hashtextextended(
                concat_ws('|', candidate.tenant_id, candidate.kind, candidate.plan_date), 0));
            CONTINUE WHEN EXISTS (
                SELECT FROM job r
                WHERE r.tenant_id = candidate.tenant_id AND r.kind = candidate.kind
                  AND r.plan_date = candidate.plan_date AND r.job_id <> candidate.job_id
                  AND r.status = 'running' AND r.lease_until >= clock_timestamp());
        END IF;
        PERFORM FROM job j
        WHERE j.tenant_id = candidate.tenant_id AND j.job_id = candidate.job_id
          AND ((j.status = 'queued' AND j.run_after <= clock_timestamp())
            OR (j.status = 'running' AND j.lease_until < clock_timestamp()))
        FOR UPDATE SKIP LOCKED;
        CONTINUE WHEN NOT FOUND;
        RETURN QUERY
            UPDATE job j SET status = 'running', attempts = j.attempts + 1,
                   fence = nextval('job_fence'), lease_until = clock_timestamp() + p_lease,
                   started_at = clock_timestamp(), finished_at = NULL,
                   progress = jsonb_build_object('worker', p_worker)
            WHERE j.tenant_id = candidate.tenant_id AND j.job_id = candidate.job_id
            RETURNING j.tenant_id, j.job_id, j.kind, j.payload, j.plan_date, j.attempts,
                      j.max_attempts, j.fence, j.lease_until, j.wanted_generation;
        taken := taken + 1;
    END LOOP;
END
$$;
RESET ROLE;
REVOKE CREATE ON SCHEMA public FROM rounds_system;

DROP INDEX job_started_idx;
