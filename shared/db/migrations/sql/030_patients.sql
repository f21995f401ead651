-- Patients, how they are found, where they are. Foreign keys follow in 080.

CREATE TABLE patient (
    tenant_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    name_sealed BYTEA,
    birth_date_sealed BYTEA,
    gender TEXT,
    languages TEXT[] DEFAULT '{}'::text[] NOT NULL,
    phone_sealed BYTEA,
    notes_sealed BYTEA,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT patient_pk PRIMARY KEY (tenant_id, patient_id),
    CONSTRAINT patient_gender_known CHECK (gender IN ('female', 'male'))
);

CREATE TABLE patient_phone (
    tenant_id UUID NOT NULL,
    phone_index BYTEA NOT NULL,
    patient_id UUID NOT NULL,
    key_version INTEGER NOT NULL,
    contact_id UUID,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT patient_phone_pk PRIMARY KEY (tenant_id, phone_index, patient_id)
);
CREATE INDEX patient_phone_patient_idx ON patient_phone (tenant_id, patient_id);

CREATE TABLE patient_name_token (
    tenant_id UUID NOT NULL,
    token BIGINT NOT NULL,
    patient_id UUID NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT patient_name_token_pk PRIMARY KEY (tenant_id, token, patient_id)
);
CREATE INDEX patient_name_token_patient_idx ON patient_name_token (tenant_id, patient_id);

CREATE TABLE contact (
    tenant_id UUID NOT NULL,
    contact_id UUID NOT NULL,
    patient_id UUID NOT NULL,
    name_sealed BYTEA,
    relation TEXT NOT NULL,
    phone_sealed BYTEA,
    languages TEXT[] DEFAULT '{}'::text[] NOT NULL,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT contact_pk PRIMARY KEY (tenant_id, contact_id)
);
CREATE INDEX contact_patient_idx ON contact (tenant_id, patient_id);

CREATE TABLE place (
    tenant_id UUID NOT NULL,
    place_id UUID NOT NULL,
    patient_id UUID,
    details_sealed BYTEA NOT NULL,
    precision_m INTEGER NOT NULL,
    source TEXT NOT NULL,
    community_number INTEGER,
    kind TEXT,
    confirmed BOOLEAN DEFAULT false NOT NULL,
    access_opens TIME WITHOUT TIME ZONE,
    access_closes TIME WITHOUT TIME ZONE,
    version INTEGER DEFAULT 1 NOT NULL,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT now() NOT NULL,
    CONSTRAINT place_pk PRIMARY KEY (tenant_id, place_id),
    CONSTRAINT place_kind_known CHECK (kind IN ('villa', 'apartment', 'hotel', 'office')),
    CONSTRAINT place_precision_positive CHECK (precision_m >= 0)
);
CREATE INDEX place_patient_idx ON place (tenant_id, patient_id);
