"""A yearly statement's figures as text that is kept for ever, and read back as they were."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import rfc8785

from remine_portal.domain.mass import Mass
from remine_portal.domain.yearly_statements import YearlyFigures


def canonical(figures: YearlyFigures) -> str:
    """The same text for the same figures: sorted keys, no spaces, no floats (RFC 8785)."""
    return rfc8785.dumps(_plain(figures)).decode()


def sha256_of(text: str) -> str:
    """Of figures in canonical form, which takes a second to write for a large company."""
    return hashlib.sha256(text.encode()).hexdigest()


def read_figures(text: str) -> YearlyFigures:
    figures = _revived(YearlyFigures, json.loads(text))
    assert isinstance(figures, YearlyFigures), "it was written from some"
    return figures


def _plain(value: Any) -> Any:
    """Masses as text, for a year's milligrams may be more than a JSON number holds exactly."""
    match value:
        case Mass():
            return str(value.milligrams)
        case Decimal() | StrEnum():
            return str(value)
        case date():
            return value.isoformat()
        case tuple():
            return [_plain(each) for each in value]
        case _ if is_dataclass(value):
            return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
        case _:
            return value


def _revived(kind: Any, said: Any) -> Any:
    """What was plain, as the kind of value that it was."""
    if get_origin(kind) is tuple:
        return tuple(_revived(get_args(kind)[0], each) for each in said)
    if said is None or kind in (str, int, bool):
        return said
    if NoneType in get_args(kind):
        (kind,) = set(get_args(kind)) - {NoneType}
    if kind is Mass:
        return Mass(int(said))
    if kind is date:
        return date.fromisoformat(said)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _kinds_in(kind)
        return kind(**{name: _revived(hints[name], each) for name, each in said.items()})
    return kind(said)


@cache
def _kinds_in(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)
