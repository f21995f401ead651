"""What the path of every booking sends about requests: built once, not once a call."""

from sqlalchemy import text

ADD = text("""
    INSERT INTO request (tenant_id, request_id, status, created_by, channel, caller_phone_sealed,
                         caller_phone_index, key_version, patient_id, place_id, place_text_sealed,
                         service, complaint_sealed, diagnosis_sealed, body_regions, preferences)
    VALUES (:tenant, :request_id, :status, :created_by, :channel, :caller_phone_sealed,
            :caller_phone_index, :key_version, :patient_id, :place_id, :place_text_sealed,
            :service, :complaint_sealed, :diagnosis_sealed, :body_regions,
            cast(:preferences AS jsonb))
""")

_ONE = """
    SELECT request_id, status, channel, caller_phone_sealed, patient_id, place_id,
           place_text_sealed, service, complaint_sealed, diagnosis_sealed, body_regions,
           preferences, screening_id, created_at, version
    FROM request WHERE tenant_id = :tenant AND request_id = :id
"""
ONE = text(_ONE)
LOCK_ONE = text(_ONE + " FOR UPDATE")

SET_OUTCOME = text("""
    UPDATE request SET status = :status, screening_id = :screening_id, service = :service
    WHERE tenant_id = :tenant AND request_id = :id
""")

ACTIVE_HOLDS = text("""
    SELECT h.request_id, h.hold_id, h.kind, h.expires_at, h.opens_at, h.closes_at,
           t.therapist_id, t.name, t.gender
    FROM hold h
    JOIN therapist t ON t.tenant_id = h.tenant_id AND t.therapist_id = h.therapist_id
    WHERE h.tenant_id = :tenant AND h.request_id = ANY(:ids) AND h.status = 'active'
""")

VISIT_IDS = text("""
    SELECT request_id, visit_id FROM visit
    WHERE tenant_id = :tenant AND request_id = ANY(:ids) ORDER BY visit_id
""")
