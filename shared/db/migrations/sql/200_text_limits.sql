-- How long a text may be: what people type has an end, in the database as in the API.
--
-- A sealed text is 31 bytes longer than its UTF-8, of which a character takes at most four.
-- NOT VALID: rows from before are left as they are, every new or changed one is held to it.

ALTER TABLE clearance ADD CONSTRAINT clearance_conditions_short
    CHECK (octet_length(conditions_sealed) <= 4 * 2000 + 31) NOT VALID;
ALTER TABLE request ADD CONSTRAINT request_complaint_short
    CHECK (octet_length(complaint_sealed) <= 4 * 4000 + 31) NOT VALID;
ALTER TABLE request ADD CONSTRAINT request_diagnosis_short
    CHECK (octet_length(diagnosis_sealed) <= 4 * 4000 + 31) NOT VALID;
ALTER TABLE patient ADD CONSTRAINT patient_notes_short
    CHECK (octet_length(notes_sealed) <= 4 * 4000 + 31) NOT VALID;
ALTER TABLE contact ADD CONSTRAINT contact_relation_short
    CHECK (char_length(relation) <= 60) NOT VALID;
ALTER TABLE consent ADD CONSTRAINT consent_relation_short
    CHECK (char_length(relation) <= 60) NOT VALID;
ALTER TABLE certificate ADD CONSTRAINT certificate_issuer_short
    CHECK (char_length(issuer) <= 200) NOT VALID;
ALTER TABLE certificate ADD CONSTRAINT certificate_number_short
    CHECK (char_length(number) <= 200) NOT VALID;
ALTER TABLE promise ADD CONSTRAINT promise_reason_short
    CHECK (char_length(reason) <= 1000) NOT VALID;
ALTER TABLE incident ADD CONSTRAINT incident_text_short
    CHECK (char_length(text) <= 2000) NOT VALID;
-- Reasons that are told with an act (cancel, unassign, acknowledge, …) are kept here.
ALTER TABLE audit ADD CONSTRAINT audit_detail_short
    CHECK (octet_length(detail_sealed) <= 65536) NOT VALID;
