-- Places that are no patient's (so nothing here is sealed), and one-time links for a pin.

CREATE TABLE tenant_place (
    tenant_id UUID NOT NULL,
    tenant_place_id UUID NOT NULL,
    name_en TEXT NOT NULL,
    name_ar TEXT,
    other_names TEXT[] DEFAULT '{}'::text[] NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    precision_m INTEGER NOT NULL,
    community_number INTEGER,
    corrects TEXT,
    hides BOOLEAN DEFAULT false NOT NULL,
    note TEXT,
    active BOOLEAN DEFAULT true NOT NULL,
    created_by UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT tenant_place_pk PRIMARY KEY (tenant_id, tenant_place_id),
    CONSTRAINT tenant_place_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
    CONSTRAINT tenant_place_precision_positive CHECK (precision_m >= 1),
    CONSTRAINT tenant_place_on_earth CHECK (abs(lat) <= 90 AND abs(lon) <= 180),
    CONSTRAINT tenant_place_hides_ours CHECK (NOT hides OR corrects IS NOT NULL)
);
CREATE UNIQUE INDEX tenant_place_corrects_key ON tenant_place (tenant_id, corrects)
    WHERE active AND corrects IS NOT NULL;

CREATE TABLE building (
    tenant_id UUID NOT NULL,
    building_id UUID NOT NULL,
    name_en TEXT NOT NULL,
    name_ar TEXT,
    other_names TEXT[] DEFAULT '{}'::text[] NOT NULL,
    kind TEXT NOT NULL,
    lat DOUBLE PRECISION NOT NULL,
    lon DOUBLE PRECISION NOT NULL,
    community_number INTEGER,
    entrance_lat DOUBLE PRECISION,
    entrance_lon DOUBLE PRECISION,
    entrance_note TEXT,
    parking TEXT,
    access_opens TIME WITHOUT TIME ZONE,
    access_closes TIME WITHOUT TIME ZONE,
    gate_pass TEXT DEFAULT 'none' NOT NULL,
    door_minutes INTEGER,
    active BOOLEAN DEFAULT true NOT NULL,
    created_by UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT building_pk PRIMARY KEY (tenant_id, building_id),
    CONSTRAINT building_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
    CONSTRAINT building_kind_known CHECK (kind IN (
        'tower', 'low-rise', 'compound', 'hotel', 'office', 'hospital', 'other')),
    CONSTRAINT building_gate_pass_known CHECK (gate_pass IN (
        'none', 'id-at-gate', 'call-resident', 'register-before')),
    CONSTRAINT building_door_minutes CHECK (door_minutes BETWEEN 0 AND 60),
    CONSTRAINT building_on_earth CHECK (abs(lat) <= 90 AND abs(lon) <= 180),
    CONSTRAINT building_entrance_whole CHECK ((entrance_lat IS NULL) = (entrance_lon IS NULL)),
    CONSTRAINT building_access_whole CHECK ((access_opens IS NULL) = (access_closes IS NULL))
);

ALTER TABLE place ADD COLUMN building_id UUID;
ALTER TABLE place ADD CONSTRAINT place_building_fk
    FOREIGN KEY (tenant_id, building_id) REFERENCES building (tenant_id, building_id);
CREATE INDEX place_building_idx ON place (tenant_id, building_id);

CREATE TABLE pin_link (
    tenant_id UUID NOT NULL,
    pin_link_id UUID NOT NULL,
    request_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    created_by UUID NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    place_id UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT pin_link_pk PRIMARY KEY (tenant_id, pin_link_id),
    CONSTRAINT pin_link_tenant_fk FOREIGN KEY (tenant_id) REFERENCES tenant (tenant_id),
    CONSTRAINT pin_link_request_fk FOREIGN KEY (tenant_id, request_id)
        REFERENCES request (tenant_id, request_id),
    CONSTRAINT pin_link_place_fk FOREIGN KEY (tenant_id, place_id)
        REFERENCES place (tenant_id, place_id),
    CONSTRAINT pin_link_token_key UNIQUE (tenant_id, token_hash),
    CONSTRAINT pin_link_used_has_place CHECK ((used_at IS NULL) = (place_id IS NULL))
);
CREATE INDEX pin_link_request_idx ON pin_link (tenant_id, request_id);

DO $isolate$
DECLARE
    tenant_table text;
    own text := 'tenant_id = (SELECT current_setting(''app.tenant_id''))::uuid';
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['tenant_place', 'building', 'pin_link']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_isolation ON %I FOR ALL TO rounds_app '
                       'USING (%s) WITH CHECK (%s)', tenant_table, own, own);
        EXECUTE format('REVOKE ALL ON %I FROM PUBLIC', tenant_table);
        EXECUTE format('CREATE TRIGGER bump_version BEFORE UPDATE ON %I '
                       'FOR EACH ROW EXECUTE FUNCTION bump_version()', tenant_table);
    END LOOP;
END
$isolate$;
-- Nothing is deleted: a place that is no longer used is inactive, a link is used or revoked.
GRANT SELECT, INSERT, UPDATE ON tenant_place, building, pin_link TO rounds_app;
