-- Tenants, people, logins. Foreign keys follow in 080.

CREATE TABLE tenant (
    tenant_id UUID NOT NULL,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    zone TEXT DEFAULT 'Asia/Dubai' NOT NULL,
    licence_number TEXT,
    authority TEXT,
    service_area JSONB DEFAULT '{}'::jsonb NOT NULL,
    policies JSONB DEFAULT '{}'::jsonb NOT NULL,
    demo BOOLEAN DEFAULT false NOT NULL,
    active BOOLEAN DEFAULT true NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT tenant_pk PRIMARY KEY (tenant_id),
    CONSTRAINT tenant_slug_key UNIQUE (slug),
    CONSTRAINT tenant_slug_form CHECK (slug ~ '^[a-z0-9][a-z0-9-]{1,62}$')
);

CREATE TABLE app_user (
    user_id UUID NOT NULL,
    email TEXT NOT NULL,
    name TEXT NOT NULL,
    password_hash TEXT,
    language TEXT DEFAULT 'en' NOT NULL,
    disabled_at TIMESTAMP WITH TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT app_user_pk PRIMARY KEY (user_id),
    CONSTRAINT app_user_email_form CHECK (position('@' in email) > 1)
);
CREATE UNIQUE INDEX app_user_email_key ON app_user (lower(email));

CREATE TABLE membership (
    tenant_id UUID NOT NULL,
    user_id UUID NOT NULL,
    roles TEXT[] NOT NULL,
    therapist_id UUID,
    active BOOLEAN DEFAULT true NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT membership_pk PRIMARY KEY (tenant_id, user_id),
    CONSTRAINT membership_roles_known CHECK (roles <@ ARRAY['agent', 'dispatcher', 'therapist', 'clinician', 'supervisor', 'admin', 'operator']::text[]),
    CONSTRAINT membership_roles_some CHECK (cardinality(roles) > 0)
);
CREATE INDEX membership_therapist_idx ON membership (tenant_id, therapist_id);
CREATE INDEX membership_user_idx ON membership (user_id, tenant_id);

CREATE TABLE session (
    tenant_id UUID NOT NULL,
    session_id UUID NOT NULL,
    user_id UUID NOT NULL,
    token_hash BYTEA NOT NULL,
    refresh_hash BYTEA,
    csrf_hash BYTEA,
    client TEXT NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE NOT NULL,
    refresh_expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    last_seen_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT session_pk PRIMARY KEY (tenant_id, session_id),
    CONSTRAINT session_token_key UNIQUE (tenant_id, token_hash),
    CONSTRAINT session_refresh_key UNIQUE (tenant_id, refresh_hash),
    CONSTRAINT session_client_known CHECK (client IN ('web', 'bearer'))
);
CREATE INDEX session_user_idx ON session (tenant_id, user_id);

CREATE TABLE api_key (
    tenant_id UUID NOT NULL,
    api_key_id UUID NOT NULL,
    name TEXT NOT NULL,
    key_hash BYTEA NOT NULL,
    roles TEXT[] NOT NULL,
    expires_at TIMESTAMP WITH TIME ZONE,
    revoked_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT api_key_pk PRIMARY KEY (tenant_id, api_key_id),
    CONSTRAINT api_key_hash_key UNIQUE (tenant_id, key_hash),
    CONSTRAINT api_key_roles_known CHECK (roles <@ ARRAY['agent', 'dispatcher', 'therapist', 'clinician', 'supervisor', 'admin', 'operator']::text[]),
    CONSTRAINT api_key_roles_some CHECK (cardinality(roles) > 0)
);
