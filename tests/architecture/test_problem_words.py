"""What the API refuses, the web app says in its own languages: a sentence for each problem type."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from services.api.errors import OF_FRAMEWORK, OTHER
from services.api.pins.schemas import State
from shared.db.errors import BY_STATE, SENTENCES
from shared.db.live.horizon import KEEPS_ITS_STOP
from shared.db.models.plan import PROPOSAL_STATUSES
from shared.domain.promise import PromiseState
from shared.domain.request_status import TRANSITIONS, RequestEvent
from shared.domain.visit_command import COMMANDS, VisitCommand

ROOT = Path(__file__).resolve().parents[2]
LOCALES = ROOT / "services" / "api" / "web" / "src" / "locales"

# The slugs that end in a status: by what they begin with, every status that can be refused.
ENDINGS: dict[str, set[str]] = {
    "visit-": {
        *(status for status, ways in COMMANDS.items() if len(ways) < len(VisitCommand)),
        *KEEPS_ITS_STOP,
    },
    "request-": {status for status, ways in TRANSITIONS.items() if len(ways) < len(RequestEvent)},
    "promise-": {PromiseState.AGREED, PromiseState.REFUSED},  # nobody answers `proposed`
    "proposal-": {*PROPOSAL_STATUSES} - {"open"},
    "pin-link-": {*get_args(State)} - {"open"},
}
# Passed on where somebody else has chosen it, or out of a table that this test reads.
PASSED_ON = {"slug", "error.slug", "refused.slug", "folded.refused.slug", "known[0]"}

_SAYS_WHICH = "its sentence names the fields and what each must be; forms say it by field"
_OF_PROGRAMS = "the app sends what is asked for here; only another program's call lacks it"
_NO_PAGE = "no page of the app does this"
_OF_PIN = "the pin's page says it in its own words"
_AT_START = "the program stops before it answers anybody"
# No sentence in the catalogs, and why not.
UNSAID = {
    "error": "the root of all refusals, which nobody raises",
    "invalid": _SAYS_WHICH,
    "version-required": _OF_PROGRAMS,
    "idempotency-key-reused": _OF_PROGRAMS,
    "event-id-reused": _OF_PROGRAMS,
    "method-not-allowed": _OF_PROGRAMS,
    "not-json": _OF_PROGRAMS,
    "bad-request": _OF_PROGRAMS,
    "slug-taken": _NO_PAGE,
    "email-taken": _NO_PAGE,
    "already-member": _NO_PAGE,
    "last-admin": _NO_PAGE,
    "job-not-dead": _NO_PAGE,
    "certificate-revoked": _NO_PAGE,
    "bad-keys": _AT_START,
    "unsafe-database": _AT_START,
    "settings-missing": _AT_START,
    "no-replay": "only the command line replays a solve",
    "door-check-failed": "its sentence names the answers and whom to call; the phone shows both",
    "choose-tenant": "the login page asks which, in its own words",
    "pin-link-expired": _OF_PIN,
    "pin-link-revoked": _OF_PIN,
    "pin-link-used": _OF_PIN,
}


def test_every_problem_has_a_sentence_in_both_languages() -> None:
    """Under `problem.` and the slug, unless it is listed here with a reason why nobody reads it."""
    slugs = answered()
    assert len(slugs) > 60
    for locale in ("en", "ar"):
        catalog = json.loads((LOCALES / f"{locale}.json").read_text(encoding="utf-8"))
        said = {key.removeprefix("problem.") for key in catalog if key.startswith("problem.")}
        assert sorted(slugs - said - UNSAID.keys()) == [], locale
        assert sorted(said - slugs) == [], f"{locale}: sentences that nothing answers with"
    assert sorted(UNSAID.keys() & said) == []
    assert sorted(UNSAID.keys() - slugs) == []


def test_the_collector_sees_every_way_to_name_a_slug() -> None:
    """The collector itself: a class's own, an argument, one behind others, a default, an ending."""
    source = """
class Conflict(RoundsError):
    def __init__(self, slug, message): ...
def _problem(status, slug): ...
class Taken(Conflict):
    def __init__(self):
        super().__init__("taken", "It is taken.")
class Gone(Conflict):
    def __init__(self, offers, slug="gone"):
        super().__init__(slug, "It is gone.")
class Away(Unavailable):
    slug = "away"
def act(status):
    raise Conflict("no" if status else "yes", "It is not possible.")
Gone([], "gone-too")
_problem(409, f"pin-link-{status}")
_problem(409, slug="named")
"""
    tree = ast.parse(source)
    found = set(slugs_in(tree, takers(tree)))
    endings = {f"pin-link-{ending}" for ending in ENDINGS["pin-link-"]}
    assert found == {"taken", "gone", "away", "no", "yes", "gone-too", "named"} | endings


def answered() -> set[str]:
    """Every slug that the programs can answer with."""
    files = [file for name in ("services", "shared") for file in (ROOT / name).rglob("*.py")]
    sources = [
        file.read_text(encoding="utf-8")
        for file in files
        if "node_modules" not in file.parts and file.name != "admin.py"  # a command's own words
    ]
    modules = [(tree := ast.parse(text), takers(tree)) for text in sources]
    public = {
        name: at for _, own in modules for name, at in own.items() if not name.startswith("_")
    }
    found = {slug for tree, own in modules for slug in slugs_in(tree, public | own)}
    tables = {slug for slug, _ in (*SENTENCES.values(), *BY_STATE.values())}
    return found | tables | {*OF_FRAMEWORK.values(), OTHER}


def takers(tree: ast.Module) -> dict[str, int]:
    """The functions and classes with a parameter `slug`, and which of their arguments it is."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            for one in node.body:
                if isinstance(one, ast.FunctionDef) and one.name == "__init__" and _takes(one):
                    found[node.name] = _parameters(one).index("slug") - 1  # without self
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _takes(node):
            found[node.name] = _parameters(node).index("slug")
    return found


def slugs_in(tree: ast.Module, taking: dict[str, int]) -> Iterator[str]:
    """What one module names."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield from _of_class(node, taking)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = node.args.defaults
            names = _parameters(node)[len(node.args.args) - len(defaults) :]
            for name, default in zip(names, defaults, strict=True):
                yield from _words(default) if name == "slug" else ()
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            yield from _argument(node, taking[name]) if name in taking else ()


def _of_class(node: ast.ClassDef, taking: dict[str, int]) -> Iterator[str]:
    """Its own slug, and what it calls the class above it with."""
    for one in node.body:
        match one:
            case (
                ast.Assign(targets=[ast.Name(id="slug")], value=ast.Constant(value=str(slug)))
                | ast.AnnAssign(target=ast.Name(id="slug"), value=ast.Constant(value=str(slug)))
            ):
                yield slug
            case _:
                pass
    above = [taking[base] for base in map(ast.unparse, node.bases) if base in taking]
    for call in ast.walk(node) if above else ():
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "super().__init__":
            yield from _argument(call, above[0])


def _takes(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return "slug" in _parameters(node)


def _parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    return [arg.arg for arg in node.args.args]


def _argument(call: ast.Call, at: int) -> set[str]:
    given = [*call.args[at : at + 1], *(word.value for word in call.keywords if word.arg == "slug")]
    return {slug for value in given for slug in _words(value)}


def _words(value: ast.expr) -> set[str]:
    match value:
        case ast.Constant(value=str(slug)):
            return {slug}
        case ast.IfExp():
            return _words(value.body) | _words(value.orelse)
        case ast.JoinedStr(values=[ast.Constant(value=str(lead)), ast.FormattedValue()]):
            return {f"{lead}{ending}" for ending in ENDINGS[lead]}
        case _:
            known = ast.unparse(value) in PASSED_ON
            assert known, f"this test cannot see which slug this is: {ast.unparse(value)}"
            return set()
