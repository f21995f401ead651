"""Makers of the rules about who serves whom, and of what a wish about it costs."""

from tests.bench.planner.made.day import GENDERS, NIGHTS_S, Json, MadeDay

_SKILLS = ("needling", "spine", "paediatric")
_LANGUAGES = ("ar", "en", "ur")


def skills(day: MadeDay) -> None:
    """Each therapist has two of three; some visits need one."""
    for shift in day.shifts:
        shift["skills"] = sorted(day.rng.sample(_SKILLS, 2))
    for visit in day.some(day.visits):
        visit["skills"] = [day.rng.choice(_SKILLS)]


def certificates(day: MadeDay) -> None:
    """One skill of some shifts ends in the middle of it."""
    if "skills" not in day.shifts[0]:
        skills(day)
    for shift in day.some(day.shifts):
        opens, closes = shift["window_s"]
        skill = day.rng.choice(shift["skills"])
        shift["skill_windows_s"] = {skill: [[opens, (opens + closes) // 2]]}


def forbidden_therapists(day: MadeDay) -> None:
    """The therapist that the visit was laid out with, and another one."""
    laid = day.laid()
    for visit in day.some(day.visits):
        other = day.rng.choice(day.therapists)["id"]
        visit["forbidden_therapists"] = sorted({laid[visit["id"]].therapist, other})


def _genders(day: MadeDay) -> None:
    for k, therapist in enumerate(day.therapists):
        therapist["gender"] = GENDERS[k % 2]


def gender(day: MadeDay) -> None:
    _genders(day)
    for visit in day.some(day.visits):
        visit["gender"] = day.rng.choice(GENDERS)


def _languages(day: MadeDay) -> None:
    for therapist in day.therapists:
        therapist.setdefault("languages", sorted(day.rng.sample(_LANGUAGES, 2)))


def languages(day: MadeDay) -> None:
    _languages(day)
    for visit in day.some(day.visits):
        visit["languages"] = [day.rng.choice(_LANGUAGES)]


def pinned_shift(day: MadeDay) -> None:
    """Where it was laid out, and may be served."""
    laid = day.laid()
    for visit in _at_home(day):
        visit["pinned"] = {"shift": laid[visit["id"]].shift}


def _at_home(day: MadeDay) -> list[Json]:
    """Some of the visits that their own shift may serve, and that nobody has pinned."""
    laid, able, many = day.laid(), day.able(), round(day.fixing * len(day.visits))
    free = [
        visit
        for visit in day.visits
        if laid[visit["id"]].shift in able[visit["id"]] and "pinned" not in visit
    ]
    return day.some(free, min(1.0, many / max(1, len(free))))


def pinned_time(day: MadeDay) -> None:
    """Shift and time, as where a visit has begun or was promised to the minute."""
    laid = day.laid()
    for visit in _at_home(day):
        one = laid[visit["id"]]
        visit["pinned"] = {"shift": one.shift, "start_s": one.start_s}


def patient_genders(day: MadeDay) -> None:
    for visit in day.visits:
        visit["patient_gender"] = day.rng.choice(GENDERS)
    for therapist in day.some(day.therapists):
        therapist["patient_genders"] = [day.rng.choice(GENDERS)]


def areas(day: MadeDay) -> None:
    """Some therapists work in two of the three areas."""
    for therapist in day.some(day.therapists):
        therapist["areas"] = sorted(day.rng.sample(("west", "middle", "east"), 2))


def pets(day: MadeDay) -> None:
    for place in day.some(day.places):
        place["pets"] = True
    for therapist in day.some(day.therapists):
        therapist["pets"] = False


def own_nights(day: MadeDay) -> None:
    day.document["nights_s"] = NIGHTS_S
    for therapist in day.some(day.therapists):
        therapist["nights"] = False


def lone_nights(day: MadeDay) -> None:
    day.document["nights_s"] = NIGHTS_S
    _genders(day)
    for place in day.some(day.places):
        place["no_lone_woman"] = True


def preferred_therapists(day: MadeDay) -> None:
    """All but a few cost something."""
    for visit in day.some(day.visits):
        dear = day.some(day.therapists, 0.7)
        visit["therapist_costs"] = {one["id"]: 300 * day.rng.randint(1, 4) for one in dear}


def preferred_gender(day: MadeDay) -> None:
    _genders(day)
    for visit in day.some(day.visits):
        visit |= {"preferred_gender": day.rng.choice(GENDERS), "gender_cost": 900}


def preferred_languages(day: MadeDay) -> None:
    _languages(day)
    for visit in day.some(day.visits):
        visit |= {"preferred_languages": [day.rng.choice(_LANGUAGES)], "language_cost": 600}


def continuity(day: MadeDay) -> None:
    for visit in day.some(day.visits):
        known = day.some(day.therapists, 0.2)
        visit["history"] = {one["id"]: day.rng.randint(1, 6) for one in known}
        visit["continuity_cost"] = 1200
