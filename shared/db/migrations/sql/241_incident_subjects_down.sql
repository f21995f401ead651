-- The sentence and the visit are what is left of an incident's subject.

ALTER TABLE incident DROP COLUMN request_id, DROP COLUMN therapist_id;
