"""Passwords of the embedded servers."""

from pathlib import Path

import pytest

from infra.local.errors import LocalStackError
from infra.local.layout import Layout
from infra.local.passwords import Passwords, ensure_secret, load_passwords


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    made = Layout(tmp_path / "rounds")
    made.create()
    return made


def test_they_are_made_once(layout: Layout) -> None:
    """The database keeps the first ones, so every later start must read the same."""
    first = load_passwords(layout)
    assert load_passwords(layout) == first
    assert layout.passwords.stat().st_mode & 0o777 == 0o600
    assert len({first.postgres, first.rounds_owner, first.rounds_app, first.valkey}) == 4


def test_a_database_without_its_passwords_is_not_given_new_ones(layout: Layout) -> None:
    """New ones would not open the old database: the message names both ways out."""
    layout.postgres.mkdir()
    with pytest.raises(LocalStackError, match=r"restore the file, or delete"):
        load_passwords(layout)


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"postgres": "a"}'])
def test_a_damaged_file_is_named(layout: Layout, text: str) -> None:
    """One line that names the file, no traceback."""
    layout.passwords.write_text(text)
    with pytest.raises(LocalStackError, match=r"passwords\.json is damaged"):
        load_passwords(layout)


def test_a_password_that_would_need_quoting_is_refused() -> None:
    """They go unquoted into SQL, URLs and configuration lines."""
    good = "a" * 32
    with pytest.raises(ValueError, match="rounds_app"):
        Passwords(good, good, "'; DROP ROLE rounds_owner; --" + good, good)


def test_the_secret_is_made_once(layout: Layout) -> None:
    """Offers that were signed before a restart stay valid."""
    ensure_secret(layout.secret)
    first = layout.secret.read_text()
    ensure_secret(layout.secret)
    assert layout.secret.read_text() == first
    assert len(first.strip()) == 44
