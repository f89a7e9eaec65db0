"""The credit ledger: accounts, batches, deficits, and the entries that move credits.

Entries are the truth. What a batch holds is moved by the database with each entry, so rows of
batches are read afresh and never written to.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    String,
    UniqueConstraint,
    insert,
    select,
    text,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from remine_portal.domain.batches import Batch
from remine_portal.domain.credits import Characteristic, Reason, account_name
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.periods import PeriodRow
from remine_portal.persistence.receipts import ReceiptRow
from remine_portal.persistence.schema import (
    EnumColumn,
    Key,
    Kilograms,
    Row,
    UtcDateTime,
    where_given,
)

AT_A_TIME = 50


class AccountRow(Row):
    """One boundary × metal × characteristic."""

    __tablename__ = "credit_account"
    __table_args__ = (
        UniqueConstraint("boundary", "metal", "characteristic", name="uq_credit_account_boundary"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    name: Mapped[str] = mapped_column(String(110), unique=True)
    boundary: Mapped[str] = mapped_column(String(64))
    metal: Mapped[str] = mapped_column(String(2))
    characteristic: Mapped[Characteristic] = mapped_column(EnumColumn(Characteristic))


class BatchRow(Row):
    """Credits that one input brought in, with one last day; from another batch after a transfer."""

    __tablename__ = "credit_batch"
    __table_args__ = (
        CheckConstraint(
            "available_kg >= 0 AND reserved_kg >= 0 AND attributed_kg >= 0 AND expired_kg >= 0",
            name="never_below_zero",
        ),
        CheckConstraint("booked_on <= expires_on", name="days_in_order"),
        where_given(
            "uq_credit_batch_one_an_input", "from_batch_id IS NULL", "receipt_id", unique=True
        ),
        where_given(
            "ix_credit_batch_to_spend", "available_kg > 0", "account_id", "expires_on", "id"
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("credit_account.id"), index=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("input_receipt.id"), index=True)
    from_batch_id: Mapped[int | None] = mapped_column(ForeignKey("credit_batch.id"))
    period_id: Mapped[int] = mapped_column(ForeignKey("balance_period.id"))
    period_from: Mapped[date]
    booked_on: Mapped[date]
    expires_on: Mapped[date]
    available_kg: Mapped[int] = mapped_column(Kilograms, default=0)
    reserved_kg: Mapped[int] = mapped_column(Kilograms, default=0)
    attributed_kg: Mapped[int] = mapped_column(Kilograms, default=0)
    expired_kg: Mapped[int] = mapped_column(Kilograms, default=0)
    last_entry_id: Mapped[int] = mapped_column(BigInteger, default=0)

    account: Mapped[AccountRow] = relationship(lazy="raise")
    receipt: Mapped[ReceiptRow] = relationship(lazy="raise")


class DeficitRow(Row):
    """Credits that a correction found missing: it freezes the account until entries cover it."""

    __tablename__ = "credit_deficit"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("credit_account.id"), index=True)
    reason: Mapped[Reason] = mapped_column(EnumColumn(Reason))
    kilograms: Mapped[int] = mapped_column(Kilograms)
    period_id: Mapped[int] = mapped_column(ForeignKey("balance_period.id"))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("input_receipt.id"))
    opened_by: Mapped[str] = mapped_column(String(200))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)


class EntryRow(Row):
    """One immutable line of the ledger. Its reason is its direction."""

    __tablename__ = "credit_entry"
    __table_args__ = (
        CheckConstraint("kilograms > 0", name="moves_something"),
        CheckConstraint(
            "(reason IN ('reserve', 'release', 'attribute', 'return')) = (draft_id IS NOT NULL)",
            name="reaches_a_shipment",
        ),
        CheckConstraint("reason <> 'return' OR corrects_id IS NOT NULL", name="returns_what"),
        CheckConstraint("(reason = 'settle') = (deficit_id IS NOT NULL)", name="settles_what"),
        *(
            where_given(f"ix_credit_entry_{column}", f"{column} IS NOT NULL", column)
            for column in ("draft_id", "deficit_id", "corrects_id")
        ),
        where_given(
            "uq_credit_entry_brings_a_batch_in_once",
            "reason IN ('book-input', 'transfer-in')",
            "batch_id",
            unique=True,
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("credit_batch.id"), index=True)
    reason: Mapped[Reason] = mapped_column(EnumColumn(Reason))
    kilograms: Mapped[int] = mapped_column(Kilograms)
    period_id: Mapped[int] = mapped_column(ForeignKey("balance_period.id"), index=True)
    effective_on: Mapped[date]
    draft_id: Mapped[UUID | None] = mapped_column(ForeignKey("draft.id"))
    deficit_id: Mapped[int | None] = mapped_column(ForeignKey("credit_deficit.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("credit_entry.id"))
    note: Mapped[str | None] = mapped_column(String(400))
    posted_by: Mapped[str] = mapped_column(String(200))
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    batch: Mapped[BatchRow] = relationship(lazy="raise")
    period: Mapped[PeriodRow] = relationship(lazy="raise")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """An entry to be: what `post` writes down."""

    batch_id: int
    reason: Reason
    kilograms: int
    period_id: int
    effective_on: date
    draft_id: UUID | None = None
    deficit_id: int | None = None
    corrects_id: int | None = None
    note: str | None = None


def post(work: UnitOfWork, postings: Iterable[Posting]) -> list[int]:
    """Write entries, and let the database move their batches; their ids, in order.

    The accounts must be held (`hold_accounts`). An overdraw or an entry in a closed period fails in
    the database itself, and the transaction with it.
    """
    who = work.actor.email or work.actor.name
    rows = [{**asdict(each), "posted_by": who, "posted_at": work.now} for each in postings]
    if not rows:
        return []
    adding = insert(EntryRow).returning(EntryRow.id, sort_by_parameter_order=True)
    return list(work.session.scalars(adding, rows))


def hold_accounts(work: UnitOfWork, boundary: str, metal: str) -> dict[Characteristic, AccountRow]:
    """The accounts of a boundary, opened where they were not, and ours until the work ends.

    On SQLite all writers queue; on PostgreSQL the rows are locked, in one order for everybody.
    """
    held = accounts_of(work, boundary, metal, lock=True)
    if len(held) < len(Characteristic):
        _open_accounts(work, boundary, metal)
        held = accounts_of(work, boundary, metal, lock=True)
    return {row.characteristic: row for row in held}


def _open_accounts(work: UnitOfWork, boundary: str, metal: str) -> None:
    """Those that are missing; somebody else may open them at the same moment."""
    for characteristic in Characteristic:
        work.session.execute(
            text(
                "INSERT INTO credit_account (name, boundary, metal, characteristic) "
                "VALUES (:name, :boundary, :metal, :characteristic) ON CONFLICT DO NOTHING"
            ),
            {
                "name": account_name(boundary, metal, characteristic),
                "boundary": boundary,
                "metal": metal,
                "characteristic": characteristic.value,
            },
        )


def accounts_of(
    work: UnitOfWork, boundary: str, metal: str, *, lock: bool = False
) -> list[AccountRow]:
    query = (
        select(AccountRow)
        .where(AccountRow.boundary == boundary, AccountRow.metal == metal)
        .order_by(AccountRow.id)
    )
    return list(work.session.scalars(query.with_for_update() if lock else query))


def all_accounts(work: UnitOfWork) -> list[AccountRow]:
    """By boundary, metal and characteristic."""
    return list(work.session.scalars(select(AccountRow).order_by(AccountRow.id)))


def find_account(work: UnitOfWork, name: str) -> AccountRow | None:
    return work.session.scalar(select(AccountRow).where(AccountRow.name == name))


def batches_to_spend(
    work: UnitOfWork,
    account_id: int,
    *,
    first_day: date,
    last_day: date,
    lasting_until: date = date.min,
) -> Iterator[Batch]:
    """Batches with something available that were booked for a period beginning in these days.

    The oldest expiry first, a few at a time: whoever needs little reads little. None whose last
    day is before `lasting_until`.
    """
    after: tuple[date, int] = (lasting_until, 0)
    while True:
        found = work.session.execute(
            select(BatchRow.id, BatchRow.expires_on, BatchRow.available_kg)
            .where(
                BatchRow.account_id == account_id,
                BatchRow.available_kg > 0,
                BatchRow.period_from.between(first_day, last_day),
                (BatchRow.expires_on > after[0])
                | ((BatchRow.expires_on == after[0]) & (BatchRow.id > after[1])),
            )
            .order_by(BatchRow.expires_on, BatchRow.id)
            .limit(AT_A_TIME)
        ).all()
        for row in found:
            yield Batch(row.expires_on, row.id, row.available_kg)
        if len(found) < AT_A_TIME:
            return
        after = (found[-1].expires_on, found[-1].id)


def expired_batches(work: UnitOfWork, account_ids: Iterable[int], today: date) -> list[Any]:
    """(id, expires_on, available_kg) of batches whose last day is past and that hold something."""
    return list(
        work.session.execute(
            select(BatchRow.id, BatchRow.expires_on, BatchRow.available_kg)
            .where(
                BatchRow.account_id.in_(list(account_ids)),
                BatchRow.available_kg > 0,
                BatchRow.expires_on < today,
            )
            .order_by(BatchRow.expires_on, BatchRow.id)
        )
    )


def find_batch(work: UnitOfWork, batch_id: int) -> BatchRow:
    """As it stands now, with its account and receipt."""
    return work.session.scalars(
        select(BatchRow)
        .where(BatchRow.id == batch_id)
        .options(joinedload(BatchRow.account), joinedload(BatchRow.receipt))
        .execution_options(populate_existing=True)
    ).one()


def entry_that_booked(work: UnitOfWork, batch_id: int) -> int:
    """The entry that brought a batch's credits in."""
    return work.session.scalars(
        select(EntryRow.id).where(
            EntryRow.batch_id == batch_id,
            EntryRow.reason.in_([Reason.BOOK_INPUT, Reason.TRANSFER_IN]),
        )
    ).one()


def find_period(work: UnitOfWork, period_id: int) -> PeriodRow:
    return work.session.get_one(PeriodRow, period_id)
