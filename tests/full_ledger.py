"""A ledger in which everything has happened once: every reason for which credits can move.

Policy WIDE caps what is carried over by the physical stock, and lets boundaries transfer.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from remine_portal.domain.credits import METALS
from remine_portal.domain.mass import Mass
from remine_portal.domain.policy import CarryOverCap
from remine_portal.services import closing, correcting, returning, transferring
from remine_portal.services.periods import named_period
from tests.books import DEMO, ELV, Q2, RECYCLED, Books
from tests.desk import Desk, found

WIDE = replace(
    DEMO,
    name="WIDE",
    effective_from=date(2026, 1, 1),
    carry_over_cap=CarryOverCap.PHYSICAL_STOCK,
    transfers=True,
)
UNTIL_SUMMER = (date(2025, 10, 1), date(2026, 1, 1), Q2)
"""The periods of Naoshima that have ended; the third quarter of 2026 is under way."""


def close_periods(books: Books, first_days: Iterable[date], **figures: str) -> None:
    """Two people close periods of Naoshima, each with these figures of production, in tonnes."""
    people = [books.hire(), books.hire()]
    said = {"output": "1000", "physical_stock": "60", "measured_yield": "0.970", **figures}
    for first_day in first_days:
        books.produce(first_day, **said)
        for person in people:
            with books.writing(person) as work:
                period = named_period(work, "NAOSHIMA", METALS[0], first_day)
                closing.propose_or_confirm(work, period, office=books.office)


def everything_happens(books: Books, desk: Desk) -> None:
    """20 t attributed and 4 of them returned, 5 t transferred, a period closed, an input struck.

    In the end a draft still holds 10 t of end-of-life vehicles, and a deficit has been covered.
    """
    desk.now = books.now
    books.enter(WIDE)
    struck = books.receive(kg=100_000, on=Q2)
    books.receive(kg=50_000, on=Q2, kind=ELV)
    for number in ("SH-1", "SH-2"):
        books.ship(number, "50", on=Q2)
    declared = desk.ready("SH-1", attributions={RECYCLED: "40"})
    desk.issue(declared)
    desk.withdraw(desk.prepare("SH-2", attributions={RECYCLED: "40"}))
    close_periods(books, UNTIL_SUMMER, measured_yield="0.960")

    books.receive(kg=30_000)
    books.ship("SH-3", "50")
    desk.prepare("SH-3", attributions={ELV: "20"})
    with books.writing() as work:
        returning.book_goods_return(
            work,
            found(work, declared),
            net_mass=Mass.of("10", "t"),
            returned_on=books.now.date(),
            reference="RN-1",
        )
    with books.writing() as work:
        transferring.transfer(
            work, source="NAOSHIMA", target="ONAHAMA", characteristic=RECYCLED, kilograms=5_000
        )
    with books.writing() as work:
        correcting.disallow_input(work, struck.receipt_no, note='It was "concentrate".')
    books.receive(kg=80_000)
