"""What people are called and what they complain of. Invented, and no real person is meant."""

from dataclasses import dataclass

from shared.domain.service import BodyRegion, Service

_R, _S = BodyRegion, Service


@dataclass(frozen=True, slots=True)
class Origin:
    """Given names by gender, family names and languages of one part of the city's people."""

    share: int
    languages: tuple[str, ...]
    female: tuple[str, ...]
    male: tuple[str, ...]
    family: tuple[str, ...]


def _names(text: str) -> tuple[str, ...]:
    return tuple(text.split(", "))


ORIGINS = (
    Origin(
        18,
        ("ar", "en"),
        _names("فاطمة, مريم, شيخة, نورة, عائشة, موزة"),
        _names("محمد, أحمد, خليفة, سعيد, راشد, سلطان"),
        _names("المنصوري, الكتبي, الفلاسي, المزروعي, الشامسي, المهيري"),
    ),
    Origin(
        14,
        ("ar", "en"),
        _names("Rania, Dina, Hala, Salma, Yasmin, Reem"),
        _names("Mahmoud, Karim, Tamer, Nabil, Ziad, Fadi"),
        _names("Hassan, Khoury, Abdallah, Saad, Mostafa, Shaheen"),
    ),
    Origin(
        28,
        ("en", "hi"),
        _names("Anjali, Deepa, Kavya, Meera, Sneha, Lakshmi"),
        _names("Vivek, Suresh, Anil, Rajesh, Nikhil, Manoj"),
        _names("Sharma, Nair, Reddy, Patel, Iyer, Kapoor, Thomas"),
    ),
    Origin(
        12,
        ("ur", "en"),
        _names("Ayesha, Sana, Hina, Zainab, Mehwish"),
        _names("Usman, Faisal, Adnan, Kamran, Shahid"),
        _names("Khan, Malik, Butt, Chaudhry, Sheikh"),
    ),
    Origin(
        12,
        ("en", "tl"),
        _names("Maricel, Jocelyn, Rowena, Cristina, Lea"),
        _names("Jun, Rodel, Arnel, Mark, Paolo"),
        _names("Cruz, Bautista, Garcia, Ramos, Villanueva"),
    ),
    Origin(
        10,
        ("en",),
        _names("Emma, Charlotte, Sophie, Hannah, Claire"),
        _names("Oliver, Thomas, Jack, William, Simon"),
        _names("Wright, Murphy, Schmidt, Dubois, Taylor, Olsen"),
    ),
    Origin(
        6,
        ("ru", "en"),
        _names("Анна, Мария, Ольга, Екатерина"),
        _names("Иван, Дмитрий, Сергей, Алексей"),
        _names("Смирнов, Кузнец, Волков, Морозов"),
    ),
)


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong and where; the services that suit it."""

    text: str
    regions: tuple[BodyRegion, ...]
    services: tuple[Service, ...]


_ANY = (_S.PHYSIOTHERAPY, _S.DRY_NEEDLING, _S.ASSESSMENT)
_SPINE = (*_ANY, _S.CHIROPRACTIC)

COMPLAINTS = (
    Complaint("Low back pain for two weeks, worse after sitting", (_R.LOWER_BACK,), _SPINE),
    Complaint("ألم أسفل الظهر منذ عشرة أيام", (_R.LOWER_BACK,), _SPINE),
    Complaint("Stiff neck from desk work, headaches in the evening", (_R.NECK,), _SPINE),
    Complaint("ألم في الرقبة والكتف الأيمن", (_R.NECK, _R.SHOULDER_GIRDLE), _ANY),
    Complaint("Frozen shoulder, cannot lift the arm", (_R.SHOULDER_GIRDLE, _R.ARM), _ANY),
    Complaint("Tennis elbow, six weeks", (_R.ARM,), _ANY),
    Complaint("Knee swelling after football", (_R.LEG,), (_S.PHYSIOTHERAPY, _S.ASSESSMENT)),
    Complaint("Calf tightness after marathon training", (_R.LEG,), _ANY),
    Complaint("Plantar fasciitis, first steps hurt", (_R.FOOT,), _ANY),
    Complaint("ألم في الركبة عند صعود الدرج", (_R.LEG,), _ANY),
    Complaint("Upper back tension between the shoulder blades", (_R.THORAX,), _SPINE),
    Complaint("Hip pain at night, left side", (_R.HIP,), _ANY),
    Complaint("Sciatica down the right leg", (_R.LOWER_BACK, _R.LEG), _SPINE),
    Complaint("Thumb and wrist pain from phone use", (_R.HAND,), _ANY),
    Complaint("Strength training after an old stroke", (_R.LEG, _R.ARM), (_S.PHYSIOTHERAPY,)),
)

ENTRY_NOTES = (
    "Reception calls up, bring an ID",
    "Gate 2, tell security the villa number",
    "Visitor parking on P1",
    "Dog in the garden, ring first",
    "البوابة الخلفية، اتصل عند الوصول",
    None,
    None,
    None,
)
TOWERS = ("Tower A", "Tower B", "Al Noor Tower", "Palm Residence", "Garden View", "Lake House")
