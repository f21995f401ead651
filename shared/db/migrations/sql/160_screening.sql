-- The clinical gate, for any program that speaks SQL. Class: safety.
-- Severity: 0 cleared, 1 needs-clinician, 2 not-suitable, 3 emergency.

CREATE FUNCTION outcome_severity(p_outcome text) RETURNS int
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT array_position(
        ARRAY['cleared', 'needs-clinician', 'not-suitable', 'emergency'], p_outcome) - 1
$$;

-- What the answers alone say of a service. Unknown (null) is never the harmless answer.
--
-- Whom a question is for may not be known here: the birth date is sealed. Such a question is left
-- to the application when a screening is stored (p_strict false), and at booking a worrying answer
-- to it counts whatever the age.
CREATE FUNCTION answers_severity(
    p_tenant uuid, p_version text, p_answers jsonb, p_service text, p_gender text,
    p_regions text[], p_strict boolean) RETURNS int
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce(max(CASE
        WHEN asked.class = 'emergency' AND asked.worrying THEN 3
        WHEN NOT asked.theirs OR NOT (asked.class = 'emergency' OR asked.for_service) THEN 0
        WHEN asked.class = 'note' THEN 0
        WHEN asked.worrying AND asked.class = 'block' THEN 2
        ELSE 1 END), 0)
    FROM (
        SELECT q ->> 'class' AS class,
               coalesce(q -> 'services' ? p_service, true) AS for_service,
               p_answers -> (q ->> 'id') = q -> 'concernIf' AS worrying,
               coalesce(q #>> '{who,gender}' = p_gender,
                        q #>> '{who,gender}' IS NULL OR p_strict)
               AND ((q #>> '{who,minAge}' IS NULL AND q #>> '{who,maxAge}' IS NULL)
                    OR (p_strict AND p_answers -> (q ->> 'id') = q -> 'concernIf'))
               AND (coalesce(jsonb_array_length(q #> '{who,bodyRegions}'), 0) = 0
                    OR q #> '{who,bodyRegions}' ?| p_regions
                    OR (p_strict AND cardinality(p_regions) = 0)) AS theirs
        FROM questionnaire v, jsonb_array_elements(v.content -> 'questions') q
        WHERE v.tenant_id = p_tenant AND v.questionnaire_version = p_version
          AND p_answers ? (q ->> 'id')
          AND p_answers -> (q ->> 'id') IN (q -> 'concernIf', 'null'::jsonb)) asked
$$;

-- A screening and a booking of one patient wait for each other, so that neither overlooks the other:
-- both lock all the patient's requests, in the order of their ids.
CREATE FUNCTION screening_not_milder() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    PERFORM require_read_committed();
    PERFORM FROM request r
    WHERE r.tenant_id = NEW.tenant_id AND (r.request_id = NEW.request_id
          OR (NEW.phase = 'phone' AND r.patient_id = NEW.patient_id))
    ORDER BY r.request_id FOR NO KEY UPDATE;
    IF NEW.outcome <> 'emergency' AND answers_severity(
           NEW.tenant_id, NEW.questionnaire_version, NEW.answers, '', NULL, '{}', false) = 3 THEN
        PERFORM refuse('screening_not_milder_than_answers',
                       'An answer is an emergency; the screening must say so.');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER screening_not_milder BEFORE INSERT ON screening
    FOR EACH ROW EXECUTE FUNCTION screening_not_milder();

CREATE FUNCTION screening_not_milder_than_answers() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    least int;
BEGIN
    SELECT answers_severity(s.tenant_id, s.questionnaire_version, s.answers, NEW.service,
                            p.gender, r.body_regions, false) INTO least
    FROM screening s
    JOIN request r ON r.tenant_id = s.tenant_id AND r.request_id = s.request_id
    LEFT JOIN patient p ON p.tenant_id = s.tenant_id
        AND p.patient_id = coalesce(s.patient_id, r.patient_id)
    WHERE s.tenant_id = NEW.tenant_id AND s.screening_id = NEW.screening_id;
    IF outcome_severity(NEW.outcome) < least THEN
        PERFORM refuse('screening_not_milder_than_answers', format(
            'The answers do not allow %s to be %s.', NEW.service, NEW.outcome));
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER screening_not_milder_than_answers BEFORE INSERT ON screening_service
    FOR EACH ROW EXECUTE FUNCTION screening_not_milder_than_answers();

-- Whether a clinician has decided, knowing what this screening found, that the service may be
-- given at that time, in one of these requests. The newest decision about the service counts: a
-- refusal ends a clearance.
CREATE FUNCTION clearance_of_any_allows(
    p_tenant uuid, p_requests uuid[], p_screening uuid, p_service text, p_at timestamptz)
RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT coalesce((
        SELECT (c.decision IN ('clear', 'clear-with-conditions') AND c.service = p_service
                OR c.decision = 'convert' AND c.converted_service = p_service)
               AND (c.expires_at IS NULL OR p_at < c.expires_at)
        FROM clearance c
        WHERE c.tenant_id = p_tenant AND c.request_id = ANY (p_requests) AND c.status = 'decided'
          AND (c.service = p_service OR c.converted_service = p_service)
          AND (c.decision = 'refuse' OR c.screening_id = p_screening
               OR coalesce((SELECT found.reasons FROM screening_service found
                            WHERE found.tenant_id = p_tenant AND found.screening_id = p_screening
                              AND found.service = p_service), '{}')
                  <@ (c.reasons || coalesce((
                      SELECT seen.reasons FROM screening_service seen
                      WHERE seen.tenant_id = p_tenant AND seen.screening_id = c.screening_id
                        AND seen.service = p_service), '{}')))
        ORDER BY c.decided_at DESC, c.clearance_id DESC LIMIT 1), false)
$$;

CREATE FUNCTION clearance_allows(
    p_tenant uuid, p_request uuid, p_screening uuid, p_service text, p_at timestamptz)
RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT clearance_of_any_allows(p_tenant, ARRAY[p_request], p_screening, p_service, p_at)
$$;

-- What was said before and no clinician has lifted, for a visit that starts at p_at: milder answers
-- later do not undo it, neither in the same request nor, while those answers are valid, in another
-- request of the same patient. Another request's emergency counts like that, too.
CREATE FUNCTION screening_held_back(
    p_tenant uuid, p_request uuid, p_patient uuid, p_at timestamptz)
RETURNS TABLE (service text, reasons text[])
LANGUAGE sql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
    WITH requests AS (
        SELECT array_agg(r.request_id) || p_request AS ids FROM request r
        WHERE r.tenant_id = p_tenant AND r.patient_id = p_patient
    ), said AS (
        SELECT s.screening_id, s.phase, s.request_id = p_request AS own
        FROM screening s, requests
        WHERE s.tenant_id = p_tenant AND s.request_id = ANY (requests.ids)
          AND (s.request_id = p_request OR (coalesce(s.patient_id, p_patient) = p_patient
               AND s.valid_until >= transaction_timestamp()))
        UNION
        SELECT s.screening_id, s.phase, s.request_id = p_request
        FROM screening s
        WHERE s.tenant_id = p_tenant AND s.patient_id = p_patient
          AND s.valid_until >= transaction_timestamp()
    )
    SELECT f.service, f.reasons
    FROM said, requests, screening_service f
    WHERE f.tenant_id = p_tenant AND f.screening_id = said.screening_id
      AND (said.phase = 'phone' AND (f.outcome = 'needs-clinician' OR (f.outcome = 'not-suitable'
               AND (f.cleared_from IS NULL OR p_at < f.cleared_from)))
           OR f.outcome = 'emergency' AND NOT said.own)
      AND NOT clearance_of_any_allows(p_tenant, requests.ids, f.screening_id, f.service, p_at)
$$;

-- Why this visit may not be: null when the screening it names clears it. It locks nothing, since
-- whoever asks may hold shifts already: the request's lock comes before theirs.
CREATE FUNCTION screening_objection(p_visit visit) RETURNS text
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    named record;
    found record;
    answered int;
BEGIN
    SELECT s.*, p.gender INTO named FROM screening s
    LEFT JOIN patient p ON p.tenant_id = s.tenant_id AND p.patient_id = p_visit.patient_id
    WHERE s.tenant_id = p_visit.tenant_id AND s.screening_id = p_visit.screening_id
      AND s.request_id = p_visit.request_id AND s.phase = 'phone';
    SELECT f.* INTO found FROM screening_service f
    WHERE f.tenant_id = p_visit.tenant_id AND f.screening_id = p_visit.screening_id
      AND f.service = p_visit.service;
    IF named IS NULL OR named.screening_id IS NULL OR found.screening_id IS NULL THEN
        RETURN format('No screening of this request is about %s.', p_visit.service);
    ELSIF EXISTS (
        SELECT FROM screening s
        LEFT JOIN screening_service f
            ON f.tenant_id = s.tenant_id AND f.screening_id = s.screening_id
        WHERE s.tenant_id = p_visit.tenant_id AND s.request_id = p_visit.request_id
          AND 'emergency' IN (s.outcome, f.outcome)) THEN
        RETURN 'This request was an emergency: no visit.';
    ELSIF cardinality(named.unanswered) > 0 THEN
        RETURN 'The screening has unanswered questions.';
    ELSIF named.valid_until < p_visit.opens_at THEN
        RETURN 'The screening is too old for this window; ask again.';
    ELSIF found.outcome <> 'needs-clinician' AND (
          p_visit.opens_at < found.cleared_from OR p_visit.closes_at < found.cleared_from
          OR p_visit.opens_at >= found.cleared_until OR p_visit.closes_at >= found.cleared_until)
    THEN
        RETURN format('The patient''s age does not allow %s in this window.', p_visit.service);
    END IF;
    answered := answers_severity(
        p_visit.tenant_id, named.questionnaire_version, named.answers, p_visit.service,
        named.gender, p_visit.body_regions, true);
    IF answered >= 2 OR (found.outcome = 'not-suitable' AND found.cleared_from IS NULL) THEN
        RETURN format('%s is not suitable for this patient.', p_visit.service);
    ELSIF answered = 1 AND NOT clearance_allows(
            p_visit.tenant_id, p_visit.request_id, p_visit.screening_id, p_visit.service,
            p_visit.opens_at) THEN
        RETURN format('A clinician must decide on %s first.', p_visit.service);
    ELSIF EXISTS (
        SELECT FROM screening_held_back(
            p_visit.tenant_id, p_visit.request_id, p_visit.patient_id, p_visit.opens_at) AS said
        WHERE said.service = p_visit.service) THEN
        RETURN format('A clinician must decide on %s first.', p_visit.service);
    END IF;
    RETURN NULL;
END
$$;

CREATE FUNCTION visit_screening_clears() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    objection text;
BEGIN
    PERFORM require_read_committed();
    PERFORM FROM request r
    WHERE r.tenant_id = NEW.tenant_id AND r.request_id = NEW.request_id FOR NO KEY UPDATE;
    objection := screening_objection(NEW);
    IF objection IS NOT NULL THEN
        PERFORM refuse('visit_screening_clears', objection);
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER visit_screening_clears
    BEFORE INSERT OR UPDATE OF service, screening_id, request_id, patient_id, body_regions,
        opens_at, closes_at ON visit
    FOR EACH ROW EXECUTE FUNCTION visit_screening_clears();

CREATE FUNCTION clearance_decided_by_clinician() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND OLD.status = 'decided'
       AND to_jsonb(NEW) - 'version' IS DISTINCT FROM to_jsonb(OLD) - 'version' THEN
        PERFORM refuse('clearance_decision_final', 'This clearance was already decided.');
    END IF;
    IF NEW.status = 'decided' AND NOT EXISTS (
        SELECT FROM membership m
        WHERE m.tenant_id = NEW.tenant_id AND m.user_id = NEW.decided_by AND m.active
          AND 'clinician' = ANY (m.roles)) THEN
        PERFORM refuse('clearance_decided_by_clinician',
                       'Only a clinician of this tenant decides a clearance.');
    END IF;
    RETURN NEW;
END
$$;
CREATE TRIGGER clearance_decided_by_clinician BEFORE INSERT OR UPDATE ON clearance
    FOR EACH ROW EXECUTE FUNCTION clearance_decided_by_clinician();
