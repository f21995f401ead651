-- Visits, consents, promises, events. Foreign keys follow in 080.

CREATE TABLE visit (
    tenant_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    request_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    place_id UUID NOT NULL,
    screening_id UUID NOT NULL,
    hold_id UUID,
    service TEXT NOT NULL,
    body_regions TEXT[] DEFAULT '{}'::text[] NOT NULL,
    required_certificates TEXT[] NOT NULL,
    status TEXT DEFAULT 'booked' NOT NULL,
    service_s INTEGER NOT NULL,
    opens_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
    plan_date DATE NOT NULL,
    priority INTEGER DEFAULT 0 NOT NULL,
    therapist_gender TEXT,
    named_therapist_id UUID,
    refused_therapist_ids UUID[] DEFAULT '{}'::uuid[] NOT NULL,
    pinned BOOLEAN DEFAULT false NOT NULL,
    pinned_shift_id UUID,
    pinned_start TIMESTAMP WITH TIME ZONE,
    unassigned_reason TEXT,
    quarantine_reason TEXT,
    actual_departed TIMESTAMP WITH TIME ZONE,
    actual_arrival TIMESTAMP WITH TIME ZONE,
    actual_start TIMESTAMP WITH TIME ZONE,
    actual_end TIMESTAMP WITH TIME ZONE,
    delay_s INTEGER DEFAULT 0 NOT NULL,
    late_s INTEGER DEFAULT 0 NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT visit_pk PRIMARY KEY (tenant_id, visit_id),
    CONSTRAINT visit_service_known CHECK (service IN ('assessment', 'dry-needling', 'physiotherapy', 'chiropractic')),
    CONSTRAINT visit_status_known CHECK (status IN ('booked', 'dispatched', 'accepted', 'en-route', 'arrived', 'in-progress', 'done', 'cannot-enter', 'unfit', 'stopped', 'converted', 'no-show', 'cancelled')),
    CONSTRAINT visit_therapist_gender_known CHECK (therapist_gender IN ('female', 'male')),
    CONSTRAINT visit_body_regions_known CHECK (body_regions <@ ARRAY['head', 'arm', 'hand', 'lower-back', 'abdomen', 'hip', 'leg', 'foot', 'neck', 'shoulder-girdle', 'thorax']::text[]),
    CONSTRAINT visit_required_certificates_known CHECK (required_certificates <@ ARRAY['licence', 'dry-needling', 'physiotherapy', 'chiropractic', 'paediatric', 'region-neck', 'region-shoulder-girdle', 'region-thorax']::text[]),
    CONSTRAINT visit_certificates_complete CHECK (required_certificates @> ARRAY['licence']::text[] AND (service = 'assessment' OR required_certificates @> ARRAY[service]) AND (service <> 'dry-needling' OR ((NOT body_regions @> ARRAY['neck']::text[] OR required_certificates @> ARRAY['region-neck']::text[]) AND (NOT body_regions @> ARRAY['shoulder-girdle']::text[] OR required_certificates @> ARRAY['region-shoulder-girdle']::text[]) AND (NOT body_regions @> ARRAY['thorax']::text[] OR required_certificates @> ARRAY['region-thorax']::text[])))),
    CONSTRAINT visit_service_positive CHECK (service_s > 0),
    CONSTRAINT visit_window_order CHECK (opens_at <= closes_at)
);
CREATE INDEX visit_day_idx ON visit (tenant_id, plan_date, status);
CREATE INDEX visit_patient_idx ON visit (tenant_id, patient_id);
CREATE INDEX visit_request_idx ON visit (tenant_id, request_id);

CREATE TABLE consent (
    tenant_id UUID NOT NULL,
    consent_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    kind TEXT NOT NULL,
    given_by_sealed BYTEA NOT NULL,
    relation TEXT NOT NULL,
    language TEXT NOT NULL,
    text_hash BYTEA NOT NULL,
    given_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_by UUID,
    client_event_id TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT consent_pk PRIMARY KEY (tenant_id, consent_id),
    CONSTRAINT consent_kind_known CHECK (kind IN ('verbal', 'written', 'guardian', 'child'))
);
CREATE INDEX consent_visit_idx ON consent (tenant_id, visit_id, kind);

CREATE TABLE promise (
    tenant_id UUID NOT NULL,
    promise_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    seq INTEGER NOT NULL,
    status TEXT NOT NULL,
    opens_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
    therapist_id UUID,
    therapist_gender TEXT,
    reason TEXT,
    told_by UUID,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT promise_pk PRIMARY KEY (tenant_id, promise_id),
    CONSTRAINT promise_visit_seq_key UNIQUE (tenant_id, visit_id, seq),
    CONSTRAINT promise_status_known CHECK (status IN ('proposed', 'agreed', 'refused', 'not-reached')),
    CONSTRAINT promise_therapist_gender_known CHECK (therapist_gender IN ('female', 'male')),
    CONSTRAINT promise_window_order CHECK (opens_at <= closes_at),
    CONSTRAINT promise_seq_positive CHECK (seq > 0)
);

CREATE TABLE visit_event (
    tenant_id UUID NOT NULL,
    event_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    type TEXT NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    client_event_id TEXT NOT NULL,
    by_user UUID,
    therapist_id UUID,
    position_sealed BYTEA,
    papers JSONB,
    payload JSONB DEFAULT '{}'::jsonb NOT NULL,
    applied BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT visit_event_pk PRIMARY KEY (tenant_id, event_id),
    CONSTRAINT visit_event_client_key UNIQUE (tenant_id, visit_id, client_event_id),
    CONSTRAINT visit_event_type_known CHECK (type IN ('accept', 'decline', 'depart', 'arrive', 'start', 'complete', 'delay', 'cannot-enter', 'unfit', 'stopped', 'converted', 'no-show', 'correct', 'booked', 'published', 'reassigned', 'freed', 'cancelled', 'papers'))
);
CREATE INDEX visit_event_time_idx ON visit_event (tenant_id, visit_id, occurred_at);

CREATE TABLE incident (
    tenant_id UUID NOT NULL,
    incident_id UUID NOT NULL,
    visit_id UUID,
    kind TEXT NOT NULL,
    text TEXT NOT NULL,
    status TEXT DEFAULT 'open' NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT incident_pk PRIMARY KEY (tenant_id, incident_id),
    CONSTRAINT incident_status_known CHECK (status IN ('open', 'closed'))
);
CREATE INDEX incident_status_idx ON incident (tenant_id, status, at);
