import json
from datetime import time

import pytest

from shared.domain.errors import Invalid
from shared.domain.policy import AutoPublish, Policy


def test_what_is_stored_is_read_back_unchanged() -> None:
    """Through real JSON text, with every value away from its default."""
    policy = Policy(
        hold_minutes=7,
        clinical_hold_hours=12,
        screening_valid_days=3,
        freeze_minutes=20,
        overtime_minutes=30,
        proposal_threshold=900,
        max_changes=3,
        slack_minutes=10,
        promised_window_minutes=90,
        offer_step_minutes=15,
        confirm_place_above_m=100,
        auto_publish=AutoPublish.NEVER,
        online_geocoder=True,
        emergency_number="112",
        service_day_start=time(5, 30),
        zone="Europe/Berlin",
        languages=("de", "en"),
    )
    assert Policy.from_json(json.loads(json.dumps(policy.to_json()))) == policy


def test_a_tenant_that_chose_nothing_gets_the_defaults() -> None:
    """And one choice leaves the others alone."""
    assert Policy.from_json({}) == Policy()
    assert Policy.from_json({"holdMinutes": 9}) == Policy(hold_minutes=9)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"holdMinutes": 0}, "holdMinutes"),
        ({"holdMinutes": "5"}, "holdMinutes"),
        ({"holdMinutes": True}, "holdMinutes"),
        ({"overtimeMinutes": 241}, "overtimeMinutes"),
        ({"holdSeconds": 5}, "holdSeconds"),
        ({"maxChanges": -1}, "maxChanges"),
        ({"maxChanges": "none"}, "maxChanges"),
        ({"maxChanges": True}, "maxChanges"),
        ({"slackMinutes": 61}, "slackMinutes"),
        ({"slackMinutes": None}, "slackMinutes"),
        ({"proposalThreshold": 600.5}, "proposalThreshold"),
        ({"emergencyNumber": "call 998"}, "emergencyNumber"),
        ({"zone": "Asia/Atlantis"}, "zone"),
        ({"zone": "../etc"}, "zone"),
        ({"serviceDayStart": "25:00"}, "serviceDayStart"),
        ({"serviceDayStart": 4}, "serviceDayStart"),
        ({"languages": []}, "languages"),
        ({"languages": "en"}, "languages"),
        ({"autoPublish": "always"}, "autoPublish"),
    ],
)
def test_a_bad_choice_is_refused_by_its_name(data: dict[str, object], field: str) -> None:
    """Unknown keys, wrong types and values out of range name the field as it was sent."""
    with pytest.raises(Invalid) as error:
        Policy.from_json(data)
    assert [f.field for f in error.value.fields] == [field]


def test_all_bad_choices_are_named_at_once() -> None:
    """Two mistakes give two errors."""
    with pytest.raises(Invalid) as error:
        Policy.from_json({"holdMinutes": 0, "freezeMinutes": -1})
    assert {f.field for f in error.value.fields} == {"holdMinutes", "freezeMinutes"}


def test_a_limit_may_be_taken_back() -> None:
    """null is no limit, as at first."""
    assert Policy.from_json({"maxChanges": 0}).max_changes == 0
    assert Policy.from_json({"maxChanges": None}) == Policy()
