-- An incident says which request it is about and who had the visit, not in its sentence only.

ALTER TABLE incident ADD COLUMN request_id UUID;
ALTER TABLE incident ADD COLUMN therapist_id UUID;

-- What is there already: the visit's request, or the one that an emergency's sentence names.
-- The owner is bound by the policies, too.
ALTER TABLE visit NO FORCE ROW LEVEL SECURITY;
ALTER TABLE request NO FORCE ROW LEVEL SECURITY;
ALTER TABLE incident NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER;
UPDATE incident i SET request_id = v.request_id
FROM visit v WHERE v.tenant_id = i.tenant_id AND v.visit_id = i.visit_id;
UPDATE incident i SET request_id = r.request_id
FROM request r
WHERE i.visit_id IS NULL AND i.kind = 'emergency' AND r.tenant_id = i.tenant_id
  AND r.request_id::text = substring(i.text FROM '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}');
ALTER TABLE incident ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY;
ALTER TABLE request FORCE ROW LEVEL SECURITY;
ALTER TABLE visit FORCE ROW LEVEL SECURITY;

ALTER TABLE incident ADD CONSTRAINT incident_request_fk
    FOREIGN KEY (tenant_id, request_id) REFERENCES request (tenant_id, request_id);
ALTER TABLE incident ADD CONSTRAINT incident_therapist_fk
    FOREIGN KEY (tenant_id, therapist_id) REFERENCES therapist (tenant_id, therapist_id);
