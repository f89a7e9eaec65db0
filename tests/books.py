"""The books of the tests: the policy DEMO, inputs that bring in credits, copper that is shipped.

Masses are in tonnes, credits in whole kilograms. Policy DEMO is that of DOMAIN.md 7a: calendar
quarters from 2025-10-01, factor 0.970, 24 months, carried over without a cap, seven days.
"""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import select

from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import COMMAND_LINE, Actor, Role
from remine_portal.domain.policy import CarryOverCap, Guideline, Policy
from remine_portal.domain.production import Production
from remine_portal.domain.receipts import Receipt
from remine_portal.persistence import credit_positions, ledger
from remine_portal.persistence.credit_positions import Position
from remine_portal.persistence.database import Database, UnitOfWork
from remine_portal.persistence.ledger import EntryRow
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.shipments import ShipmentRow
from remine_portal.services import policies, producing, receiving
from remine_portal.services.office import Office
from tests.factories import a_person, a_shipment

TODAY = datetime(2026, 8, 20, 3, 0, tzinfo=UTC)
Q2, Q3 = date(2026, 4, 1), date(2026, 7, 1)
RECYCLED, ELV = Characteristic.RECYCLED, Characteristic.END_OF_LIFE_VEHICLE
DEMO = Policy(
    name="DEMO",
    effective_from=date(2025, 10, 1),
    period_months=3,
    validity_months=24,
    reservation_days=7,
    conversion_factors={"Cu": Decimal("0.970")},
    carry_over=True,
    carry_over_cap=CarryOverCap.NONE,
    transfers=False,
    boundaries={"NAOSHIMA": ("NAOSHIMA",), "ONAHAMA": ("ONAHAMA",)},
    guideline=Guideline(
        title=Text(
            en="Guideline of the test", ja="銅製品のマスバランスクレジットモデルガイドライン"
        ),
        version="0",
        verified_by=Text(
            en="Japan Life Cycle Assessment Facilitation Centre",
            ja="Japan Life Cycle Assessment Facilitation Centre",
        ),
    ),
    standards=("ISO 22095:2020", "ISO 22095-2:2026"),
    characteristics={
        RECYCLED: Text(en="Scrap, of the test", ja="テスト用のスクラップ"),
        ELV: Text(en="From vehicles, of the test", ja="テスト用の廃自動車由来材料"),
    },
)

_numbers = count(1)


def a_policy(work: UnitOfWork, policy: Policy = DEMO) -> None:
    policies.enter_policy(work, policy)


def an_input(
    *,
    kg: int | None = None,
    gross: str = "1",
    assay: str = "100",
    kind: Characteristic | None = RECYCLED,
    on: date = Q3,
    **fields: Any,
) -> Receipt:
    """An input of so many tonnes, or one that brings in exactly so many credits by factor 0.970."""
    number = next(_numbers)
    mass = Mass.of(gross, "t")
    if kg is not None:
        mass = Mass(-(-kg * 1_000_000_000 // 970))
    said: dict[str, Any] = {
        "row": number,
        "receipt_no": f"R-{number}",
        "site_code": "NAOSHIMA",
        "received_on": on,
        "material": "Copper scrap",
        "characteristic": kind,
        "supplier_ref": "S1",
        "gross": mass,
        "unit": "t",
        "assay_percent": Decimal(assay),
        "weight_ticket": f"WT-{number}",
        "assay_report": f"AS-{number}",
        **fields,
    }
    return Receipt(**said)


@dataclass
class Books:
    """The credits desk of the tests. Every deed is a unit of work of its own."""

    database: Database
    now: datetime = TODAY
    office: Office | None = None

    def writing(self, person: PersonRow | None = None) -> AbstractContextManager[UnitOfWork]:
        actor = COMMAND_LINE if person is None else person_acting(person)
        return self.database.writing(actor, self.now)

    def reading(self) -> AbstractContextManager[UnitOfWork]:
        return self.database.reading(COMMAND_LINE, self.now)

    def hire(self, role: Role = Role.CREDITS) -> PersonRow:
        with self.writing() as work:
            return a_person(work, role=role)

    def enter(self, policy: Policy = DEMO) -> None:
        with self.writing() as work:
            a_policy(work, policy)

    def receive(self, **what: Any) -> Receipt:
        """Book an input; `late=True` for one of a closed period."""
        late = what.pop("late", False)
        receipt = an_input(**what)
        with self.writing() as work:
            receiving.book_receipt(work, receipt, late=late)
        return receipt

    def ship(
        self, number: str = "SH-1", tonnes: str = "50", *, on: date = Q3, **what: Any
    ) -> ShipmentRow:
        """Copper of Naoshima, one lot unless said otherwise."""
        what.setdefault("site", "NAOSHIMA")
        with self.writing() as work:
            lots = what.pop("lots", (f"CU-{number}",))
            given = {"product": "REM-CU", "unit": "t", "net_mass": tonnes, "produced_on": on}
            return a_shipment(work, number=number, lots=lots, ship_date=on, **given, **what)

    def produce(self, first_day: date = Q3, *, boundary: str = "NAOSHIMA", **figures: Any) -> None:
        """Book output and stock in tonnes, and a yield."""
        said: dict[str, Any] = {
            name: Mass.of(figures[name], "t")
            for name in ("output", "physical_stock")
            if name in figures
        }
        if "measured_yield" in figures:
            said["measured_yield"] = Decimal(figures["measured_yield"])
        with self.writing() as work:
            line = Production(row=1, boundary=boundary, first_day=first_day, **said)
            producing.book_production(work, line)

    def position(self, name: str = "NAOSHIMA-CU-recycled") -> Position:
        """An account as of today, read without posting anything."""
        with self.reading() as work:
            account = ledger.find_account(work, name)
            if account is None:
                return Position()
            positions = credit_positions.positions_on(work, work.today)
            return positions.get(account.id, Position())

    def available(self, name: str = "NAOSHIMA-CU-recycled") -> int:
        return self.position(name).available_kg

    def entries(self, reason: str | None = None) -> list[EntryRow]:
        """Every entry in the order of posting."""
        with self.reading() as work:
            query = select(EntryRow).order_by(EntryRow.id)
            return list(
                work.session.scalars(query.where(EntryRow.reason == reason) if reason else query)
            )


def person_acting(person: PersonRow) -> Actor:
    return Actor(name=person.name, role=person.role, person_id=person.id, email=person.email)
