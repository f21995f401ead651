"""Words in a complaint that raise a red flag to be asked first. Class: safety.

A hint never answers a question and never clears one; a wrong hint costs one question's place in
the order. So negations ("no chest pain") hint as well.
"""

import re

from shared.domain.person import fold_name

# English and Arabic, both after folding: lower case, no accents, one form of alef, ta marbuta as ه.
_PATTERNS: dict[str, tuple[str, ...]] = {
    "bladder-bowel": (
        (
            r"\b(can ?t|cannot|can not|unable to|not able to|hard to|trouble|difficulty|stopped) "
            r"(to )?(pee|peeing|urinat\w+|pass(ing)? urine|poo|poop|go to the toilet)"
        ),
        r"\b(wet|wets|wetting|soil|soils|soiled|soiling) (my|him|her|the|it|them)",
        r"\b(bladder|bowel|bowels|incontinen\w*|leaking urine|lost control of)\b",
        r"\b(not|no) (peed|pee|urine)\b",
        r"(لا|ما|مش|مو) ?(ا|ي|ت)?(قدر|ستطيع|عرف|تمكن).{0,12}(تبول|بول|حمام|تبرز|براز)",
        r"(احتباس|سلس|حصر) ?(ال)?بول|تحكم.{0,8}(بول|براز)|صعوبه.{0,8}(تبول|تبرز|بول)",
    ),
    "saddle-numbness": (
        (
            r"\b(numb\w*|tingl\w*|pins and needles|no feeling|can ?t feel)\b.{0,40}"
            r"\b(between|groin|genital\w*|private\w*|saddle|bottom|buttock\w*|crotch|perineum|bum|anus)"
        ),
        r"\b(groin|genital\w*|private\w*|saddle|bottom|buttock\w*|crotch|bum)\b.{0,25}\bnumb",
        (
            r"(خدر|تنميل|مخدر|لا ا?شعر|ما ا?حس).{0,30}"
            r"(بين|فخذ|مقعده|موخره|عانه|مناطق حساسه|تناسلي)"
        ),
    ),
    "leg-weakness": (
        (
            r"\b(both|two) (\w+ )?(legs|feet)\b.{0,30}"
            r"\b(weak|numb|heavy|give|gave|collapse|dead|paraly)"
        ),
        r"\b(weak\w*|numb\w*|paraly\w*)\b.{0,25}\b(both|two) (\w+ )?(legs|feet)",
        r"\b(can ?t|cannot|can not|unable to) (walk|stand|move (my|his|her|the|their) legs)\b",
        r"\blegs (are|feel|have become|went|go|gave|keep)\b.{0,15}\b(weak|way|dead|heavy|numb)",
        r"(ضعف|شلل|خدر|تنميل|ثقل).{0,20}(رجلي|ساقي|قدمي|ارجل|الرجلين|الساقين)",
        r"(لا|ما|مش|مو) ?(ا|ي|ت)?(قدر|ستطيع).{0,12}(مشي|وقوف|امشي|اقف|احرك)",
    ),
    "major-trauma": (
        r"\b(accident|crash\w*|collision|run over|hit by)\b",
        r"\b(fell|fall|fallen|falling|thrown) (off|from|down|out)\b",
        r"\b(broke|broken|fractur\w*)\b",
        r"حادث|دهس|صدم|سقط|وقع(ت)? من|طاح|كسر",
    ),
    "fever-back-pain": (
        r"\b(fever\w*|temperature|shiver\w*|chills|stiff neck|feels? hot)\b",
        r"حمي|حراره|سخونه|قشعرير|رعشه|تيبس.{0,6}رقبه",
    ),
    "chest-pain": (
        r"\bchest\b|\bheart attack\b|\bpalpitation\w*",
        (
            r"\b(can ?t|cannot|trouble|difficulty|hard to|short of|shortness of|struggl\w*) "
            r"(to )?(breath\w*)"
        ),
        r"\b(breathless\w*|faint\w*|passed out|pass out|collaps\w*|blacked out|unconscious)\b",
        r"\b(face droop\w*|slurred|stroke|one side (of|is|went))",
        r"صدر|ضيق.{0,6}(تنفس|نفس)|صعوبه.{0,8}(تنفس|نفس)",
        r"(ا|ي|ت)غم(ي|اء)|فقد.{0,6}وعي|جلطه|ازمه قلبيه",
    ),
}
_COMPILED = {
    question_id: re.compile("|".join(f"(?:{p})" for p in patterns))
    for question_id, patterns in _PATTERNS.items()
}


def flag_hints(complaint: str) -> tuple[str, ...]:
    """Ids of the red-flag questions to ask first, in the order of the questionnaire."""
    folded = fold_name(complaint)
    return tuple(question_id for question_id, words in _COMPILED.items() if words.search(folded))
