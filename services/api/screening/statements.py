"""What the path of every booking sends about screenings: built once, not once a call."""

from sqlalchemy import text

# The content as text: who has read the same words before need not read them again.
QUESTIONNAIRE = text("""
    SELECT questionnaire_version, cast(content AS text) AS content, approved_at
    FROM questionnaire
    WHERE tenant_id = :tenant AND CASE
        WHEN cast(:version AS text) IS NULL THEN active ELSE questionnaire_version = :version END
    ORDER BY created_at DESC LIMIT 1
""")

OFFERED = text("""
    SELECT service, duration_minutes FROM service_offering WHERE tenant_id = :tenant AND active
""")

ADD = text("""
    INSERT INTO screening (tenant_id, screening_id, request_id, visit_id, patient_id, phase,
                           questionnaire_version, answers, outcome, reasons, unanswered,
                           valid_until, answered_by)
    VALUES (:tenant, :screening_id, :request_id, :visit_id, :patient_id, :phase, :version,
            cast(:answers AS jsonb), :outcome, :reasons, :unanswered, :valid_until, :answered_by)
""")

ADD_SERVICE = text("""
    INSERT INTO screening_service (tenant_id, screening_id, service, outcome, reasons,
                                   cleared_from, cleared_until)
    VALUES (:tenant, :screening_id, :service, :outcome, :reasons, :cleared_from, :cleared_until)
""")

SCREENINGS = text("""
    SELECT screening_id, questionnaire_version, answers, valid_until, created_at
    FROM screening WHERE tenant_id = :tenant AND screening_id = ANY(:ids)
""")

HELD_BACK = text("""
    SELECT service, reasons FROM screening_held_back(
        :tenant, :request, cast(:patient AS uuid), cast(:at AS timestamptz))
""")

DECISIONS = text("""
    SELECT clearance_id, request_id, service, reasons, decision, conditions_sealed,
           converted_service, decided_at, expires_at
    FROM clearance
    WHERE tenant_id = :tenant AND request_id = ANY(:ids) AND status = 'decided'
    ORDER BY decided_at, clearance_id
""")
