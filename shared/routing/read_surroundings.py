"""Reading therapists, places, tolls and the ties of visits; every complaint names its path."""

from shared.domain.person import Gender
from shared.routing.errors import ProblemInvalid, under
from shared.routing.reading import each, fields, kind, name, names, truth, whole, windows
from shared.routing.surroundings import Gap, Order, Pair, Place, Replan, Therapist, TollBand
from shared.routing.travel import matrix_from_json


def gender(value: object, path: str) -> Gender | None:
    if value is None:
        return None
    if not isinstance(value, str) or value not in set(Gender):
        raise ProblemInvalid(path, f"is {kind(value)}, must be one of {', '.join(Gender)}")
    return Gender(value)


def therapist_from_json(value: object, path: str) -> Therapist:
    given = fields(value, path, frozenset({"id"}), _THERAPIST)
    patients, areas = given.get("patient_genders"), given.get("areas")
    rest, following = given.get("min_rest_s"), given.get("next_shift_s")
    with under(path):
        return Therapist(
            id=name(given["id"], "id"),
            gender=gender(given.get("gender"), "gender"),
            languages=names(given.get("languages", []), "languages"),
            patient_genders=None if patients is None else _genders(patients, "patient_genders"),
            areas=None if areas is None else names(areas, "areas"),
            nights=truth(given.get("nights", True), "nights"),
            pets=truth(given.get("pets", True), "pets"),
            min_rest_s=None if rest is None else whole(rest, "min_rest_s"),
            next_shift_s=None if following is None else whole(following, "next_shift_s"),
        )


def _genders(value: object, path: str) -> frozenset[Gender]:
    found = each(value, path, gender)
    return frozenset(one for one in found if one is not None)


def place_from_json(value: object, path: str) -> Place:
    given = fields(value, path, frozenset({"location"}), _PLACE)
    area = given.get("area")
    with under(path):
        return Place(
            location=whole(given["location"], "location"),
            area=None if area is None else name(area, "area"),
            access_s=windows(given.get("access_s", []), "access_s"),
            pets=truth(given.get("pets", False), "pets"),
            no_lone_woman=truth(given.get("no_lone_woman", False), "no_lone_woman"),
        )


def toll_band_from_json(value: object, path: str) -> TollBand:
    given = fields(value, path, frozenset({"from_s", "toll"}))
    with under(path):
        return TollBand(
            from_s=whole(given["from_s"], "from_s"), toll=matrix_from_json(given["toll"], "toll")
        )


def pair_from_json(value: object, path: str) -> Pair:
    given = fields(value, path, frozenset({"visits"}))
    with under(path):
        both = each(given["visits"], "visits", name)
        if len(both) != 2:
            raise ProblemInvalid("visits", f"has {len(both)} values, must have 2")
        return Pair((both[0], both[1]))


def gap_from_json(value: object, path: str) -> Gap:
    given = fields(value, path, frozenset({"first", "second", "min_s", "max_s"}))
    with under(path):
        return Gap(
            first=name(given["first"], "first"),
            second=name(given["second"], "second"),
            min_s=whole(given["min_s"], "min_s"),
            max_s=whole(given["max_s"], "max_s"),
        )


def order_from_json(value: object, path: str) -> Order:
    given = fields(value, path, frozenset({"before", "after"}), frozenset({"directly"}))
    with under(path):
        return Order(
            before=name(given["before"], "before"),
            after=name(given["after"], "after"),
            directly=truth(given.get("directly", False), "directly"),
        )


def replan_from_json(value: object) -> Replan | None:
    if value is None:
        return None
    most = fields(value, "replan", frozenset(), frozenset({"max_changes"})).get("max_changes")
    with under("replan"):
        return Replan(None if most is None else whole(most, "max_changes"))


_THERAPIST = frozenset(
    {
        "gender",
        "languages",
        "patient_genders",
        "areas",
        "nights",
        "pets",
        "min_rest_s",
        "next_shift_s",
    }
)
_PLACE = frozenset({"area", "access_s", "pets", "no_lone_woman"})
