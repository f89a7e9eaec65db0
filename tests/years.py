"""A customer's year for tests: tin, lead and copper declared, some of it reckoned by hand."""

from datetime import date
from decimal import Decimal

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.mass import Mass
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.domain.yearly_statements import Goods, UndeclaredLot, YearlyFigures
from remine_portal.domain.yearly_sums import Declared, Recipient, declared_in, figures_of_year
from tests.papers import a_snapshot, attributed, lots

RECYCLED, VEHICLES = Characteristic.RECYCLED, Characteristic.END_OF_LIFE_VEHICLE
YEAR = FiscalYear(date(2026, 4, 1))
NOBODY = Recipient(code="C1005", name=Text(en="Nordlicht GmbH", ja="Nordlicht GmbH"), sample=False)


def goods(element, position, en, ja, series=Series.ISO_14021):
    return Goods(
        code=f"REM-{element.upper()}",
        position=position,
        name=Text(en=en, ja=ja),
        series=series,
        element=element,
    )


GOODS = {
    each.code: each
    for each in (
        goods("Sn", 1, "Electrolytic tin", "電気錫"),
        goods("Pb", 2, "Electrolytic lead", "電気鉛"),
        goods("Bi", 3, "Electrolytic bismuth", "電気ビスマス"),
        goods("Pt", 4, "Platinum sponge", "白金スポンジ"),
        goods("Cu", 7, "Copper cathode", "電気銅", Series.ISO_22095),
    )
}
MOST = Figure(Operator.AT_LEAST, Decimal("99.6"))
SPLIT = Figure(Operator.EXACTLY, Decimal("99.6"), Decimal("24.0"), Decimal("75.6"))


def content(
    element="Sn", kg="1000", *, number="RM-2026-000001", returned="0", **of_lots
) -> Declared:
    """A declaration of one lot, of an exact 100 % unless a figure is given."""
    lines = lots(1, net_mass=Mass.of(kg, "kg"), **of_lots)
    snapshot = a_snapshot(element=element, lines=lines, number=number)
    return declared_in(snapshot.canonical(), GOODS, Mass.of(returned, "kg"))


def copper(tonnes="50", percents=("40",), *, number="RM-2026-000009", returned="0") -> Declared:
    """A declaration that attributes recycled material, and that of vehicles where two are given."""
    snapshot = attributed(tonnes=tonnes, percents=percents, number=number)
    return declared_in(snapshot.canonical(), GOODS, Mass.of(returned, "t"))


def undeclared(element="Bi", kg="250", shipment_no="SH2605-00999") -> UndeclaredLot:
    return UndeclaredLot(
        shipment_no=shipment_no,
        ship_date=date(2026, 5, 30),
        line_no=1,
        lot_no=f"{element.upper()}26050101",
        customer_po="PO-1",
        goods=GOODS[f"REM-{element.upper()}"],
        net_mass=Mass.of(kg, "kg"),
    )


def figures(*declared, undeclared=(), sample=False) -> YearlyFigures:
    recipient = Recipient(code=NOBODY.code, name=NOBODY.name, sample=sample)
    return figures_of_year(recipient, YEAR, declared, undeclared, until=date(2026, 11, 23))


def a_full_year(*, sample=False) -> YearlyFigures:
    """Tin, two figures of lead, platinum, copper of both characteristics, and lots undeclared."""
    return figures(
        content("Sn", "2500", number="RM-2026-000001"),
        content("Pb", "1234.567", number="RM-2026-000002", figure=MOST),
        content("Pb", "10000", number="RM-2026-000003", figure=SPLIT, renewable=None),
        content("Pt", "3.0625", number="RM-2026-000004", returned="0.5"),
        copper("50", ("40", "10"), number="RM-2026-000005"),
        copper("24.9995", ("33.3",), number="RM-2026-000006"),
        undeclared=(undeclared("Bi"), undeclared("Pb", "800", "SH2606-00001")),
        sample=sample,
    )
