-- Texts may be of any length again.

ALTER TABLE audit DROP CONSTRAINT audit_detail_short;
ALTER TABLE incident DROP CONSTRAINT incident_text_short;
ALTER TABLE promise DROP CONSTRAINT promise_reason_short;
ALTER TABLE certificate DROP CONSTRAINT certificate_number_short;
ALTER TABLE certificate DROP CONSTRAINT certificate_issuer_short;
ALTER TABLE consent DROP CONSTRAINT consent_relation_short;
ALTER TABLE contact DROP CONSTRAINT contact_relation_short;
ALTER TABLE patient DROP CONSTRAINT patient_notes_short;
ALTER TABLE request DROP CONSTRAINT request_diagnosis_short;
ALTER TABLE request DROP CONSTRAINT request_complaint_short;
ALTER TABLE clearance DROP CONSTRAINT clearance_conditions_short;
