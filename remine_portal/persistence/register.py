"""The entries of the public register, and the hashes of its tree at any size.

A row keeps the hashes of all subtrees that its leaf completes, from the leaf upwards. So a root, an
inclusion proof or a consistency proof needs one query for a few rows, however long the register.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from remine_portal.domain.merkle import (
    HASH_BYTES,
    Node,
    Range,
    completed_hashes,
    hash_of,
    leaf_hash,
    subtrees,
)
from remine_portal.domain.register import Event
from remine_portal.domain.tiles import Tile, bundled
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import next_in_series
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime, where_given

SERIES = "register"
AT_A_TIME = 1000


class RegisterEntryRow(Row):
    """A leaf of the tree. The database refuses to change, delete, skip or repeat one."""

    __tablename__ = "register_entry"
    __table_args__ = (
        CheckConstraint(
            "(event = 'period-closed') = (declaration_id IS NULL)",
            name="of_a_declaration_or_a_period",
        ),
        CheckConstraint("length(hashes) >= 32 AND length(hashes) % 32 = 0", name="whole_hashes"),
        where_given(
            "uq_register_entry_one_issue", "event = 'issued'", "declaration_id", unique=True
        ),
        where_given(
            "uq_register_entry_one_ending",
            "event IN ('superseded', 'revoked')",
            "declaration_id",
            unique=True,
        ),
    )

    index: Mapped[int] = mapped_column("entry_index", Key, primary_key=True, autoincrement=False)
    event: Mapped[Event] = mapped_column(EnumColumn(Event))
    declaration_id: Mapped[int | None] = mapped_column(ForeignKey("declaration.id"), index=True)
    entry: Mapped[str] = mapped_column(Text)
    hashes: Mapped[bytes] = mapped_column(LargeBinary)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EntryLost(LookupError):
    """A row that the register's length promises is not there."""


def append(
    work: UnitOfWork, entry: bytes, event: Event, declaration_id: int | None = None
) -> RegisterEntryRow:
    """The next entry, counted inside the transaction: no gap, and nobody else's index."""
    index = next_in_series(work, SERIES) - 1
    joined = [(level, (index >> level) - 1) for level in range(_completes(index))]
    older = nodes(work, joined)
    row = RegisterEntryRow(
        index=index,
        event=event,
        declaration_id=declaration_id,
        entry=entry.decode(),
        hashes=b"".join(completed_hashes(index, leaf_hash(entry), older.__getitem__)),
        recorded_at=work.now.replace(microsecond=0),  # as the entry says it
    )
    work.session.add(row)
    work.session.flush()
    return row


def hold_still(work: UnitOfWork) -> None:
    """Let all that is read from now on be of one moment. Asked before anything is read."""
    connection = work.session.connection()
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


def size(work: UnitOfWork) -> int:
    """How many entries there are."""
    last = work.session.scalar(select(func.max(RegisterEntryRow.index)))
    return 0 if last is None else last + 1


def nodes(work: UnitOfWork, wanted: Iterable[Node]) -> dict[Node, bytes]:
    """The hashes of complete subtrees; refuses, by EntryLost, one that is not there."""
    completed_by = {node: ((node[1] + 1) << node[0]) - 1 for node in wanted}
    kept: dict[int, bytes] = {}
    for chunk in chunks(set(completed_by.values())):
        kept |= dict(
            work.session.execute(
                select(RegisterEntryRow.index, RegisterEntryRow.hashes).where(
                    RegisterEntryRow.index.in_(chunk)
                )
            ).all()
        )
    found = {}
    for node, index in completed_by.items():
        start = node[0] * HASH_BYTES
        found[node] = kept.get(index, b"")[start : start + HASH_BYTES]
        if len(found[node]) != HASH_BYTES:
            raise EntryLost(f"entry {index} is not there")
    return found


def hashes_over(work: UnitOfWork, ranges: Sequence[Range]) -> list[bytes]:
    """The hash that the tree has over each range, all from one query."""
    found = nodes(work, {node for each in ranges for node in subtrees(each)})
    return [hash_of(each, found.__getitem__) for each in ranges]


def root_at(work: UnitOfWork, count: int) -> bytes:
    """The root over the first so many entries."""
    return hashes_over(work, [(0, count)])[0]


def entries_between(work: UnitOfWork, first: int, end: int) -> list[RegisterEntryRow]:
    """Rows by their order, from the first index up to but without the end."""
    return list(
        work.session.scalars(
            select(RegisterEntryRow)
            .where(RegisterEntryRow.index >= first, RegisterEntryRow.index < end)
            .order_by(RegisterEntryRow.index)
        )
    )


def every_entry(work: UnitOfWork) -> Iterator[RegisterEntryRow]:
    """All rows by their order, a thousand in memory at a time."""
    last = -1
    while True:
        rows = list(
            work.session.scalars(
                select(RegisterEntryRow)
                .where(RegisterEntryRow.index > last)
                .order_by(RegisterEntryRow.index)
                .limit(AT_A_TIME)
            )
        )
        if not rows:
            return
        yield from rows
        last = rows[-1].index
        work.session.expunge_all()


def latest_entries(work: UnitOfWork, count: int, most: int) -> list[RegisterEntryRow]:
    """The last few of the first so many entries, newest first."""
    return entries_between(work, max(0, count - most), count)[::-1]


def entries_of(work: UnitOfWork, declaration_id: int) -> list[RegisterEntryRow]:
    """All that the register says of a declaration, its issue first."""
    return list(
        work.session.scalars(
            select(RegisterEntryRow)
            .where(RegisterEntryRow.declaration_id == declaration_id)
            .order_by(RegisterEntryRow.index)
        )
    )


def content_of(work: UnitOfWork, tile: Tile) -> bytes:
    """The bytes of a tile or bundle; refuses, by EntryLost, one that is not there."""
    if tile.level is not None:
        found = nodes(work, tile.nodes())
        return b"".join(found[each] for each in tile.nodes())
    rows = entries_between(work, tile.first, tile.first + tile.width)
    if len(rows) != tile.width:
        raise EntryLost(f"{tile.path} is not all there")
    return bundled(each.entry.encode() for each in rows)


def find_entry(work: UnitOfWork, index: int) -> RegisterEntryRow | None:
    return work.session.get(RegisterEntryRow, index)


def _completes(index: int) -> int:
    """How many subtrees above itself the leaf completes: the ones that its index ends in."""
    return (index ^ (index + 1)).bit_length() - 1
