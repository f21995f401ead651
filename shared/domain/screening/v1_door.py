"""Version 1, the questions that the therapist asks at the door. Class: safety.

Source: the further contraindications that the guideline family repeats (reliability.md
section 7): absolute ones block, relative ones need a clinician, the rest is noted.
"""

from shared.domain.screening.questionnaire import (
    ALL_SERVICES,
    AskWhen,
    Phase,
    Question,
    QuestionClass,
    Text,
    Who,
)
from shared.domain.service import BodyRegion, Service

_NEEDLING = frozenset({Service.DRY_NEEDLING})
_NEEDLING_AND_THRUST = frozenset({Service.DRY_NEEDLING, Service.CHIROPRACTIC})
_OVER_THE_LUNGS = frozenset({BodyRegion.NECK, BodyRegion.SHOULDER_GIRDLE, BodyRegion.THORAX})


def _at_the_door(
    question_id: str,
    question_class: QuestionClass,
    text: Text,
    reason: Text,
    *,
    concern_if: bool = True,
    services: frozenset[Service] = _NEEDLING,
    who: Who | None = None,
) -> Question:
    return Question(
        id=question_id,
        text=text,
        concern_if=concern_if,
        reason=reason,
        question_class=question_class,
        ask_when=AskWhen.DOOR,
        phase=Phase.HEALTH if concern_if else Phase.TREATMENT,
        services=services,
        who=who or Who(),
    )


BLOCKS = (
    _at_the_door(
        "wants-treatment",
        QuestionClass.BLOCK,
        {
            "en": "Do you want the treatment today?",
            "ar": "هل تريد العلاج اليوم؟",
        },
        {"en": "Does not want the treatment", "ar": "لا يريد العلاج"},
        concern_if=False,
        services=ALL_SERVICES,
    ),
    _at_the_door(
        "unwell-today",
        QuestionClass.BLOCK,
        {
            "en": "Do you feel ill today, with fever, vomiting or a new infection?",
            "ar": "هل تشعر بالمرض اليوم، مع حمى أو قيء أو عدوى جديدة؟",
        },
        {"en": "Acutely ill", "ar": "مرض حاد"},
        services=_NEEDLING_AND_THRUST,
    ),
    _at_the_door(
        "lymphoedema",
        QuestionClass.BLOCK,
        {
            "en": "Is the area or limb to be treated swollen with lymph fluid (lymphoedema)?",
            "ar": "هل توجد وذمة لمفية (تورم لمفي) في المنطقة أو الطرف المراد علاجه؟",
        },
        {"en": "Lymphoedema in the area", "ar": "وذمة لمفية في المنطقة"},
    ),
)

CLINICIAN = (
    _at_the_door(
        "skin-or-tumour",
        QuestionClass.CLINICIAN,
        {
            "en": "Is there an infection, an open wound or a tumour in the area to be treated?",
            "ar": "هل توجد عدوى أو جرح مفتوح أو ورم في المنطقة المراد علاجها؟",
        },
        {
            "en": "Infection, open skin or tumour in the area",
            "ar": "عدوى أو جرح أو ورم في المنطقة",
        },
        services=ALL_SERVICES,
    ),
    _at_the_door(
        "cancer-signs-door",
        QuestionClass.CLINICIAN,
        {
            "en": "Have you ever had cancer, lost weight without trying, or pain that never stops "
            "at night?",
            "ar": "هل سبق أن أُصبت بالسرطان، أو فقدت وزنًا دون سبب، أو لديك ألم لا يهدأ في الليل؟",
        },
        {
            "en": "History of cancer, weight loss or unremitting night pain",
            "ar": "سرطان سابق أو نقص في الوزن أو ألم ليلي مستمر",
        },
        services=ALL_SERVICES,
        who=Who(max_age=55),
    ),
    _at_the_door(
        "epilepsy",
        QuestionClass.CLINICIAN,
        {
            "en": "Do you have epilepsy, or have you ever had a seizure?",
            "ar": "هل لديك صرع، أو هل أصابتك نوبة تشنج من قبل؟",
        },
        {"en": "Epilepsy", "ar": "صرع"},
    ),
    _at_the_door(
        "blood-vessels",
        QuestionClass.CLINICIAN,
        {
            "en": "Do you have varicose veins in the area, or a disease of the blood vessels?",
            "ar": "هل لديك دوالٍ في المنطقة أو مرض في الأوعية الدموية؟",
        },
        {"en": "Varicose veins or vascular disease", "ar": "دوالٍ أو مرض في الأوعية الدموية"},
    ),
    _at_the_door(
        "metal-allergy",
        QuestionClass.CLINICIAN,
        {
            "en": "Are you allergic to metals such as nickel or chromium?",
            "ar": "هل لديك حساسية من معادن مثل النيكل أو الكروم؟",
        },
        {"en": "Allergy to nickel or chromium", "ar": "حساسية من النيكل أو الكروم"},
    ),
    _at_the_door(
        "mental-health",
        QuestionClass.CLINICIAN,
        {
            "en": "Are you in treatment for a mental illness, or in great distress now?",
            "ar": "هل تتلقى علاجًا لمرض نفسي، أو هل تمر الآن بضيق نفسي شديد؟",
        },
        {"en": "Psychological state", "ar": "الحالة النفسية"},
    ),
    _at_the_door(
        "frail-or-brittle-bones",
        QuestionClass.CLINICIAN,
        {
            "en": "Are you very frail, or do you have brittle bones (osteoporosis)?",
            "ar": "هل أنت ضعيف البنية جدًا، أو لديك هشاشة في العظام؟",
        },
        {"en": "Frailty or brittle bones", "ar": "ضعف شديد أو هشاشة عظام"},
        services=_NEEDLING_AND_THRUST,
    ),
    _at_the_door(
        "health-changed",
        QuestionClass.CLINICIAN,
        {
            "en": "Since you booked, have you started a new medicine or has your health changed?",
            "ar": "منذ الحجز، هل بدأت دواءً جديدًا أو تغيرت حالتك الصحية؟",
        },
        {"en": "New medicine or change of health", "ar": "دواء جديد أو تغير في الصحة"},
        services=_NEEDLING_AND_THRUST,
    ),
)

NOTES = (
    _at_the_door(
        "very-thin",
        QuestionClass.NOTE,
        {
            "en": "Are you very thin, or have you been told that you are underweight?",
            "ar": "هل أنت نحيف جدًا، أو قيل لك إن وزنك أقل من الطبيعي؟",
        },
        {
            "en": "Low weight: the lung is nearer, needle shallow",
            "ar": "وزن منخفض: الرئة أقرب، إبر سطحية",
        },
        who=Who(body_regions=_OVER_THE_LUNGS),
    ),
    _at_the_door(
        "flying-diving",
        QuestionClass.NOTE,
        {
            "en": "Will you fly or dive in the next two days?",
            "ar": "هل ستسافر بالطائرة أو تغوص خلال اليومين القادمين؟",
        },
        {
            "en": "Flies or dives soon: explain the signs of a collapsed lung",
            "ar": "سفر جوي أو غوص قريب: اشرح علامات استرواح الصدر",
        },
        who=Who(body_regions=_OVER_THE_LUNGS),
    ),
)
