"""Questionnaire version 1. No clinician has approved it yet: `approved_by` is empty on purpose."""

from shared.domain.screening import v1_door, v1_phone
from shared.domain.screening.questionnaire import (
    ALL_SERVICES,
    AgeRule,
    QuestionClass,
    Questionnaire,
)
from shared.domain.service import ADULT_AGE, Service

MIN_NEEDLING_AGE = 12

QUESTIONNAIRE_V1 = Questionnaire(
    version=1,
    questions=(
        *v1_phone.RED_FLAGS,
        *v1_phone.HEALTH,
        *v1_phone.TREATMENT,
        *v1_door.BLOCKS,
        *v1_door.CLINICIAN,
        *v1_door.NOTES,
    ),
    age_rules=(
        AgeRule(
            code="under-12",
            below=MIN_NEEDLING_AGE,
            question_class=QuestionClass.BLOCK,
            services=frozenset({Service.DRY_NEEDLING}),
            reason={
                "en": "Dry needling is not for children under 12",
                "ar": "الإبر الجافة غير مناسبة للأطفال دون 12 سنة",
            },
        ),
        AgeRule(
            code="guardian-consent",
            below=ADULT_AGE,
            question_class=QuestionClass.NOTE,
            services=ALL_SERVICES,
            reason={
                "en": "Under 18: a guardian must consent and be present; for needling the child "
                "must agree too",
                "ar": "دون 18 سنة: يجب أن يوافق ولي الأمر ويحضر، وفي الإبر الجافة يجب أن يوافق "
                "الطفل أيضًا",
            },
        ),
    ),
    approved_by=None,
    approved_at=None,
)
