"""What every table shares: naming of constraints, and column types that keep figures exact."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    text,
)
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from remine_portal.domain.mass import Mass

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

Key = BigInteger().with_variant(Integer, "sqlite")
"""A 64-bit key that SQLite numbers by itself."""


Kilograms = BigInteger()
"""Whole kilograms: credits, never a mass."""


class Row(DeclarativeBase):
    """The base of every row."""

    metadata = MetaData(naming_convention=NAMING)


def where_given(name: str, condition: str, *columns: str, unique: bool = False) -> Index:
    """An index of the rows for which a condition holds, on both engines."""
    where = text(condition)
    return Index(name, *columns, unique=unique, sqlite_where=where, postgresql_where=where)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses one without a zone, and gives back UTC on both engines."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class MassColumn(TypeDecorator[Mass]):
    """A mass, as whole milligrams in 64 bits."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Mass | None, dialect: Dialect) -> int | None:
        return None if value is None else value.milligrams

    def process_result_value(self, value: int | None, dialect: Dialect) -> Mass | None:
        return None if value is None else Mass(int(value))


class ExactColumn(TypeDecorator[Decimal]):
    """A decimal, as a whole number of its smallest unit. Refuses a finer one."""

    impl = Integer
    cache_ok = True

    def __init__(self, decimals: int) -> None:
        super().__init__()
        self.decimals = decimals

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        whole = value.scaleb(self.decimals)
        if whole != whole.to_integral_value():
            raise ValueError(f"{value} has more than {self.decimals} decimals")
        return int(whole)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        if value is None:
            return None
        exact = Decimal(value).scaleb(-self.decimals).normalize()
        return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact


class PercentColumn(ExactColumn):
    """A percentage, as whole thousandths of a percent."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(decimals=3)


class FactorColumn(ExactColumn):
    """A conversion factor or a yield, as whole millionths."""

    cache_ok = True

    def __init__(self) -> None:
        super().__init__(decimals=6)


class EnumColumn(TypeDecorator[StrEnum]):
    """One of an enumeration's values, kept as its text."""

    impl = String(32)
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        return None if value is None else self.kind(value)
