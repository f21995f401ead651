-- Requests, screenings, clearances, holds. Foreign keys follow in 080.

CREATE TABLE questionnaire (
    tenant_id UUID NOT NULL,
    questionnaire_version TEXT NOT NULL,
    content JSONB NOT NULL,
    approved_by UUID,
    approved_at TIMESTAMP WITH TIME ZONE,
    active BOOLEAN DEFAULT false NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT questionnaire_pk PRIMARY KEY (tenant_id, questionnaire_version),
    CONSTRAINT questionnaire_has_questions CHECK (jsonb_typeof(content -> 'questions') = 'array'),
    CONSTRAINT questionnaire_approved_by_someone CHECK ((approved_at IS NULL) = (approved_by IS NULL))
);

CREATE TABLE service_offering (
    tenant_id UUID NOT NULL,
    service TEXT NOT NULL,
    duration_minutes INTEGER NOT NULL,
    skills TEXT[] DEFAULT '{}'::text[] NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT service_offering_pk PRIMARY KEY (tenant_id, service),
    CONSTRAINT service_offering_service_known CHECK (service IN ('assessment', 'dry-needling', 'physiotherapy', 'chiropractic')),
    CONSTRAINT service_offering_skills_known CHECK (skills <@ ARRAY['licence', 'dry-needling', 'physiotherapy', 'chiropractic', 'paediatric', 'region-neck', 'region-shoulder-girdle', 'region-thorax']::text[]),
    CONSTRAINT service_offering_duration CHECK (duration_minutes BETWEEN 1 AND 480)
);

CREATE TABLE request (
    tenant_id UUID NOT NULL,
    request_id UUID NOT NULL,
    channel TEXT NOT NULL,
    status TEXT DEFAULT 'incomplete' NOT NULL,
    caller_phone_sealed BYTEA NOT NULL,
    caller_phone_index BYTEA NOT NULL,
    key_version INTEGER NOT NULL,
    patient_id UUID,
    place_id UUID,
    place_text_sealed BYTEA,
    service TEXT,
    complaint_sealed BYTEA,
    diagnosis_sealed BYTEA,
    body_regions TEXT[] DEFAULT '{}'::text[] NOT NULL,
    preferences JSONB DEFAULT '{}'::jsonb NOT NULL,
    screening_id UUID,
    created_by UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT request_pk PRIMARY KEY (tenant_id, request_id),
    CONSTRAINT request_channel_known CHECK (channel IN ('phone', 'whatsapp', 'web', 'api')),
    CONSTRAINT request_status_known CHECK (status IN ('incomplete', 'needs-clinician', 'ready', 'held', 'booked', 'not-suitable', 'emergency', 'cancelled')),
    CONSTRAINT request_service_known CHECK (service IN ('assessment', 'dry-needling', 'physiotherapy', 'chiropractic')),
    CONSTRAINT request_body_regions_known CHECK (body_regions <@ ARRAY['head', 'arm', 'hand', 'lower-back', 'abdomen', 'hip', 'leg', 'foot', 'neck', 'shoulder-girdle', 'thorax']::text[])
);
CREATE INDEX request_caller_idx ON request (tenant_id, caller_phone_index);
CREATE INDEX request_patient_idx ON request (tenant_id, patient_id);
CREATE INDEX request_status_idx ON request (tenant_id, status, created_at);

CREATE TABLE screening (
    tenant_id UUID NOT NULL,
    screening_id UUID NOT NULL,
    request_id UUID NOT NULL,
    visit_id UUID,
    patient_id UUID,
    phase TEXT NOT NULL,
    questionnaire_version TEXT NOT NULL,
    answers JSONB NOT NULL,
    outcome TEXT NOT NULL,
    reasons TEXT[] DEFAULT '{}'::text[] NOT NULL,
    unanswered TEXT[] DEFAULT '{}'::text[] NOT NULL,
    valid_until TIMESTAMP WITH TIME ZONE NOT NULL,
    answered_by UUID,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT screening_pk PRIMARY KEY (tenant_id, screening_id),
    CONSTRAINT screening_of_request_key UNIQUE (tenant_id, request_id, screening_id),
    CONSTRAINT screening_phase_known CHECK (phase IN ('phone', 'door')),
    CONSTRAINT screening_outcome_known CHECK (outcome IN ('cleared', 'needs-clinician', 'not-suitable', 'emergency')),
    CONSTRAINT screening_answers_object CHECK (jsonb_typeof(answers) = 'object'),
    CONSTRAINT screening_door_of_visit CHECK ((phase = 'door') = (visit_id IS NOT NULL))
);
CREATE INDEX screening_visit_idx ON screening (tenant_id, visit_id);
CREATE INDEX screening_patient_idx ON screening (tenant_id, patient_id);

CREATE TABLE screening_service (
    tenant_id UUID NOT NULL,
    screening_id UUID NOT NULL,
    service TEXT NOT NULL,
    outcome TEXT NOT NULL,
    reasons TEXT[] DEFAULT '{}'::text[] NOT NULL,
    cleared_from TIMESTAMP WITH TIME ZONE,
    cleared_until TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT screening_service_pk PRIMARY KEY (tenant_id, screening_id, service),
    CONSTRAINT screening_service_service_known CHECK (service IN ('assessment', 'dry-needling', 'physiotherapy', 'chiropractic')),
    CONSTRAINT screening_service_outcome_known CHECK (outcome IN ('cleared', 'needs-clinician', 'not-suitable', 'emergency')),
    CONSTRAINT screening_service_cleared_order CHECK (cleared_until > cleared_from)
);

CREATE TABLE clearance (
    tenant_id UUID NOT NULL,
    clearance_id UUID NOT NULL,
    request_id UUID NOT NULL,
    screening_id UUID NOT NULL,
    service TEXT NOT NULL,
    status TEXT DEFAULT 'open' NOT NULL,
    reasons TEXT[] DEFAULT '{}'::text[] NOT NULL,
    decision TEXT,
    conditions TEXT,
    converted_service TEXT,
    decided_by UUID,
    decided_at TIMESTAMP WITH TIME ZONE,
    expires_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT clearance_pk PRIMARY KEY (tenant_id, clearance_id),
    CONSTRAINT clearance_service_known CHECK (service IN ('assessment', 'dry-needling', 'physiotherapy', 'chiropractic')),
    CONSTRAINT clearance_status_known CHECK (status IN ('open', 'decided', 'withdrawn')),
    CONSTRAINT clearance_decision_known CHECK (decision IN ('clear', 'clear-with-conditions', 'convert', 'refuse')),
    CONSTRAINT clearance_converted_service_known CHECK (converted_service IN ('assessment', 'dry-needling', 'physiotherapy', 'chiropractic')),
    CONSTRAINT clearance_decided_whole CHECK ((status = 'decided') = (decision IS NOT NULL) AND (status = 'decided') = (decided_by IS NOT NULL) AND (status = 'decided') = (decided_at IS NOT NULL)),
    CONSTRAINT clearance_converted_to_something CHECK (coalesce(decision = 'convert', false) = (converted_service IS NOT NULL)),
    CONSTRAINT clearance_conditions_written CHECK (coalesce(decision, '') <> 'clear-with-conditions' OR coalesce(conditions, '') <> '')
);
CREATE INDEX clearance_request_idx ON clearance (tenant_id, request_id);
CREATE INDEX clearance_status_idx ON clearance (tenant_id, status, created_at);

CREATE TABLE hold (
    tenant_id UUID NOT NULL,
    hold_id UUID NOT NULL,
    request_id UUID NOT NULL,
    kind TEXT NOT NULL,
    shift_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    plan_date DATE NOT NULL,
    place_id UUID NOT NULL,
    service TEXT NOT NULL,
    service_s INTEGER NOT NULL,
    opens_at TIMESTAMP WITH TIME ZONE NOT NULL,
    closes_at TIMESTAMP WITH TIME ZONE NOT NULL,
    planned_start TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    status TEXT DEFAULT 'active' NOT NULL,
    created_by UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT hold_pk PRIMARY KEY (tenant_id, hold_id),
    CONSTRAINT hold_kind_known CHECK (kind IN ('hold', 'clinical')),
    CONSTRAINT hold_status_known CHECK (status IN ('active', 'taken', 'released', 'expired')),
    CONSTRAINT hold_service_known CHECK (service IN ('assessment', 'dry-needling', 'physiotherapy', 'chiropractic')),
    CONSTRAINT hold_window_order CHECK (opens_at <= closes_at),
    CONSTRAINT hold_service_positive CHECK (service_s > 0)
);
CREATE INDEX hold_day_idx ON hold (tenant_id, plan_date);
CREATE INDEX hold_expires_idx ON hold (tenant_id, expires_at) WHERE status = 'active';
CREATE UNIQUE INDEX hold_one_active_key ON hold (tenant_id, request_id) WHERE status = 'active';
