-- Therapists, certificates, working time. Foreign keys follow in 080.

CREATE TABLE therapist (
    tenant_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    name TEXT NOT NULL,
    gender TEXT NOT NULL,
    languages TEXT[] DEFAULT '{}'::text[] NOT NULL,
    phone_sealed BYTEA,
    home_sealed BYTEA,
    active BOOLEAN DEFAULT true NOT NULL,
    limits JSONB DEFAULT '{}'::jsonb NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT therapist_pk PRIMARY KEY (tenant_id, therapist_id),
    CONSTRAINT therapist_gender_known CHECK (gender IN ('female', 'male'))
);

CREATE TABLE certificate (
    tenant_id UUID NOT NULL,
    certificate_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    kind TEXT NOT NULL,
    issuer TEXT NOT NULL,
    number TEXT NOT NULL,
    verified_at TIMESTAMP WITH TIME ZONE,
    verified_by UUID,
    valid_from TIMESTAMP WITH TIME ZONE NOT NULL,
    valid_to TIMESTAMP WITH TIME ZONE,
    suspended_from TIMESTAMP WITH TIME ZONE,
    suspended_to TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT certificate_pk PRIMARY KEY (tenant_id, certificate_id),
    CONSTRAINT certificate_kind_known CHECK (kind IN ('licence', 'dry-needling', 'physiotherapy', 'chiropractic', 'paediatric', 'region-neck', 'region-shoulder-girdle', 'region-thorax')),
    CONSTRAINT certificate_validity_order CHECK (valid_to > valid_from),
    CONSTRAINT certificate_suspension_order CHECK (suspended_to IS NULL OR suspended_to > suspended_from),
    CONSTRAINT certificate_verified_by_someone CHECK ((verified_at IS NULL) = (verified_by IS NULL))
);
CREATE INDEX certificate_therapist_idx ON certificate (tenant_id, therapist_id, kind);

CREATE TABLE shift_pattern (
    tenant_id UUID NOT NULL,
    shift_pattern_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    weekdays INTEGER[] NOT NULL,
    starts TIME WITHOUT TIME ZONE NOT NULL,
    duration_minutes INTEGER NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    active BOOLEAN DEFAULT true NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT shift_pattern_pk PRIMARY KEY (tenant_id, shift_pattern_id),
    CONSTRAINT shift_pattern_duration CHECK (duration_minutes BETWEEN 1 AND 960),
    CONSTRAINT shift_pattern_weekdays_known CHECK (cardinality(weekdays) > 0 AND weekdays <@ ARRAY[0, 1, 2, 3, 4, 5, 6]),
    CONSTRAINT shift_pattern_validity_order CHECK (valid_to >= valid_from)
);
CREATE INDEX shift_pattern_therapist_idx ON shift_pattern (tenant_id, therapist_id);

CREATE TABLE shift (
    tenant_id UUID NOT NULL,
    shift_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    plan_date DATE NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    start_sealed BYTEA,
    end_sealed BYTEA,
    shift_pattern_id UUID,
    status TEXT DEFAULT 'planned' NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE,
    ended_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT shift_pk PRIMARY KEY (tenant_id, shift_id),
    CONSTRAINT shift_whose_and_when_key UNIQUE (tenant_id, shift_id, therapist_id, plan_date),
    CONSTRAINT shift_therapist_free EXCLUDE USING gist (tenant_id WITH =, therapist_id WITH =, tstzrange(starts_at, ends_at) WITH &&) WHERE (status <> 'cancelled'),
    CONSTRAINT shift_status_known CHECK (status IN ('planned', 'started', 'ended', 'cancelled')),
    CONSTRAINT shift_times_order CHECK (starts_at < ends_at AND isfinite(starts_at) AND isfinite(ends_at))
);
CREATE INDEX shift_day_idx ON shift (tenant_id, plan_date);
CREATE INDEX shift_pattern_day_idx ON shift (tenant_id, shift_pattern_id, plan_date);

CREATE TABLE absence (
    tenant_id UUID NOT NULL,
    absence_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    reason TEXT NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    job_id UUID,
    created_by UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT absence_pk PRIMARY KEY (tenant_id, absence_id),
    CONSTRAINT absence_reason_known CHECK (reason IN ('illness', 'leave', 'training', 'other')),
    CONSTRAINT absence_times_order CHECK (starts_at < ends_at AND isfinite(starts_at) AND isfinite(ends_at))
);
CREATE INDEX absence_therapist_idx ON absence (tenant_id, therapist_id, starts_at);
