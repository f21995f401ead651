import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.screening.emergency import emergency_words
from shared.domain.screening.hints import flag_hints
from shared.domain.screening.v1_phone import RED_FLAGS


@pytest.mark.parametrize(
    ("complaint", "flag"),
    [
        ("I can't pee since yesterday", "bladder-bowel"),
        ("he can’t pee", "bladder-bowel"),
        ("Unable to urinate", "bladder-bowel"),
        ("she keeps wetting herself, lost control of her bladder", "bladder-bowel"),
        ("trouble passing urine and back pain", "bladder-bowel"),
        ("لا أستطيع التبول", "bladder-bowel"),
        ("ما أقدر أتبول من أمس", "bladder-bowel"),
        ("احتباس البول", "bladder-bowel"),
        ("numb between the legs", "saddle-numbness"),
        ("my private parts feel numb", "saddle-numbness"),
        ("tingling around my bottom", "saddle-numbness"),
        ("خدر بين الساقين", "saddle-numbness"),
        ("تنميل في المؤخرة", "saddle-numbness"),
        ("both my legs are weak", "leg-weakness"),
        ("weakness in both legs", "leg-weakness"),
        ("my legs gave way", "leg-weakness"),
        ("cannot walk any more", "leg-weakness"),
        ("ضعف في الرجلين", "leg-weakness"),
        ("ما أقدر أمشي", "leg-weakness"),
        ("after a car crash", "major-trauma"),
        ("I fell down the stairs", "major-trauma"),
        ("حادث سيارة أمس", "major-trauma"),
        ("وقعت من السلم", "major-trauma"),
        ("back pain and a fever", "fever-back-pain"),
        ("shivering with neck pain", "fever-back-pain"),
        ("حرارة مع ألم الظهر", "fever-back-pain"),
        ("حُمّى وألم", "fever-back-pain"),
        ("Chest pain when I climb", "chest-pain"),
        ("short of breath", "chest-pain"),
        ("he fainted this morning", "chest-pain"),
        ("ألم في الصدر", "chest-pain"),
        ("ضيق في التنفس", "chest-pain"),
        ("أغمي عليه", "chest-pain"),
    ],
)
def test_words_of_a_red_flag_raise_its_question(complaint: str, flag: str) -> None:
    """English and Arabic, as people say it."""
    assert flag in flag_hints(complaint)


@pytest.mark.parametrize(
    "complaint",
    [
        "",
        "low back pain for two weeks",
        "stiff shoulder after tennis",
        "ألم أسفل الظهر منذ أسبوعين",
    ],
)
def test_an_ordinary_complaint_raises_nothing(complaint: str) -> None:
    """Hints that always fire would be no hints."""
    assert flag_hints(complaint) == ()


def test_a_denied_flag_is_asked_all_the_same() -> None:
    """A hint never clears, so "no chest pain" is a reason to ask."""
    assert flag_hints("no chest pain") == ("chest-pain",)


@given(st.text(), st.text())
def test_more_words_never_hide_a_flag(before: str, after: str) -> None:
    """Whatever else is in the text."""
    assert "chest-pain" in flag_hints(f"{before} chest pain {after}")


def test_hints_name_questions_in_their_order() -> None:
    """Only red flags, in the order in which they are asked."""
    all_at_once = "chest pain, fever, accident, both legs weak, numb groin, bladder"
    assert flag_hints(all_at_once) == tuple(q.id for q in RED_FLAGS)


@pytest.mark.parametrize("language", ["en", "ar", "ur"])
def test_the_words_to_say_hold_the_tenants_number(language: str) -> None:
    """In every language, also in one that falls back."""
    assert "998" in emergency_words("998", language)
