"""The reads behind a horizon, as one statement each; every one starts from the tenant."""

from sqlalchemy import text

# The database's clock is the only one that decides what has expired or is too close to move.
TENANT = text("""
    SELECT t.zone, t.policies, clock_timestamp() AS now,
           p.generation, p.status,
           (SELECT coalesce(jsonb_agg(to_jsonb(c) ORDER BY c.day), '[]') FROM calendar_day c
            WHERE c.tenant_id = t.tenant_id
              AND c.day BETWEEN cast(:plan_date AS date) - 1 AND cast(:plan_date AS date) + 2
           ) AS calendar_days,
           (SELECT coalesce(jsonb_agg(to_jsonb(d) ORDER BY d.disruption_id), '[]')
            FROM disruption d
            WHERE d.tenant_id = t.tenant_id AND d.active
              AND d.starts_at < cast(:plan_date AS date) + 3
              AND d.ends_at > cast(:plan_date AS date) - 1) AS disruptions,
           (SELECT l.content FROM travel_version l
            WHERE l.tenant_id = t.tenant_id ORDER BY l.number DESC LIMIT 1) AS learned
    FROM tenant t
    LEFT JOIN plan p ON p.tenant_id = t.tenant_id AND p.plan_date = :plan_date
    WHERE t.tenant_id = :tenant
""")

GENERATION = text("""
    SELECT generation FROM plan WHERE tenant_id = :tenant AND plan_date = :plan_date
""")

SHIFTS = text("""
    SELECT s.shift_id, s.therapist_id, s.starts_at, s.ends_at, s.start_sealed, s.end_sealed,
           s.status, s.ended_at, s.version
    FROM shift s
    WHERE s.tenant_id = :tenant AND s.plan_date = :plan_date AND s.status <> 'cancelled'
    ORDER BY s.shift_id
""")

THERAPISTS = text("""
    SELECT t.therapist_id, t.name, t.gender, t.languages, t.limits, t.home_sealed, t.version,
           o.friday_prayer, o.fasting, o.prayers
    FROM therapist t
    LEFT JOIN therapist_observance o
           ON o.tenant_id = t.tenant_id AND o.therapist_id = t.therapist_id
    WHERE t.tenant_id = :tenant AND t.therapist_id = ANY(:ids)
""")

CERTIFICATES = text("""
    SELECT therapist_id, kind, verified_at, valid_from, valid_to, suspended_from, suspended_to
    FROM certificate
    WHERE tenant_id = :tenant AND therapist_id = ANY(:ids) AND revoked_at IS NULL
      AND verified_at IS NOT NULL AND valid_from < :until
      AND (valid_to IS NULL OR valid_to > :from_)
""")

# What else takes these therapists' time: absences, blocks, neighbouring horizons' stops,
# and from now on everything, for who does not work here any more.
AWAY = text("""
    SELECT r.therapist_id, r.leave_at, r.ends_at
    FROM reservation r
    LEFT JOIN shift s ON s.tenant_id = r.tenant_id AND s.shift_id = r.shift_id
    WHERE r.tenant_id = :tenant AND r.therapist_id = ANY(:ids) AND r.active
      AND r.leave_at < :until AND r.ends_at > :from_
      AND (r.expires_at IS NULL OR r.expires_at > :now)
      AND (r.kind IN ('absence', 'block') OR s.plan_date <> :plan_date)
    UNION ALL
    SELECT t.therapist_id, greatest(:now, cast(:from_ AS timestamptz)),
           greatest(:now, cast(:until AS timestamptz))
    FROM therapist t
    WHERE t.tenant_id = :tenant AND t.therapist_id = ANY(:ids) AND NOT t.active
      AND cast(:until AS timestamptz) > :now
    ORDER BY leave_at
""")

# Terminal visits are read only while they hold a stop: they are the past of a route.
VISITS = text("""
    SELECT v.visit_id, v.patient_id, v.place_id, v.service, v.service_s, v.opens_at, v.closes_at,
           v.status, v.required_certificates, v.therapist_gender, v.named_therapist_id,
           v.refused_therapist_ids, v.priority, v.pinned, v.pinned_shift_id, v.pinned_start,
           v.quarantine_reason, v.actual_departed, v.actual_arrival, v.actual_start,
           v.actual_end, v.delay_s,
           s.shift_id, s.leave_at, s.planned_arrival, s.planned_start, s.planned_departure,
           s.published,
           EXISTS (SELECT 1 FROM promise p
                   WHERE p.tenant_id = v.tenant_id AND p.visit_id = v.visit_id
                     AND p.status = 'agreed') AS promised
    FROM visit v
    LEFT JOIN stop s ON s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
    WHERE v.tenant_id = :tenant AND v.plan_date = :plan_date
      AND (s.visit_id IS NOT NULL OR v.status IN
           ('booked', 'dispatched', 'accepted', 'en-route', 'arrived', 'in-progress'))
      AND (cast(:shifts AS uuid[]) IS NULL OR s.shift_id = ANY(:shifts))
    ORDER BY v.visit_id
""")

HOLDS = text("""
    SELECT h.hold_id, q.patient_id, h.place_id, h.service, h.service_s, h.opens_at, h.closes_at,
           h.planned_start, h.shift_id, h.expires_at, r.leave_at, r.starts_at, r.ends_at
    FROM hold h
    JOIN reservation r ON r.tenant_id = h.tenant_id AND r.hold_id = h.hold_id AND r.active
    JOIN request q ON q.tenant_id = h.tenant_id AND q.request_id = h.request_id
    WHERE h.tenant_id = :tenant AND h.plan_date = :plan_date AND h.status = 'active'
      AND h.expires_at > :now
      AND (cast(:shifts AS uuid[]) IS NULL OR h.shift_id = ANY(:shifts))
    ORDER BY h.hold_id
""")

PLACES = text("""
    SELECT p.place_id, p.details_sealed, p.version, p.building_id,
           coalesce(nullif(b.kind, 'other'), p.kind) AS kind, b.door_minutes
    FROM place p
    LEFT JOIN building b ON b.tenant_id = p.tenant_id AND b.building_id = p.building_id
    WHERE p.tenant_id = :tenant AND p.place_id = ANY(:ids)
""")
