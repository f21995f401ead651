-- Plans, routes, stops, reservations. Foreign keys follow in 080.

CREATE TABLE plan (
    tenant_id UUID NOT NULL,
    plan_date DATE NOT NULL,
    generation BIGINT DEFAULT 0 NOT NULL,
    status TEXT DEFAULT 'draft' NOT NULL,
    cost BIGINT,
    bound BIGINT,
    gap DOUBLE PRECISION,
    cost_terms JSONB DEFAULT '{}'::jsonb NOT NULL,
    solved_generation BIGINT,
    solve_id UUID,
    estimated BOOLEAN DEFAULT true NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    published_by UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT plan_pk PRIMARY KEY (tenant_id, plan_date),
    CONSTRAINT plan_status_known CHECK (status IN ('draft', 'published'))
);

CREATE TABLE route (
    tenant_id UUID NOT NULL,
    shift_id UUID NOT NULL,
    plan_date DATE NOT NULL,
    route_version INTEGER DEFAULT 0 NOT NULL,
    published_version INTEGER DEFAULT 0 NOT NULL,
    acknowledged_version INTEGER DEFAULT 0 NOT NULL,
    acknowledged_at TIMESTAMP WITH TIME ZONE,
    travel_s INTEGER DEFAULT 0 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT route_pk PRIMARY KEY (tenant_id, shift_id)
);
CREATE INDEX route_day_idx ON route (tenant_id, plan_date);

CREATE TABLE stop (
    tenant_id UUID NOT NULL,
    visit_id UUID NOT NULL,
    shift_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    plan_date DATE NOT NULL,
    leave_at TIMESTAMP WITH TIME ZONE NOT NULL,
    planned_arrival TIMESTAMP WITH TIME ZONE NOT NULL,
    planned_start TIMESTAMP WITH TIME ZONE NOT NULL,
    planned_departure TIMESTAMP WITH TIME ZONE NOT NULL,
    predicted_arrival TIMESTAMP WITH TIME ZONE,
    predicted_start TIMESTAMP WITH TIME ZONE,
    predicted_departure TIMESTAMP WITH TIME ZONE,
    travel_s INTEGER DEFAULT 0 NOT NULL,
    late_s INTEGER DEFAULT 0 NOT NULL,
    published BOOLEAN DEFAULT false NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT stop_pk PRIMARY KEY (tenant_id, visit_id),
    CONSTRAINT stop_times_order CHECK (leave_at <= planned_arrival AND planned_arrival <= planned_start AND planned_start < planned_departure)
);
CREATE INDEX stop_day_idx ON stop (tenant_id, plan_date);
CREATE INDEX stop_route_idx ON stop (tenant_id, shift_id, planned_start);
CREATE INDEX stop_therapist_idx ON stop (tenant_id, therapist_id, planned_start);

CREATE TABLE reservation (
    tenant_id UUID NOT NULL,
    reservation_id UUID NOT NULL,
    therapist_id UUID NOT NULL,
    kind TEXT NOT NULL,
    shift_id UUID,
    visit_id UUID,
    hold_id UUID,
    absence_id UUID,
    patient_id UUID,
    occasion_id UUID,
    leave_at TIMESTAMP WITH TIME ZONE NOT NULL,
    starts_at TIMESTAMP WITH TIME ZONE NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    active BOOLEAN DEFAULT true NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT reservation_pk PRIMARY KEY (tenant_id, reservation_id),
    CONSTRAINT reservation_therapist_free EXCLUDE USING gist (tenant_id WITH =, therapist_id WITH =, tstzrange(leave_at, ends_at) WITH &&) WHERE (active) DEFERRABLE,
    CONSTRAINT reservation_patient_free EXCLUDE USING gist (tenant_id WITH =, patient_id WITH =, occasion_id WITH <>, tstzrange(starts_at, ends_at) WITH &&) WHERE (active AND patient_id IS NOT NULL) DEFERRABLE,
    CONSTRAINT reservation_kind_known CHECK (kind IN ('stop', 'hold', 'clinical-hold', 'absence', 'block')),
    CONSTRAINT reservation_times_order CHECK (leave_at <= starts_at AND starts_at < ends_at AND isfinite(leave_at) AND isfinite(ends_at)),
    CONSTRAINT reservation_for_something CHECK (CASE kind WHEN 'stop' THEN visit_id IS NOT NULL AND patient_id IS NOT NULL WHEN 'absence' THEN absence_id IS NOT NULL WHEN 'block' THEN true ELSE hold_id IS NOT NULL END),
    CONSTRAINT reservation_patient_occasion CHECK (patient_id IS NULL OR occasion_id IS NOT NULL)
);
CREATE INDEX reservation_absence_idx ON reservation (tenant_id, absence_id);
CREATE INDEX reservation_hold_idx ON reservation (tenant_id, hold_id);
CREATE INDEX reservation_therapist_idx ON reservation (tenant_id, therapist_id, leave_at);
CREATE INDEX reservation_visit_idx ON reservation (tenant_id, visit_id);

CREATE TABLE shift_event (
    tenant_id UUID NOT NULL,
    event_id UUID NOT NULL,
    shift_id UUID NOT NULL,
    type TEXT NOT NULL,
    occurred_at TIMESTAMP WITH TIME ZONE NOT NULL,
    recorded_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    client_event_id TEXT NOT NULL,
    by_user UUID,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT shift_event_pk PRIMARY KEY (tenant_id, event_id),
    CONSTRAINT shift_event_client_key UNIQUE (tenant_id, shift_id, client_event_id),
    CONSTRAINT shift_event_type_known CHECK (type IN ('shift-start', 'shift-end'))
);

CREATE TABLE proposal (
    tenant_id UUID NOT NULL,
    proposal_id UUID NOT NULL,
    plan_date DATE NOT NULL,
    generation BIGINT NOT NULL,
    kind TEXT NOT NULL,
    status TEXT DEFAULT 'open' NOT NULL,
    changes JSONB NOT NULL,
    decided_by UUID,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT proposal_pk PRIMARY KEY (tenant_id, proposal_id),
    CONSTRAINT proposal_status_known CHECK (status IN ('open', 'applied', 'discarded', 'stale'))
);
CREATE INDEX proposal_day_idx ON proposal (tenant_id, plan_date, status);

CREATE TABLE solve (
    tenant_id UUID NOT NULL,
    solve_id UUID NOT NULL,
    plan_date DATE NOT NULL,
    job_id UUID,
    generation BIGINT NOT NULL,
    seed BIGINT NOT NULL,
    params JSONB DEFAULT '{}'::jsonb NOT NULL,
    snapshot JSONB DEFAULT '{}'::jsonb NOT NULL,
    result JSONB,
    versions JSONB DEFAULT '{}'::jsonb NOT NULL,
    cost BIGINT,
    bound BIGINT,
    status TEXT DEFAULT 'running' NOT NULL,
    started_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    ended_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT solve_pk PRIMARY KEY (tenant_id, solve_id),
    CONSTRAINT solve_status_known CHECK (status IN ('running', 'done', 'failed', 'killed'))
);
CREATE INDEX solve_day_idx ON solve (tenant_id, plan_date, started_at);
