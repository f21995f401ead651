"""A skill with validity intervals counts only while one of them covers the whole visit. (V3)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass
from shared.routing.spans import Spans, common, merged


def is_used(problem: Problem) -> bool:
    return any(shift.skill_windows_s for shift in problem.shifts)


def spans(case: Case) -> Spans | None:
    """The starts from which each dated skill is valid until the service ends."""
    left: Spans | None = None
    for skill in sorted(case.visit.skills & case.shift.skill_windows_s.keys()):
        valid = case.shift.skill_windows_s[skill]
        starts = merged([(since, until - case.visit.service_s) for since, until in valid])
        left = starts if left is None else common(left, starts)
    return left


RULE = Rule(
    name="certificates",
    sentence="Every certificate that the visit needs is valid from its start to its end.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    reason=Reason.SKILL_MISSING,
    spans=spans,
    violations=("certificate",),
)
