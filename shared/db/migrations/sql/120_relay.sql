-- The relay: committed outbox rows get a gapless position per tenant, audit rows their chain.
--
-- Sequences commit out of order, so "id greater than the last one seen" loses messages; a position
-- given here, after the commit and under one lock per tenant, does not.

-- SHA-256 over the previous hash and the row, in a form that any program can rebuild.
CREATE FUNCTION audit_hash(
    p_previous bytea, p_tenant uuid, p_position bigint, p_audit uuid, p_at timestamptz, p_actor uuid,
    p_act text, p_noun text, p_noun_id uuid, p_detail bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT sha256(coalesce(p_previous, ''::bytea) || convert_to(jsonb_build_array(
        p_tenant, p_position, p_audit, to_char(p_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'),
        p_actor, p_act, p_noun, p_noun_id, encode(p_detail, 'hex'))::text, 'UTF8'))
$$;

CREATE FUNCTION chain_audit(p_tenant uuid, p_n int) RETURNS int
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    head record;
    entry record;
    done int := 0;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('relay|' || p_tenant, 0));
    SELECT a.position, a.hash INTO head FROM audit a
    WHERE a.tenant_id = p_tenant AND a.position IS NOT NULL ORDER BY a.position DESC LIMIT 1;
    FOR entry IN
        SELECT * FROM audit a WHERE a.tenant_id = p_tenant AND a.position IS NULL
        ORDER BY a.audit_id LIMIT p_n
    LOOP
        UPDATE audit a SET position = coalesce(head.position, 0) + 1, previous_hash = head.hash,
               hash = audit_hash(head.hash, a.tenant_id, coalesce(head.position, 0) + 1, a.audit_id,
                                 a.at, a.actor, a.act, a.noun, a.noun_id, a.detail_sealed)
        WHERE a.tenant_id = p_tenant AND a.audit_id = entry.audit_id
        RETURNING a.position, a.hash INTO head;
        done := done + 1;
    END LOOP;
    RETURN done;
END
$$;

-- Positions up to `p_n` rows of each tenant that has any waiting; answers with what was numbered.
CREATE FUNCTION relay_outbox(p_n int)
RETURNS TABLE (tenant_id uuid, "position" bigint, topic text, payload jsonb, created_at timestamptz)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
#variable_conflict use_column
DECLARE
    waiting uuid;
    last_position bigint;
BEGIN
    FOR waiting IN
        SELECT t.tenant_id FROM tenant t
        WHERE EXISTS (SELECT FROM outbox o
                      WHERE o.tenant_id = t.tenant_id AND o.position IS NULL)
           OR EXISTS (SELECT FROM audit a
                      WHERE a.tenant_id = t.tenant_id AND a.position IS NULL)
        ORDER BY t.tenant_id
    LOOP
        -- Another relay is at it, and will number what we see here or leave it to the next round.
        CONTINUE WHEN NOT pg_try_advisory_xact_lock(hashtextextended('relay|' || waiting, 0));
        PERFORM chain_audit(waiting, p_n);
        SELECT coalesce(max(o.position), 0) INTO last_position FROM outbox o
        WHERE o.tenant_id = waiting;
        RETURN QUERY
            WITH numbered AS (
                SELECT o.outbox_id, last_position + row_number() OVER (ORDER BY o.outbox_id) AS place
                FROM (SELECT w.outbox_id FROM outbox w
                      WHERE w.tenant_id = waiting AND w.position IS NULL
                      ORDER BY w.outbox_id LIMIT p_n) o),
            placed AS (
                UPDATE outbox o SET position = n.place FROM numbered n
                WHERE o.tenant_id = waiting AND o.outbox_id = n.outbox_id
                RETURNING o.tenant_id, o.position, o.topic, o.payload, o.created_at)
            SELECT * FROM placed p ORDER BY p.position;
    END LOOP;
END
$$;

-- Old messages, but never the newest of a tenant: it holds the count.
CREATE FUNCTION prune_outbox(p_keep interval) RETURNS bigint
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH gone AS (
        DELETE FROM outbox o
        WHERE o.position IS NOT NULL AND o.created_at < clock_timestamp() - p_keep
          AND o.position < (SELECT max(x.position) FROM outbox x WHERE x.tenant_id = o.tenant_id)
        RETURNING 1)
    SELECT count(*) FROM gone
$$;
