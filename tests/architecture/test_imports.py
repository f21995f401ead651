"""`services`, `shared` and `infra` are generic names: they must be the ones of this repository."""

import importlib
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", ["services", "shared", "infra", "services.api"])
def test_the_package_comes_from_this_repository(name: str) -> None:
    """No package of the same name that happens to be installed is imported in its place."""
    package = importlib.import_module(name)
    assert Path(str(package.__file__)) == REPOSITORY.joinpath(*name.split(".")) / "__init__.py"
