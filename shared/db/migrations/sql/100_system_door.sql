-- What crosses tenants, and nothing else does: SECURITY DEFINER functions owned by rounds_system.
-- pg_temp comes last in every search_path: unlisted it would come first, and a temporary table
-- named like ours would be read instead.

CREATE SEQUENCE job_fence AS bigint;
GRANT USAGE ON SEQUENCE job_fence TO rounds_system;

CREATE FUNCTION tenants_active() RETURNS TABLE (tenant_id uuid, slug text, zone text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.tenant_id, t.slug, t.zone FROM tenant t WHERE t.active ORDER BY t.tenant_id
$$;

CREATE FUNCTION tenants_all() RETURNS TABLE (tenant_id uuid, slug text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.tenant_id, t.slug FROM tenant t ORDER BY t.tenant_id
$$;

CREATE FUNCTION login_lookup(p_email text)
RETURNS TABLE (user_id uuid, name text, password_hash text, language text, disabled_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.user_id, u.name, u.password_hash, u.language, u.disabled_at
    FROM app_user u WHERE lower(u.email) = lower(p_email)
$$;

CREATE FUNCTION memberships_of(p_user uuid)
RETURNS TABLE (tenant_id uuid, slug text, tenant_name text, roles text[], therapist_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT t.tenant_id, t.slug, t.name, m.roles, m.therapist_id
    FROM membership m JOIN tenant t USING (tenant_id)
    WHERE m.user_id = p_user AND m.active AND t.active
    ORDER BY t.slug
$$;

-- One indexed read per call of the API: the session with the person and what they may do now.
CREATE FUNCTION session_lookup(p_tenant uuid, p_hash bytea)
RETURNS TABLE (
    session_id uuid, user_id uuid, name text, language text, roles text[], therapist_id uuid,
    csrf_hash bytea, client text, expires_at timestamptz, last_seen_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT s.session_id, s.user_id, u.name, u.language, m.roles, m.therapist_id,
           s.csrf_hash, s.client, s.expires_at, s.last_seen_at
    FROM session s
    JOIN membership m ON m.tenant_id = s.tenant_id AND m.user_id = s.user_id
    JOIN tenant t ON t.tenant_id = s.tenant_id
    JOIN app_user u ON u.user_id = s.user_id
    WHERE s.tenant_id = p_tenant AND s.token_hash = p_hash
      AND s.revoked_at IS NULL AND s.expires_at > clock_timestamp()
      AND m.active AND t.active AND u.disabled_at IS NULL
$$;

CREATE FUNCTION api_key_lookup(p_tenant uuid, p_hash bytea)
RETURNS TABLE (api_key_id uuid, name text, roles text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT k.api_key_id, k.name, k.roles
    FROM api_key k JOIN tenant t USING (tenant_id)
    WHERE k.tenant_id = p_tenant AND k.key_hash = p_hash AND t.active
      AND k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > clock_timestamp())
$$;

-- The id of the person with this email, new or known; a known one is left as it is.
CREATE FUNCTION ensure_user(p_user uuid, p_email text, p_name text, p_hash text, p_language text)
RETURNS uuid
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    INSERT INTO app_user (user_id, email, name, password_hash, language)
    VALUES (p_user, lower(p_email), p_name, p_hash, p_language)
    ON CONFLICT ((lower(email))) DO UPDATE SET email = app_user.email
    RETURNING user_id
$$;

-- Compare and set: only who knows the present hash (or that there is none) may replace it.
CREATE FUNCTION replace_password(p_user uuid, p_old_hash text, p_new_hash text) RETURNS boolean
LANGUAGE sql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH changed AS (
        UPDATE app_user SET password_hash = p_new_hash
        WHERE user_id = p_user AND password_hash IS NOT DISTINCT FROM p_old_hash
        RETURNING 1)
    SELECT EXISTS (SELECT FROM changed)
$$;

-- What a sweep should ring for, oldest first; due is also what a dead worker left behind.
CREATE FUNCTION due_jobs()
RETURNS TABLE (tenant_id uuid, job_id uuid, kind text, run_after timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT j.tenant_id, j.job_id, j.kind, j.run_after FROM job j
    WHERE (j.status = 'queued' AND j.run_after <= clock_timestamp())
       OR (j.status = 'running' AND j.lease_until < clock_timestamp())
    ORDER BY j.run_after LIMIT 500
$$;
