-- Only a running shift may run over again.

CREATE OR REPLACE FUNCTION shift_latest(p_tenant uuid, p_status text, p_ends timestamptz)
RETURNS timestamptz
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT p_ends + greatest(
        CASE p_status WHEN 'started' THEN interval '4 hours' ELSE interval '0' END,
        (SELECT make_interval(mins => coalesce((t.policies ->> 'overtimeMinutes')::int, 0))
         FROM tenant t WHERE t.tenant_id = p_tenant))
$$;
