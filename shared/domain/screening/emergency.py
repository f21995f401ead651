"""What the agent reads aloud when an answer is an emergency."""

from shared.domain.screening.questionnaire import Text, in_language

WORDS: Text = {
    "en": (
        "What you describe can be an emergency, so we will not send a therapist. "
        "Please hang up and call an ambulance now on {number}. Do not drive yourself. "
        "We will call you back to see that help has come."
    ),
    "ar": (
        "ما تصفه قد يكون حالة طارئة، لذلك لن نرسل معالجًا. "
        "من فضلك أنهِ المكالمة واتصل بالإسعاف الآن على الرقم {number}. لا تقد السيارة بنفسك. "
        "سنعاود الاتصال بك لنتأكد من وصول المساعدة."
    ),
}


def emergency_words(number: str, language: str) -> str:
    """The words to say, with the tenant's emergency number."""
    return in_language(WORDS, language).format(number=number)
