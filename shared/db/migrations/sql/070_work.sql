-- Jobs, outbox, idempotency keys, audit. Foreign keys follow in 080.

CREATE TABLE job (
    tenant_id UUID NOT NULL,
    job_id UUID NOT NULL,
    kind TEXT NOT NULL,
    payload JSONB DEFAULT '{}'::jsonb NOT NULL,
    plan_date DATE,
    status TEXT DEFAULT 'queued' NOT NULL,
    run_after TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    attempts INTEGER DEFAULT 0 NOT NULL,
    max_attempts INTEGER DEFAULT 3 NOT NULL,
    lease_until TIMESTAMP WITH TIME ZONE,
    fence BIGINT,
    progress JSONB DEFAULT '{}'::jsonb NOT NULL,
    error TEXT,
    wanted_generation BIGINT,
    started_at TIMESTAMP WITH TIME ZONE,
    finished_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT job_pk PRIMARY KEY (tenant_id, job_id),
    CONSTRAINT job_status_known CHECK (status IN ('queued', 'running', 'done', 'dead')),
    CONSTRAINT job_attempts_positive CHECK (attempts >= 0 AND max_attempts > 0),
    CONSTRAINT job_running_leased CHECK ((status = 'running') = (lease_until IS NOT NULL) AND (status <> 'running' OR fence IS NOT NULL))
);
CREATE INDEX job_due_idx ON job (tenant_id, run_after) WHERE status IN ('queued', 'running');
CREATE UNIQUE INDEX job_one_waiting_key ON job (tenant_id, kind, plan_date) WHERE status = 'queued';
CREATE INDEX job_status_idx ON job (tenant_id, status, created_at);

CREATE TABLE outbox (
    tenant_id UUID NOT NULL,
    outbox_id BIGINT GENERATED ALWAYS AS IDENTITY,
    topic TEXT NOT NULL,
    payload JSONB NOT NULL,
    position BIGINT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT outbox_pk PRIMARY KEY (tenant_id, outbox_id),
    CONSTRAINT outbox_position_key UNIQUE (tenant_id, position)
);
CREATE INDEX outbox_waiting_idx ON outbox (tenant_id, outbox_id) WHERE position IS NULL;

CREATE TABLE idempotency_key (
    tenant_id UUID NOT NULL,
    user_id UUID NOT NULL,
    key TEXT NOT NULL,
    request_hash BYTEA NOT NULL,
    status INTEGER NOT NULL,
    headers JSONB DEFAULT '{}'::jsonb NOT NULL,
    body BYTEA NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT idempotency_key_pk PRIMARY KEY (tenant_id, user_id, key),
    CONSTRAINT idempotency_key_length CHECK (length(key) BETWEEN 1 AND 255)
);
CREATE INDEX idempotency_key_age_idx ON idempotency_key (tenant_id, created_at);

CREATE TABLE audit (
    tenant_id UUID NOT NULL,
    audit_id UUID NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    actor UUID,
    act TEXT NOT NULL,
    noun TEXT NOT NULL,
    noun_id UUID,
    detail_sealed BYTEA,
    position BIGINT,
    previous_hash BYTEA,
    hash BYTEA,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT audit_pk PRIMARY KEY (tenant_id, audit_id),
    CONSTRAINT audit_position_key UNIQUE (tenant_id, position),
    CONSTRAINT audit_position_with_hash CHECK ((position IS NULL) = (hash IS NULL))
);
CREATE INDEX audit_noun_idx ON audit (tenant_id, noun, noun_id, at);
CREATE INDEX audit_waiting_idx ON audit (tenant_id, audit_id) WHERE position IS NULL;
