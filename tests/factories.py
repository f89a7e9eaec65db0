"""The cast and the things they handle. Each factory takes the work first and adds one thing.

ACME is a customer and RIVAL another; neither may ever learn of the other. The sales desk prepares,
a colleague issues. Products and sites are those of the catalogue, figures are the tests' own.
"""

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from sqlalchemy import func, select

from remine_portal.domain.catalog import Series
from remine_portal.domain.mass import Mass
from remine_portal.domain.people import Role
from remine_portal.domain.recycled_content import Operator
from remine_portal.persistence.catalog import ProductRow, SiteEntityRow, SiteRow
from remine_portal.persistence.customers import CustomerRow, find_customer
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.evidence import ElectricityEvidenceRow, VerificationRow
from remine_portal.persistence.people import PersonRow
from remine_portal.persistence.shipments import (
    ImportRunRow,
    LotContentRow,
    ShipmentLineRow,
    ShipmentRow,
)

ACME = "C1001"
RIVAL = "C1002"

SITES = {
    "IKUNO": [("Mitsubishi Materials Corporation", None, None)],
    "HOSOKURA": [("Hosokura Metal Mining Co., Ltd.", None, None)],
    "ONAHAMA-PGM": [
        ("Materials Eco-Refining Co., Ltd.", None, date(2025, 3, 31)),
        ("Onahama Smelting and Refining Co., Ltd.", date(2025, 4, 1), None),
    ],
    "NAOSHIMA": [("Mitsubishi Materials Corporation", None, None)],
    "ONAHAMA": [("Onahama Smelting and Refining Co., Ltd.", None, None)],
}
PRODUCTS = {
    "REM-SN": ("Sn", Series.ISO_14021, "Electrolytic tin", "電気錫", "IKUNO"),
    "REM-PB": ("Pb", Series.ISO_14021, "Electrolytic lead", "電気鉛", "HOSOKURA"),
    "REM-BI": ("Bi", Series.ISO_14021, "Electrolytic bismuth", "電気ビスマス", None),
    "REM-PT": ("Pt", Series.ISO_14021, "Platinum sponge", "白金スポンジ", "ONAHAMA-PGM"),
    "REM-PD": ("Pd", Series.ISO_14021, "Palladium powder", "パラジウムパウダー", "ONAHAMA-PGM"),
    "REM-WO3": ("W", Series.ISO_14021, "Tungsten trioxide", "三酸化タングステン", None),
    "REM-CU": ("Cu", Series.ISO_22095, "Copper cathode", "マスバランス電気銅", None),
}


def a_customer(work: UnitOfWork, *, code: str = ACME, name: str = "Acme Metals") -> CustomerRow:
    if found := find_customer(work, code):
        return found
    customer = CustomerRow(code=code, name_en=name, name_ja=name)
    work.session.add(customer)
    work.session.flush()
    return customer


def a_person(
    work: UnitOfWork,
    *,
    role: Role = Role.BUYER,
    company: str | None = None,
    email: str | None = None,
    password_hash: str = "!",
) -> PersonRow:
    """A buyer of ACME unless said otherwise; staff have no company."""
    staff = role in (Role.SALES, Role.CREDITS, Role.AUDITOR, Role.ADMINISTRATOR)
    customer = None if staff else a_customer(work, code=company or ACME)
    person = PersonRow(
        email=email or f"{role.value}-{uuid4().hex[:8]}@example.org",
        name=role.value.replace("_", " ").title(),
        role=role,
        customer_id=customer.id if customer else None,
        password_hash=password_hash,
        language="en",
        created_at=work.now,
    )
    work.session.add(person)
    work.session.flush()
    return person


def the_catalogue(work: UnitOfWork) -> None:
    """The seven products and their sites, without any fact or verification."""
    for code, entities in SITES.items():
        work.session.add(
            SiteRow(code=code, name_en=code.title(), name_ja=None, place="Japan", source="test")
        )
        work.session.flush()
        for name, first_day, last_day in entities:
            work.session.add(
                SiteEntityRow(site_code=code, name_en=name, first_day=first_day, last_day=last_day)
            )
    for position, (code, (element, series, en, ja, site)) in enumerate(PRODUCTS.items()):
        work.session.add(
            ProductRow(
                code=code,
                position=position,
                series=series,
                element=element,
                name_en=en,
                name_ja=ja,
                site_code=site,
            )
        )
    work.session.flush()


def a_verification(
    work: UnitOfWork,
    *,
    product: str = "REM-SN",
    operator: Operator = Operator.EXACTLY,
    percent: str = "100",
    edition: str = "2016",
    valid_from: date = date(2024, 4, 1),
    valid_to: date = date(2027, 3, 31),
    pre_consumer: str | None = None,
    post_consumer: str | None = None,
    sample: bool = False,
) -> VerificationRow:
    """Of the product at its site in the catalogue."""
    row = VerificationRow(
        product_code=product,
        site_code=PRODUCTS[product][4],
        operator=operator,
        percent=Decimal(percent),
        pre_consumer_percent=Decimal(pre_consumer) if pre_consumer else None,
        post_consumer_percent=Decimal(post_consumer) if post_consumer else None,
        standard_edition=edition,
        verifier="SGS Japan Inc.",
        reference=f"V-{_how_many(work) + 1}",
        valid_from=valid_from,
        valid_to=valid_to,
        sample=sample,
        entered_by="test",
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def _how_many(work: UnitOfWork) -> int:
    return work.session.scalars(select(func.count()).select_from(VerificationRow)).one()


def electricity_evidence(
    work: UnitOfWork,
    *,
    site: str = "IKUNO",
    first_day: date = date(2026, 4, 1),
    last_day: date = date(2027, 3, 31),
    consumed_kwh: int = 12_000_000,
    covered_kwh: int = 12_000_000,
) -> ElectricityEvidenceRow:
    """Fiscal year 2026 of a site, fully covered unless said otherwise."""
    row = ElectricityEvidenceRow(
        site_code=site,
        first_day=first_day,
        last_day=last_day,
        consumed_kwh=consumed_kwh,
        covered_kwh=covered_kwh,
        instrument="Non-fossil certificates",
        certificate_ids="NFC-1",
        entered_by="test",
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row


def an_import(work: UnitOfWork, *, kind: str = "shipments") -> ImportRunRow:
    run = ImportRunRow(
        id=uuid4(),
        kind=kind,
        file_name="test.csv",
        file_sha256=uuid4().hex * 2,
        handed_in_by="test",
        handed_in_at=work.now,
        new_count=0,
        changed_count=0,
        unchanged_count=0,
        refused_count=0,
        sample=False,
    )
    work.session.add(run)
    work.session.flush()
    return run


def a_shipment(
    work: UnitOfWork,
    *,
    number: str = "SH-1",
    company: str = ACME,
    lots: tuple[str, ...] = ("LOT-1",),
    ship_date: date = date(2026, 6, 1),
    **of_each_line: Any,
) -> ShipmentRow:
    """One line a lot, all alike: see `a_line` for their product, mass, day and site."""
    shipment = ShipmentRow(
        shipment_no=number,
        matching_no=number.casefold(),
        customer_id=a_customer(work, code=company).id,
        ship_date=ship_date,
        invoice_no="INV-1",
        destination="Tokyo",
        search_text="\n".join([number, "PO-1", *lots]).casefold(),
    )
    work.session.add(shipment)
    work.session.flush()
    run = an_import(work)
    for line_no, lot in enumerate(lots, start=1):
        work.session.add(a_line(shipment, line_no, lot, run, **of_each_line))
    work.session.flush()
    return shipment


def a_line(
    shipment: ShipmentRow,
    line_no: int,
    lot: str,
    run: ImportRunRow,
    *,
    product: str = "REM-SN",
    net_mass: str = "2000",
    unit: str = "kg",
    produced_on: date = date(2026, 5, 10),
    site: str | None = None,
) -> ShipmentLineRow:
    """Two tonnes of tin made in May 2026 unless said otherwise, at the product's site."""
    return ShipmentLineRow(
        shipment_id=shipment.id,
        line_no=line_no,
        revision=1,
        is_current=True,
        ship_date=shipment.ship_date,
        invoice_no=shipment.invoice_no,
        destination=shipment.destination,
        order_no="SO-1",
        order_item=str(line_no * 10),
        customer_po="PO-1",
        product_code=product,
        lot_no=lot,
        production_date=produced_on,
        site_code=site or PRODUCTS[product][4],
        net_mass=Mass.of(net_mass, unit),
        unit=unit,
        import_id=run.id,
    )


def lot_contents(
    work: UnitOfWork,
    *,
    lot: str = "LOT-1",
    product: str = "REM-SN",
    mass: str = "2000",
    pre: str = "500",
    post: str = "1500",
    returns: str = "0",
) -> LotContentRow:
    """What went into a lot, in kilograms."""
    row = LotContentRow(
        lot_no=lot,
        product_code=product,
        revision=1,
        is_current=True,
        product_mass=Mass.of(mass, "kg"),
        pre_consumer=Mass.of(pre, "kg"),
        post_consumer=Mass.of(post, "kg"),
        same_process_returns=Mass.of(returns, "kg"),
        import_id=an_import(work, kind="lots").id,
    )
    work.session.add(row)
    work.session.flush()
    return row
