-- What changes a tenant's travel: its calendar, who keeps which breaks, bad days, what was learned.

CREATE TABLE calendar_day (
    tenant_id UUID NOT NULL,
    day DATE NOT NULL,
    holiday TEXT,
    ramadan BOOLEAN,
    friday_prayer_at TIME WITHOUT TIME ZONE,
    iftar_at TIME WITHOUT TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT calendar_day_pk PRIMARY KEY (tenant_id, day),
    CONSTRAINT calendar_day_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id)
);

CREATE TABLE therapist_observance (
    tenant_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    friday_prayer BOOLEAN DEFAULT false NOT NULL,
    fasting BOOLEAN DEFAULT false NOT NULL,
    prayers TEXT[] DEFAULT '{}'::text[] NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT therapist_observance_pk PRIMARY KEY (tenant_id, therapist_id),
    CONSTRAINT therapist_observance_therapist_fk FOREIGN KEY (tenant_id, therapist_id)
        REFERENCES therapist (tenant_id, therapist_id),
    CONSTRAINT therapist_observance_prayers_known CHECK (
        prayers <@ ARRAY['fajr', 'dhuhr', 'asr', 'maghrib', 'isha']::text[])
);

CREATE TABLE disruption (
    tenant_id UUID NOT NULL,
    disruption_id UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    factor DOUBLE PRECISION NOT NULL,
    communities INTEGER[] DEFAULT '{}'::integer[] NOT NULL,
    lat DOUBLE PRECISION,
    lon DOUBLE PRECISION,
    radius_m INTEGER,
    reason TEXT NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    created_by UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT disruption_pk PRIMARY KEY (tenant_id, disruption_id),
    CONSTRAINT disruption_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
    CONSTRAINT disruption_times_order CHECK (
        starts_at < ends_at AND isfinite(starts_at) AND isfinite(ends_at)),
    CONSTRAINT disruption_factor_believable CHECK (factor > 1 AND factor <= 10),
    CONSTRAINT disruption_somewhere CHECK (
        cardinality(communities) > 0 OR (lat IS NOT NULL AND lon IS NOT NULL)),
    CONSTRAINT disruption_circle_whole CHECK (
        (lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (radius_m IS NULL) AND radius_m > 0)
);
CREATE INDEX disruption_time_idx ON disruption (tenant_id, ends_at) WHERE active;

CREATE TABLE travel_version (
    tenant_id UUID NOT NULL,
    number INTEGER NOT NULL,
    content JSONB NOT NULL,
    report JSONB NOT NULL,
    events_until TIMESTAMP WITH TIME ZONE NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT travel_version_pk PRIMARY KEY (tenant_id, number),
    CONSTRAINT travel_version_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
    CONSTRAINT travel_version_number_positive CHECK (number > 0)
);

DO $isolate$
DECLARE
    tenant_table text;
    own text := 'tenant_id = (SELECT current_setting(''app.tenant_id''))::uuid';
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY[
        'calendar_day', 'therapist_observance', 'disruption', 'travel_version']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_isolation ON %I FOR ALL TO rounds_app '
                       'USING (%s) WITH CHECK (%s)', tenant_table, own, own);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', tenant_table);
    END LOOP;
    FOREACH tenant_table IN ARRAY ARRAY['calendar_day', 'therapist_observance', 'disruption']
    LOOP
        EXECUTE format('CREATE TRIGGER bump_version BEFORE UPDATE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION bump_version()', tenant_table);
    END LOOP;
END
$isolate$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON travel_version
    FOR EACH ROW EXECUTE FUNCTION append_only();
CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON travel_version
    FOR EACH STATEMENT EXECUTE FUNCTION append_only();

GRANT SELECT, INSERT, UPDATE ON calendar_day, therapist_observance, disruption TO rounds_app;
-- A day that the tenant takes back is again what the libraries say.
GRANT DELETE ON calendar_day TO rounds_app;
GRANT SELECT, INSERT ON travel_version TO rounds_app;
