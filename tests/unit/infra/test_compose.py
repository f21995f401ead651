"""docker-compose.yml cannot run in CI, so all that it names is checked here."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
COMPOSE = ROOT / "docker-compose.yml"
PINNED = re.compile(r":v?\d+\.\d+")
# May be empty: then nobody is asked, nobody is believed, and solves have the settings' defaults.
# No secret is among them.
OPTIONAL = (
    "ROUNDS_OSRM_",
    "ROUNDS_MAP_",
    "ROUNDS_GEOCODER",
    "ROUNDS_TRUSTED_PROXIES",
    "ROUNDS_SOLVE_",
)


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The parsed file, anchors merged."""
    loaded: dict[str, Any] = yaml.safe_load(COMPOSE.read_text())
    return loaded


def test_the_services_are_those_of_the_design(compose: dict[str, Any]) -> None:
    """Postgres, Valkey, one-shot migrate, api, dispatcher; a road engine only when asked for."""
    needed = {"postgres", "valkey", "migrate", "api", "dispatcher"}
    assert set(compose["services"]) == needed | {"osrm"}
    optional = {name for name, one in compose["services"].items() if one.get("profiles")}
    assert optional == {"osrm"}
    assert compose["services"]["migrate"]["restart"] == "no"


def test_images_are_pinned_and_nothing_runs_as_root(compose: dict[str, Any]) -> None:
    """No `latest`, and our own containers have a number as user, no capability, no writing."""
    for name, service in compose["services"].items():
        assert PINNED.search(service["image"]), name
    for name in ("migrate", "api", "dispatcher", "osrm"):
        service = compose["services"][name]
        assert service["user"] == "10001:10001"
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]


def test_what_it_waits_for_can_become_healthy(compose: dict[str, Any]) -> None:
    """Each condition is one that the named service can meet."""
    services = compose["services"]
    for service in services.values():
        for other, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                assert "healthcheck" in services[other], other
            else:
                assert wait["condition"] == "service_completed_successfully"
                assert services[other]["restart"] == "no"


def test_commands_name_modules_that_exist(compose: dict[str, Any]) -> None:
    """`python -m X` only for an X that can be imported."""
    for name in ("migrate", "api", "dispatcher"):
        program, flag, module = compose["services"][name]["command"]
        assert (program, flag) == ("python", "-m")
        spec = importlib.util.find_spec(module)
        assert spec is not None, module
        if spec.submodule_search_locations is not None:
            assert importlib.util.find_spec(f"{module}.__main__") is not None, module


def test_who_serves_says_that_it_lives(compose: dict[str, Any]) -> None:
    """Every lasting service has a health check; the dispatcher's reads the file that it touches,
    which lies where a read-only container may write, by a module that exists.
    """
    services = compose["services"]
    # A road engine is asked over HTTP with a circuit breaker: it may be away.
    needed = {name: one for name, one in services.items() if "profiles" not in one}
    lasting = {name for name, one in needed.items() if one["restart"] != "no"}
    assert lasting == {"postgres", "valkey", "api", "dispatcher"}
    assert {name for name in lasting if "healthcheck" in services[name]} == lasting
    dispatcher = services["dispatcher"]
    marker, program, flag, module = dispatcher["healthcheck"]["test"]
    assert (marker, program, flag) == ("CMD", "python", "-m")
    assert importlib.util.find_spec(module) is not None
    file = Path(dispatcher["environment"]["ROUNDS_HEARTBEAT_FILE"])
    assert str(file.parent) in dispatcher["tmpfs"]


def test_variables_are_read_by_somebody(compose: dict[str, Any]) -> None:
    """Each variable is one that settings, the preparation or the kernels' copying read."""
    known = set(re.findall(r"ROUNDS_[A-Z_]+", (ROOT / "shared/settings.py").read_text()))
    known |= set(re.findall(r"ROUNDS_[A-Z_]+", (ROOT / "infra/prepare.py").read_text()))
    known.add("XDG_CACHE_HOME")
    assert "XDG_CACHE_HOME" in (ROOT / "services/dispatcher/planning/kernels.py").read_text()
    for name in ("migrate", "api", "dispatcher"):
        for variable in compose["services"][name]["environment"]:
            assert variable in known, variable


def test_the_dispatcher_is_told_how_to_solve(compose: dict[str, Any]) -> None:
    """Whatever settings read of solving can be set in `.env`."""
    read = set(re.findall(r"ROUNDS_SOLVE_[A-Z_]+", (ROOT / "shared/settings.py").read_text()))
    told = compose["services"]["dispatcher"]["environment"]
    assert len(read) == 4
    assert {name: told.get(name) for name in read} == {name: f"${{{name}:-}}" for name in read}


def test_variables_to_be_set_are_explained() -> None:
    """Whatever the file reads of `.env` stands in the guides; defaults are empty."""
    text = COMPOSE.read_text()
    demanded = set(re.findall(r"\$\{([A-Z_]+):\?", text))
    named = set(re.findall(r"\$\{([A-Z_]+)", text))
    assert {name for name in named - demanded if not name.startswith(OPTIONAL)} == set()
    guide = (ROOT / "docs/operations.md").read_text() + (ROOT / "docs/engines.md").read_text()
    assert {name for name in named if name not in guide} == set()


def test_the_image_is_built_from_files_that_exist(compose: dict[str, Any]) -> None:
    """Each COPY from the context names something that is in the repository."""
    build = compose["services"]["api"]["build"]
    dockerfile = ROOT / build["context"] / build["dockerfile"]
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", dockerfile.read_text(), re.MULTILINE)
    sources = [source for line in lines for source in line.split()]
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source


def test_what_the_planner_compiles_outlives_its_container(compose: dict[str, Any]) -> None:
    """Kernels fit one CPU: what is compiled for this host is kept in a volume, in a folder of the
    image that belongs to the user of the container, as a new volume takes over its owner.
    """
    dispatcher = compose["services"]["dispatcher"]
    home = dispatcher["environment"]["XDG_CACHE_HOME"]
    mounted = dict(reversed(one.split(":")) for one in dispatcher["volumes"])
    assert mounted[home] in compose["volumes"]
    user, group = dispatcher["user"].split(":")
    dockerfile = (ROOT / dispatcher["build"]["dockerfile"]).read_text()
    assert f"RUN install -d -o {user} -g {group} {home}\n" in dockerfile


def test_no_secret_is_written_down() -> None:
    """Passwords come from the environment, keys from files."""
    text = COMPOSE.read_text()
    assert not re.search(r"PASSWORD: (?!\$\{)", text)
    assert set(yaml.safe_load(text)["secrets"]) == {"keys", "offer_secret"}


def test_the_road_engine_reads_what_its_recipe_makes(compose: dict[str, Any]) -> None:
    """docs/engines.md makes the file, with the same image, that the engine is started on."""
    recipe = (ROOT / "docs/engines.md").read_text()
    osrm = compose["services"]["osrm"]
    graph = Path(osrm["command"][-1]).name
    assert osrm["image"] in recipe
    assert f"osrm-contract /data/{graph}" in recipe
    assert osrm["volumes"][0].endswith(":/data:ro")
    for name in ("api", "dispatcher"):
        assert "ROUNDS_OSRM_URL" in compose["services"][name]["environment"]
