"""The therapists of the demo, and what each tenant is."""

from dataclasses import dataclass
from datetime import time

from shared.domain.service import CertificateKind

_K = CertificateKind
SKILLS: dict[str, CertificateKind] = {
    "n": _K.DRY_NEEDLING,
    "c": _K.CHIROPRACTIC,
    "p": _K.PAEDIATRIC,
    "k": _K.REGION_NECK,
    "s": _K.REGION_SHOULDER_GIRDLE,
    "t": _K.REGION_THORAX,
}

# Start and minutes; together they cover the day and the night.
WATCHES: dict[str, tuple[time, int]] = {
    "dawn": (time(6), 480),
    "early": (time(7), 480),
    "day": (time(9), 540),
    "late": (time(14), 540),
    "night": (time(22), 480),
}


@dataclass(frozen=True, slots=True)
class Role:
    """One therapist: home is the number of an official community, skills are letters of SKILLS."""

    name: str
    gender: str
    languages: tuple[str, ...]
    home: int
    watch: str
    skills: str

    @property
    def certificates(self) -> tuple[CertificateKind, ...]:
        """The health authority's licence and physiotherapy always."""
        return (_K.LICENCE, _K.PHYSIOTHERAPY, *(SKILLS[letter] for letter in self.skills))

    @property
    def email_name(self) -> str:
        """What stands before the @ of their own account."""
        return self.name.lower().replace(" ", ".").replace("'", "")


@dataclass(frozen=True, slots=True)
class Company:
    """A demo tenant; the numbers are visits a service day, from yesterday to the day after next."""

    slug: str
    name: str
    licence: str
    cast: tuple[Role, ...]
    visits: tuple[int, int, int, int]


_MARSA = (
    Role("Aisha Al Mansoori", "female", ("ar", "en"), 251, "early", "npks"),
    Role("Rahul Menon", "male", ("en", "hi", "ml"), 393, "early", "nkst"),
    Role("Maria Santos", "female", ("en", "tl"), 318, "early", "npk"),
    Role("Omar Haddad", "male", ("ar", "en"), 376, "early", "nks"),
    Role("Priya Nair", "female", ("en", "hi", "ml"), 681, "dawn", "nkst"),
    Role("Yousef Khalil", "male", ("ar", "en"), 232, "dawn", "npks"),
    Role("Fatima Zahra", "female", ("ar", "fr", "en"), 345, "day", "npkst"),
    Role("James Carter", "male", ("en",), 394, "day", "ncks"),
    Role("Noor Siddiqui", "female", ("en", "ur", "hi"), 421, "day", "nks"),
    Role("Ahmed Farouk", "male", ("ar", "en"), 674, "day", "ncks"),
    Role("Elena Petrova", "female", ("ru", "en"), 352, "day", "npk"),
    Role("Imran Qureshi", "male", ("ur", "en", "hi"), 621, "day", "nkst"),
    Role("Grace Mendoza", "female", ("en", "tl"), 216, "day", "p"),
    Role("Khalid Al Suwaidi", "male", ("ar", "en"), 262, "day", "nkst"),
    Role("Lina Haddad", "female", ("ar", "en"), 373, "late", "npks"),
    Role("Arjun Pillai", "male", ("en", "ml", "ta"), 231, "late", "nks"),
    Role("Sara Hosseini", "female", ("fa", "en"), 357, "late", "nkst"),
    Role("Daniel Okafor", "male", ("en",), 626, "late", "ncs"),
    Role("Mei Lin", "female", ("zh", "en"), 346, "late", "npk"),
    Role("Hassan Raza", "male", ("ur", "en"), 682, "late", "nks"),
    Role("Joanna Reyes", "female", ("en", "tl"), 127, "late", "npks"),
    Role("Tariq Aziz", "male", ("ar", "ur", "en"), 326, "night", "nkst"),
    Role("Sunita Sharma", "female", ("hi", "en"), 317, "night", "nks"),
    Role("Bilal Nasser", "male", ("ar", "en"), 388, "night", "nks"),
)
_CREEK = (
    Role("Huda Saleh", "female", ("ar", "en"), 319, "early", "npks"),
    Role("Vikram Iyer", "male", ("en", "hi", "ta"), 124, "day", "ncks"),
    Role("Leila Mansour", "female", ("ar", "fr", "en"), 214, "late", "nkst"),
    Role("Samuel Brooks", "male", ("en",), 323, "night", "nks"),
)

MARSA = Company("marsa", "Marsa Home Physio", "DHA-F-0004711", _MARSA, (24, 140, 100, 14))
CREEK = Company("creek", "Creek Care", "DHA-F-0008235", _CREEK, (2, 12, 6, 2))
COMPANIES = (MARSA, CREEK)

# One certificate ends within days, one is suspended: both are what an admin has to see.
ENDS_SOON = ("Ahmed Farouk", _K.DRY_NEEDLING)
SUSPENDED = ("Hassan Raza", _K.DRY_NEEDLING)
