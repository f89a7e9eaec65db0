"""Reconciliation reports of the tests, with the numbers of DOMAIN.md in kilograms.

Recycled material: opening 30 + issued 200 − attributed 150 = 80 (rule 26). End-of-life vehicles:
1,000 t at 0.970, then a true-up of 15 against a balance of 12 (rule 32).
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from remine_portal.documents.reconciliation import render_reconciliation
from remine_portal.domain.batches import credited_kg
from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import Characteristic, Reason, account_name, standings_of
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import BalancePeriod, PeriodBalance
from remine_portal.domain.policy import CarryOverCap, Guideline, Policy
from remine_portal.domain.reconciliation import (
    AccountLine,
    AttributedLine,
    EntryLine,
    InputLine,
    Reconciliation,
)

RECYCLED, VEHICLES = Characteristic.RECYCLED, Characteristic.END_OF_LIFE_VEHICLE
NAOSHIMA = "NAOSHIMA"
ACCOUNTS = {each: account_name(NAOSHIMA, "Cu", each) for each in Characteristic}
SPRING = BalancePeriod(date(2026, 4, 1), date(2026, 6, 30))
SUMMER = BalancePeriod(date(2026, 7, 1), date(2026, 9, 30))
TWO_PERIODS = (
    (SPRING, PeriodBalance(0, {Reason.BOOK_INPUT: 130_000, Reason.ATTRIBUTE: 100_000})),
    (
        SUMMER,
        PeriodBalance(
            30_000, {Reason.BOOK_INPUT: 200_000, Reason.ATTRIBUTE: 150_000, Reason.TRUE_UP: 5_000}
        ),
    ),
)
"""As a chart shows them: what summer opens with, spring left."""

POSTED_AT = datetime(2026, 9, 30, 16, 5, tzinfo=UTC)
PRINTED_ON = date(2026, 11, 23)

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
    boundaries={NAOSHIMA: (NAOSHIMA,), "ONAHAMA": ("ONAHAMA",)},
    guideline=Guideline(
        title=Text(
            en="Guideline for the mass balance credit model for copper products",
            ja="銅製品のマスバランスクレジットモデルガイドライン",
        ),
        version="1.0",
        verified_by=Text(
            en="Japan Life Cycle Assessment Facilitation Centre", ja="日本LCA推進機構"
        ),
    ),
    standards=("ISO 22095:2020", "ISO 22095-2:2026"),
    characteristics={
        RECYCLED: Text(
            en="Copper recovered from scrap, as defined by ISO 14021.",
            ja="スクラップから回収された銅(ISO 14021の定義による)。",
        ),
        VEHICLES: Text(
            en="Copper recovered from end-of-life vehicles.", ja="廃自動車から回収された銅。"
        ),
    },
    sample=True,
)
CAPPED = replace(DEMO, carry_over_cap=CarryOverCap.PHYSICAL_STOCK)


def an_input(no: str, gross: str, assay: str, characteristic: Characteristic | None, **fields: Any):
    """One input, gross in tonnes, with the credits it brings in by its factor."""
    factor = fields.pop("factor", Decimal("0.970"))
    mass, percent = Mass.of(gross, "t"), Decimal(assay)
    return InputLine(
        **{
            "receipt_no": no,
            "site_code": NAOSHIMA,
            "received_on": date(2026, 7, 9),
            "material": "No.1 copper scrap",
            "characteristic": characteristic,
            "supplier_ref": "S344",
            "gross": mass,
            "assay_percent": percent,
            "factor": factor,
            "policy": "DEMO",
            "weight_ticket": f"WT-{no}",
            "assay_report": f"AS-{no}",
            "credited_kg": credited_kg(mass, percent, factor) if characteristic else 0,
            "account": ACCOUNTS[characteristic] if characteristic else None,
            **fields,
        }
    )


INPUTS = (
    an_input("R2607-0001", "24.9995", "33.3", RECYCLED, material="E-scrap"),
    an_input("R2607-0002", "198.059", "99.9", RECYCLED),
    an_input("R2607-0003", "1250", "80", VEHICLES, material="Motor scrap", supplier_ref="S104"),
    an_input("R2607-0004", "16.714", "30", None, material="Copper concentrate"),
)


def an_entry(number: int, characteristic: Characteristic, reason: Reason, kilograms: int, **fields):
    return EntryLine(
        **{
            "id": number,
            "account": ACCOUNTS[characteristic],
            "batch_id": number,
            "reason": reason,
            "kilograms": kilograms,
            "effective_on": date(2026, 7, 9),
            "posted_at": POSTED_AT,
            "posted_by": "credits@remine.example",
            **fields,
        }
    )


ENTRIES = (
    an_entry(101, RECYCLED, Reason.BOOK_INPUT, 8_075, receipt_no="R2607-0001"),
    an_entry(102, RECYCLED, Reason.BOOK_INPUT, 191_925, receipt_no="R2607-0002"),
    an_entry(103, VEHICLES, Reason.BOOK_INPUT, 970_000, receipt_no="R2607-0003"),
    an_entry(104, RECYCLED, Reason.RESERVE, 100_000, shipment_no="SH2608-00412"),
    an_entry(105, RECYCLED, Reason.ATTRIBUTE, 100_000, shipment_no="SH2608-00412"),
    an_entry(106, RECYCLED, Reason.RESERVE, 50_000, shipment_no="SH2608-00413"),
    an_entry(107, RECYCLED, Reason.ATTRIBUTE, 50_000, shipment_no="SH2608-00413"),
    an_entry(108, VEHICLES, Reason.RESERVE, 958_000, shipment_no="SH2609-00007"),
    an_entry(109, VEHICLES, Reason.ATTRIBUTE, 958_000, shipment_no="SH2609-00007"),
    an_entry(110, VEHICLES, Reason.TRUE_UP, 12_000, corrects_id=103, note="Yield 0.955"),
)
EXPIRY = an_entry(111, RECYCLED, Reason.EXPIRE, 20_000, effective_on=date(2026, 9, 30))

AOBA = Text(en="Aoba Wire & Cable Co., Ltd.", ja="青葉電線株式会社")
ATTRIBUTED = (
    AttributedLine(
        characteristic=RECYCLED,
        kilograms=100_000,
        shipment_no="SH2608-00412",
        ship_date=date(2026, 8, 4),
        customer=AOBA,
        declaration="RM-2026-000131",
    ),
    AttributedLine(
        characteristic=RECYCLED,
        kilograms=50_000,
        shipment_no="SH2608-00413",
        ship_date=date(2026, 8, 5),
        customer=AOBA,
        declaration="RM-2026-000132",
    ),
    AttributedLine(
        characteristic=VEHICLES,
        kilograms=958_000,
        shipment_no="SH2609-00007",
        ship_date=date(2026, 9, 11),
        customer=Text(en="Nordlicht Elektronik GmbH", ja="Nordlicht Elektronik GmbH"),
        declaration="RM-2026-000140",
    ),
)
MOVED = {
    RECYCLED: {Reason.BOOK_INPUT: 200_000, Reason.RESERVE: 150_000, Reason.ATTRIBUTE: 150_000},
    VEHICLES: {
        Reason.BOOK_INPUT: 970_000,
        Reason.RESERVE: 958_000,
        Reason.ATTRIBUTE: 958_000,
        Reason.TRUE_UP: 12_000,
    },
}


def an_account(
    characteristic: Characteristic, moved: dict[Reason, int], *, opening_kg: int = 0, **fields: Any
) -> AccountLine:
    standings = standings_of({**moved, Reason.BOOK_INPUT: moved[Reason.BOOK_INPUT] + opening_kg})
    return AccountLine(
        account=ACCOUNTS[characteristic],
        characteristic=characteristic,
        balance=PeriodBalance(opening_kg, moved),
        standings=standings,
        **fields,
    )


ACCOUNT_LINES = (
    an_account(RECYCLED, MOVED[RECYCLED], opening_kg=30_000),
    an_account(VEHICLES, MOVED[VEHICLES], deficit_kg=3_000),
)


def a_report(**fields: Any) -> Reconciliation:
    """An open period of Naoshima, by the sample policy."""
    return Reconciliation(
        **{
            "boundary": NAOSHIMA,
            "metal": "Cu",
            "period": SUMMER,
            "policy": DEMO,
            "accounts": ACCOUNT_LINES,
            "inputs": INPUTS,
            "attributed": ATTRIBUTED,
            "entries": ENTRIES,
            "shipped": Mass.of("9000", "t"),
            "output": None,
            "physical_stock": None,
            "measured_yield": None,
            "closed_at": None,
            "closed_by": None,
            "sample": True,
            **fields,
        }
    )


def a_closed_report(**fields: Any) -> Reconciliation:
    """The same period, closed by two with 60 t in stock: 60 carried over, 20 expired (rule 27)."""
    moved = {**MOVED[RECYCLED], Reason.EXPIRE: 20_000}
    closed = {
        "policy": CAPPED,
        "accounts": (an_account(RECYCLED, moved, opening_kg=30_000), ACCOUNT_LINES[1]),
        "entries": (*ENTRIES, EXPIRY),
        "output": Mass.of("8990.5", "t"),
        "physical_stock": Mass.of("60", "t"),
        "measured_yield": Decimal("0.955"),
        "closed_at": datetime(2026, 10, 8, 2, 10, tzinfo=UTC),
        "closed_by": ("credits@remine.example", "credits2@remine.example"),
    }
    return a_report(**{**closed, **fields})


@cache
def printed(report: str, language: str) -> bytes:
    reports = {"open": a_report, "closed": a_closed_report}
    return render_reconciliation(reports[report](), language=language, printed_on=PRINTED_ON)
