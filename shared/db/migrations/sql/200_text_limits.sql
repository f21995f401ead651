-- How long a text may be: what people type has an end, in the database as in the API.
--
-- A sealed text is 31 bytes longer than its UTF-8, of which a character takes at most four.
-- Rows from before are held to it, too; where the API knew no limit, the revision has looked.

ALTER TABLE clearance ADD CONSTRAINT clearance_conditions_short
    CHECK (octet_length(conditions_sealed) <= 4 * 2000 + 31);
ALTER TABLE request ADD CONSTRAINT request_complaint_short
    CHECK (octet_length(complaint_sealed) <= 4 * 4000 + 31);
ALTER TABLE request ADD CONSTRAINT request_diagnosis_short
    CHECK (octet_length(diagnosis_sealed) <= 4 * 4000 + 31);
ALTER TABLE patient ADD CONSTRAINT patient_notes_short
    CHECK (octet_length(notes_sealed) <= 4 * 4000 + 31);
ALTER TABLE contact ADD CONSTRAINT contact_relation_short
    CHECK (char_length(relation) <= 60);
ALTER TABLE consent ADD CONSTRAINT consent_relation_short
    CHECK (char_length(relation) <= 60);
ALTER TABLE certificate ADD CONSTRAINT certificate_issuer_short
    CHECK (char_length(issuer) <= 200);
ALTER TABLE certificate ADD CONSTRAINT certificate_number_short
    CHECK (char_length(number) <= 200);
ALTER TABLE promise ADD CONSTRAINT promise_reason_short
    CHECK (char_length(reason) <= 1000);
ALTER TABLE incident ADD CONSTRAINT incident_text_short
    CHECK (char_length(text) <= 2000);
-- Reasons that are told with an act (cancel, unassign, acknowledge, …) are kept here.
-- NOT VALID: what was recorded is never changed, so nobody could make a longer one from before right.
ALTER TABLE audit ADD CONSTRAINT audit_detail_short
    CHECK (octet_length(detail_sealed) <= 65536) NOT VALID;
