"""Version 1, the questions on the phone. Class: safety.

Sources: what the clinic publishes, and the red flags of low back pain (reliability.md section 7).
Rarer dangers of one kind share a question, so that nobody is asked more than twelve.
"""

from shared.domain.person import Gender
from shared.domain.screening.questionnaire import AskWhen, Phase, Question, QuestionClass, Who
from shared.domain.service import Service

_NEEDLING = frozenset({Service.DRY_NEEDLING})
_NEEDLING_AND_THRUST = frozenset({Service.DRY_NEEDLING, Service.CHIROPRACTIC})
_HANDS_ON = frozenset({Service.PHYSIOTHERAPY, Service.ASSESSMENT})


def _red_flag(question_id: str, text: dict[str, str], reason: dict[str, str]) -> Question:
    return Question(
        id=question_id,
        text=text,
        concern_if=True,
        reason=reason,
        question_class=QuestionClass.EMERGENCY,
        ask_when=AskWhen.PHONE,
        phase=Phase.EMERGENCY,
    )


RED_FLAGS = (
    _red_flag(
        "bladder-bowel",
        {
            "en": "Since the pain began, is there new trouble passing or holding urine or stool?",
            "ar": "منذ بداية الألم، هل ظهرت صعوبة جديدة في التبول أو التبرز أو في التحكم بهما؟",
        },
        {
            "en": "New bladder or bowel trouble",
            "ar": "اضطراب جديد في التبول أو التبرز",
        },
    ),
    _red_flag(
        "saddle-numbness",
        {
            "en": "Is there numbness between the legs or around the buttocks?",
            "ar": "هل يوجد خدر أو تنميل بين الساقين أو حول المقعدة؟",
        },
        {"en": "Numbness between the legs", "ar": "خدر بين الساقين"},
    ),
    _red_flag(
        "leg-weakness",
        {
            "en": "Have both legs become weak or hard to move?",
            "ar": "هل أصبحت الساقان كلتاهما ضعيفتين أو صعبتي الحركة؟",
        },
        {"en": "Weakness in both legs", "ar": "ضعف في الساقين معًا"},
    ),
    _red_flag(
        "major-trauma",
        {
            "en": "Did the pain begin after a serious accident, such as a car crash or a bad fall?",
            "ar": "هل بدأ الألم بعد حادث شديد، مثل حادث سيارة أو سقوط قوي؟",
        },
        {"en": "Pain after a serious accident", "ar": "ألم بعد حادث شديد"},
    ),
    _red_flag(
        "fever-back-pain",
        {
            "en": "Is there fever or shivering together with back or neck pain?",
            "ar": "هل توجد حمى أو قشعريرة مع ألم في الظهر أو الرقبة؟",
        },
        {"en": "Fever with back pain", "ar": "حمى مع ألم في الظهر"},
    ),
    _red_flag(
        "chest-pain",
        {
            "en": "Is there chest pain, trouble breathing, or has the patient fainted?",
            "ar": "هل يوجد ألم في الصدر أو صعوبة في التنفس، أو هل حدث إغماء؟",
        },
        {
            "en": "Chest pain, trouble breathing or fainting",
            "ar": "ألم في الصدر أو صعوبة في التنفس أو إغماء",
        },
    ),
)

HEALTH = (
    Question(
        id="pregnancy",
        text={
            "en": "Is the patient pregnant, or could she be?",
            "ar": "هل المريضة حامل، أو هل يمكن أن تكون حاملًا؟",
        },
        concern_if=True,
        reason={"en": "Pregnant, or may be", "ar": "حامل أو قد تكون حاملًا"},
        question_class=QuestionClass.CLINICIAN,
        ask_when=AskWhen.PHONE,
        phase=Phase.HEALTH,
        services=_NEEDLING_AND_THRUST,
        noted_for=_HANDS_ON,
        who=Who(gender=Gender.FEMALE, min_age=12, max_age=55),
    ),
    Question(
        id="blood-thinners",
        text={
            "en": "Does the patient take blood thinners, or bleed or bruise very easily?",
            "ar": "هل يتناول المريض أدوية مسيّلة للدم، أو ينزف أو يتكدم بسهولة؟",
        },
        concern_if=True,
        reason={
            "en": "Blood thinners or a bleeding disorder",
            "ar": "أدوية مسيّلة للدم أو اضطراب في النزف",
        },
        question_class=QuestionClass.CLINICIAN,
        ask_when=AskWhen.PHONE,
        phase=Phase.HEALTH,
        services=_NEEDLING_AND_THRUST,
        noted_for=_HANDS_ON,
    ),
    Question(
        id="weakened-immunity",
        text={
            "en": "Is the immune system weakened, for example by an illness, cancer treatment, "
            "steroids or diabetes that is not under control?",
            "ar": "هل المناعة ضعيفة، مثلًا بسبب مرض أو علاج السرطان أو الكورتيزون "
            "أو سكري غير منضبط؟",
        },
        concern_if=True,
        reason={"en": "Weakened immune system", "ar": "ضعف في المناعة"},
        question_class=QuestionClass.CLINICIAN,
        ask_when=AskWhen.PHONE,
        phase=Phase.HEALTH,
        services=_NEEDLING,
        noted_for=_HANDS_ON,
    ),
    Question(
        id="recent-surgery",
        text={
            "en": "In the last three months, was there an operation or radiotherapy; or is there "
            "heart disease, a pacemaker or an implant?",
            "ar": "هل أُجريت عملية جراحية أو علاج إشعاعي خلال الأشهر الثلاثة الماضية، أو هل يوجد "
            "مرض في القلب أو منظم لضربات القلب أو جسم مزروع؟",
        },
        concern_if=True,
        reason={
            "en": "Recent surgery or radiotherapy, heart disease or an implant",
            "ar": "جراحة أو علاج إشعاعي حديث، أو مرض في القلب، أو جسم مزروع",
        },
        question_class=QuestionClass.CLINICIAN,
        ask_when=AskWhen.PHONE,
        phase=Phase.HEALTH,
        services=_NEEDLING_AND_THRUST,
        noted_for=_HANDS_ON,
    ),
    # New onset after 55 weighs more; younger patients are asked at the door.
    Question(
        id="cancer-signs",
        text={
            "en": "Has the patient ever had cancer, lost weight without trying, or pain that never "
            "stops at night?",
            "ar": "هل سبق أن أُصيب المريض بالسرطان، أو فقد وزنًا دون سبب، أو لديه ألم "
            "لا يهدأ في الليل؟",
        },
        concern_if=True,
        reason={
            "en": "History of cancer, weight loss or unremitting night pain",
            "ar": "سرطان سابق أو نقص في الوزن أو ألم ليلي مستمر",
        },
        question_class=QuestionClass.CLINICIAN,
        ask_when=AskWhen.PHONE,
        phase=Phase.HEALTH,
        who=Who(min_age=56),
    ),
)

TREATMENT = (
    Question(
        id="needle-fear",
        text={
            "en": "Does the patient have a severe fear of needles?",
            "ar": "هل لدى المريض خوف شديد من الإبر؟",
        },
        concern_if=True,
        reason={"en": "Severe fear of needles", "ar": "خوف شديد من الإبر"},
        question_class=QuestionClass.CLINICIAN,
        ask_when=AskWhen.PHONE,
        phase=Phase.TREATMENT,
        services=_NEEDLING,
    ),
    Question(
        id="understands",
        text={
            "en": "I will tell you briefly what the therapist does. Does the patient understand "
            "it, and can they say themselves if they want it?",
            "ar": "سأشرح لك باختصار ما يفعله المعالج. هل يفهم المريض ذلك، ويستطيع أن يقول بنفسه "
            "إن كان يريده؟",
        },
        concern_if=False,
        reason={
            "en": "Unable to understand the treatment",
            "ar": "غير قادر على فهم العلاج",
        },
        question_class=QuestionClass.CLINICIAN,
        ask_when=AskWhen.PHONE,
        phase=Phase.TREATMENT,
        services=_NEEDLING_AND_THRUST,
        noted_for=_HANDS_ON,
    ),
)
