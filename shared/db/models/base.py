"""What all rows share: column types, constraint names, tenant first, version, creation time."""

from collections.abc import Iterable
from datetime import datetime, time
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKeyConstraint,
    LargeBinary,
    MetaData,
    Text,
    Time,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP
from sqlalchemy.dialects.postgresql import UUID as PG_UUID
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(referred_table_name)s_fk",
    "pk": "%(table_name)s_pk",
}

BIG = BigInteger()  # for `Mapped[int]` columns that need 64 bits


class Base(DeclarativeBase):
    """Rows are records: rules live in `shared.domain`, queries in repositories."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads this class attribute by name
        str: Text(),
        bytes: LargeBinary(),
        UUID: PG_UUID(as_uuid=True),
        datetime: TIMESTAMP(timezone=True),
        time: Time(timezone=False),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
        list[str]: ARRAY(Text()),
        list[UUID]: ARRAY(PG_UUID(as_uuid=True)),
    }


class Created:
    """When the row was written, by the database's clock."""

    created_at: Mapped[datetime] = mapped_column(server_default=func.now(), sort_order=100)


class TenantRow(Created):
    """A row that belongs to one tenant, which comes first in every key."""

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-100)


class Versioned:
    """A row that people change: the trigger `bump_version` counts its updates for `If-Match`."""

    version: Mapped[int] = mapped_column(server_default=text("1"), sort_order=99)


def one_of(table: str, column: str, words: Iterable[str] | type[StrEnum]) -> CheckConstraint:
    """The closed list of a status column, named `<table>_<column>_known`."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{table}_{column}_known")


def all_of(table: str, column: str, words: Iterable[str] | type[StrEnum]) -> CheckConstraint:
    """Every element of an array column is one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} <@ ARRAY[{listed}]::text[]", name=f"{table}_{column}_known")


def short(table: str, column: str, characters: int) -> CheckConstraint:
    """A text has an end, also where a person types it."""
    return CheckConstraint(f"char_length({column}) <= {characters}", name=f"{table}_{column}_short")


def sealed_short(table: str, noun: str, characters: int) -> CheckConstraint:
    """The same of `<noun>_sealed`: 31 bytes around UTF-8, four bytes a character at most."""
    longest = f"octet_length({noun}_sealed) <= 4 * {characters} + 31"
    return CheckConstraint(longest, name=f"{table}_{noun}_short")


def belongs_to(
    table: str, noun: str, columns: str = "", *, to: str = "", later: bool = False
) -> ForeignKeyConstraint:
    """A foreign key inside the tenant: (tenant_id, columns) of `table` to those of `noun`.

    `later` for tables that point at each other: the constraint comes after both.
    """
    own = (columns or f"{noun}_id").split()
    theirs = to.split() or (own if columns == "" else [f"{noun}_id"])
    return ForeignKeyConstraint(
        ["tenant_id", *own],
        [f"{noun}.{column}" for column in ("tenant_id", *theirs)],
        name=f"{table}_{noun}_fk",
        use_alter=later,
    )


def of_tenant(table: str) -> ForeignKeyConstraint:
    """The tenant exists."""
    return ForeignKeyConstraint(["tenant_id"], ["tenant.tenant_id"], name=f"{table}_tenant_fk")


EMPTY_TEXTS = text("'{}'::text[]")
EMPTY_UUIDS = text("'{}'::uuid[]")
EMPTY_OBJECT = text("'{}'::jsonb")
NO = text("false")
YES = text("true")
ZERO = text("0")
