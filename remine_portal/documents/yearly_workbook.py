"""A yearly statement as a workbook: a sheet for the metal, another for the credits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from remine_portal.documents import wording
from remine_portal.documents import yearly_wording as heads
from remine_portal.documents.formula_sheets import Cell, Column, FormulaBook, Style
from remine_portal.documents.wording import filled, written_date, written_range
from remine_portal.documents.yearly_statement import written_returns
from remine_portal.domain.catalog import Text
from remine_portal.domain.claims import NO_MASS_BALANCE, NOT_PHYSICAL
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic
from remine_portal.domain.recycled_content import Operator
from remine_portal.domain.yearly_records import canonical, sha256_of
from remine_portal.domain.yearly_statements import (
    Changes,
    ContentMass,
    ContentTotal,
    DeclaredShipment,
    Goods,
    YearlyFigures,
)

Say = Callable[[Text | str], str]
Rows = Iterator[Sequence[Cell]]
Head = tuple[Text, Style, int]

GOODS: Sequence[Head] = (
    (heads.PRODUCT, Style.TEXT, 28),
    (heads.PRODUCT_CODE, Style.TEXT, 14),
)
UNIT: Head = (heads.UNIT, Style.TEXT, 8)
PRODUCTS: Sequence[Head] = (
    *GOODS,
    (heads.SHIPPED, Style.MASS, 18),
    (heads.DECLARED, Style.MASS, 18),
    (heads.UNDECLARED, Style.MASS, 18),
    UNIT,
)
FIGURE: Sequence[Head] = (
    (heads.OPERATOR, Style.TEXT, 18),
    (heads.FIGURE_PERCENT, Style.PERCENT, 32),
)
IN_THE_METAL: Sequence[Head] = (
    *GOODS,
    (heads.ROW_KIND, Style.TEXT, 20),
    *FIGURE,
    (heads.NET_MASS, Style.MASS, 20),
    (heads.RECYCLED_IN_METAL, Style.MASS, 30),
    (heads.PRE_IN_METAL, Style.MASS, 34),
    (heads.POST_IN_METAL, Style.MASS, 34),
    UNIT,
)
ATTRIBUTED: Sequence[Head] = (
    *GOODS,
    (heads.CHARACTERISTIC, Style.TEXT, 34),
    (heads.NET_MASS, Style.MASS, 20),
    (heads.MASS_ATTRIBUTED, Style.KILOGRAMS, 18),
    (heads.MASS_KEPT, Style.KILOGRAMS, 28),
    UNIT,
    (heads.SHARE_ATTRIBUTED_PERCENT, Style.PERCENT, 34),
)
ELECTRICITY: Sequence[Head] = (
    (heads.SITE, Style.TEXT, 30),
    *GOODS,
    (heads.NET_MASS, Style.MASS, 20),
    (heads.NOTED, Style.MASS, 18),
    UNIT,
    (heads.NOTED_PERCENT, Style.PERCENT, 24),
    (heads.DAYS, Style.TEXT, 60),
)
CHARACTERISTICS = tuple(Characteristic)
DECLARED: Sequence[Head] = (
    (heads.DECLARATION, Style.TEXT, 18),
    (heads.SHIPMENT, Style.TEXT, 18),
    (heads.SHIPPED_ON, Style.DAY, 12),
    *GOODS,
    (heads.MASS, Style.MASS, 16),
    UNIT,
    *FIGURE,
    *(
        (
            filled(heads.ATTRIBUTED_OF, characteristic=CHARACTERISTIC_NAMES[each]),
            Style.KILOGRAMS,
            44,
        )
        for each in CHARACTERISTICS
    ),
    (heads.UNIT_ATTRIBUTED, Style.TEXT, 24),
    (heads.RETURNED, Style.MASS, 16),
)
UNDECLARED: Sequence[Head] = (
    (heads.SHIPMENT, Style.TEXT, 18),
    (heads.SHIPPED_ON, Style.DAY, 12),
    (heads.LINE, Style.INTEGER, 10),
    (heads.LOT, Style.TEXT, 18),
    (heads.CUSTOMER_PO, Style.TEXT, 18),
    *GOODS,
    (heads.MASS, Style.MASS, 16),
    UNIT,
)
ABOUT: Sequence[Head] = ((heads.TOPIC, Style.TEXT, 34), (heads.SAID, Style.PARAGRAPH, 100))


def write_yearly_statement(
    figures: YearlyFigures, changes: Changes, *, language: str, address: str
) -> bytes:
    """XLSX: what it is, masses, the metal, the credits, electricity, declarations, undeclared lots.

    Every sheet says when the statement is out of date, and that figures are invented where they
    are. No sheet has a column with both material and credits.
    """

    def say(text: Text | str) -> str:
        return text if isinstance(text, str) else text.in_language(language)

    file = BytesIO()
    with Workbook(file, {"in_memory": True}) as workbook:
        book = FormulaBook(workbook, say(_title(figures, changes)))
        book.add_sheet(
            say(heads.ABOUT_SHEET),
            _columns(ABOUT, say),
            _about(figures, changes, say, address=address),
        )
        for name, columns, rows in SHEETS:
            book.add_sheet(say(name), _columns(columns, say), rows(figures, say))
    return file.getvalue()


def _columns(columns: Sequence[Head], say: Say) -> list[Column]:
    return [Column(say(heading), style, width) for heading, style, width in columns]


def _title(figures: YearlyFigures, changes: Changes) -> Text:
    parts = [
        heads.STATEMENT,
        figures.customer,
        written_range(figures.year.first_day, figures.year.last_day),
        filled(heads.UNTIL, day=written_date(figures.until)),
    ]
    if changes:
        parts.insert(0, written_stale(figures))
    if figures.sample:
        parts = [wording.SAMPLE, wording.SAMPLE_MEANS, *parts]
    return Text(en=" · ".join(each.en for each in parts), ja=" · ".join(each.ja for each in parts))


def written_stale(figures: YearlyFigures) -> Text:
    return filled(heads.STALE, day=written_date(figures.until))


def _about(figures: YearlyFigures, changes: Changes, say: Say, *, address: str) -> Rows:
    yield say(wording.RECIPIENT), say(figures.customer)
    yield say(heads.CUSTOMER_CODE), figures.customer_code
    yield say(heads.FISCAL_YEAR), say(written_range(figures.year.first_day, figures.year.last_day))
    yield say(heads.STATE), say(written_stale(figures) if changes else heads.CURRENT)
    ended = [number for number, _ in changes.ended]
    for topic, numbers in (
        (heads.ENDED_SINCE, ended),
        (heads.ISSUED_SINCE, changes.issued),
        (heads.RETURNED_SINCE, changes.returned),
    ):
        if numbers:
            yield say(topic), ", ".join(numbers)
    yield say(wording.NOTICES), say(filled(heads.NO_EVIDENCE, address=address))
    yield say(heads.IN_THE_METAL), f"{say(NO_MASS_BALANCE)} {say(heads.IN_THE_METAL_HOW)}"
    yield say(heads.ATTRIBUTED), f"{say(heads.ATTRIBUTED_HOW)} {say(NOT_PHYSICAL)}"
    if returns := written_returns(figures):
        yield say(heads.RETURNED), say(returns)
    yield say(heads.ELECTRICITY), say(heads.ELECTRICITY_HOW)
    yield say(heads.UNDECLARED), say(heads.UNDECLARED_HOW)
    yield say(heads.HASH), sha256_of(canonical(figures))


def _products(figures: YearlyFigures, say: Say) -> Rows:
    for each in figures.products:
        masses = (each.shipped, each.declared, each.undeclared)
        unit = each.goods.unit
        yield (*_goods(each.goods, say), *(mass.in_unit(unit) for mass in masses), unit)


def _in_the_metal(figures: YearlyFigures, say: Say) -> Rows:
    """Figure by figure; below several of one product what its lots come to."""
    for total in figures.content_totals:
        parts = figures.parts_of(total)
        for part in parts:
            figure = (_operator(part.figure.operator, say), part.figure.percent)
            yield (*_goods(part.goods, say), say(heads.ONE_FIGURE), *figure, *_masses(part, say))
        if len(parts) > 1:
            figure_of_all = (_operator(total.operator, say), None)
            kind = say(heads.ALL_FIGURES)
            yield (*_goods(total.goods, say), kind, *figure_of_all, *_masses(total, say))


def _masses(part: ContentMass | ContentTotal, say: Say) -> Iterator[Cell]:
    unit = part.goods.unit
    yield part.net_mass.in_unit(unit)
    for mass in (part.recycled, part.pre_consumer, part.post_consumer):
        yield say(wording.NOT_DISCLOSED) if mass is None else mass.in_unit(unit)
    yield unit


def _attributed(figures: YearlyFigures, say: Say) -> Rows:
    for each in figures.attributed:
        yield (
            *_goods(each.goods, say),
            say(CHARACTERISTIC_NAMES[each.characteristic]),
            each.net_mass.in_unit("kg"),
            each.kilograms,
            figures.kept_kilograms(each),
            "kg",
            each.percent,
        )


def _electricity(figures: YearlyFigures, say: Say) -> Rows:
    for each in figures.electricity:
        unit = each.goods.unit
        yield (
            say(each.site),
            *_goods(each.goods, say),
            each.net_mass.in_unit(unit),
            each.noted.in_unit(unit),
            unit,
            each.percent,
            ", ".join(_days(range_.first_day, range_.last_day) for range_ in each.ranges),
        )


def _days(first_day: date, last_day: date) -> str:
    return f"{first_day} – {last_day}"


def _declared(figures: YearlyFigures, say: Say) -> Rows:
    for each in figures.declared:
        unit = each.goods.unit
        attributed = {share.characteristic: share.kilograms for share in each.attributed}
        yield (
            each.number,
            each.shipment_no,
            each.ship_date,
            *_goods(each.goods, say),
            each.net_mass.in_unit(unit),
            unit,
            *_figure(each, say),
            *(attributed.get(characteristic) for characteristic in CHARACTERISTICS),
            "kg" if attributed else None,
            each.returned.in_unit(unit) if each.returned else None,
        )


def _figure(declared: DeclaredShipment, say: Say) -> tuple[Cell, Cell]:
    """The one figure of its lots; words where they differ, and nothing where there is none."""
    if len(declared.figures) > 1:
        return say(heads.LOTS_DIFFER), None
    for figure in declared.figures:
        return _operator(figure.operator, say), figure.percent
    return None, None


def _undeclared(figures: YearlyFigures, say: Say) -> Rows:
    for each in figures.undeclared:
        yield (
            each.shipment_no,
            each.ship_date,
            each.line_no,
            each.lot_no,
            each.customer_po,
            *_goods(each.goods, say),
            each.net_mass.in_unit(each.goods.unit),
            each.goods.unit,
        )


def _goods(goods: Goods, say: Say) -> tuple[str, str]:
    return say(goods.name), goods.code


def _operator(operator: Operator, say: Say) -> str:
    return say(heads.OR_MORE if operator is Operator.AT_LEAST else heads.EXACTLY)


SHEETS: Sequence[tuple[Text, Sequence[Head], Callable[[YearlyFigures, Say], Rows]]] = (
    (heads.MASSES, PRODUCTS, _products),
    (heads.IN_THE_METAL_SHEET, IN_THE_METAL, _in_the_metal),
    (heads.ATTRIBUTED_SHEET, ATTRIBUTED, _attributed),
    (heads.ELECTRICITY_SHEET, ELECTRICITY, _electricity),
    (heads.DECLARATIONS, DECLARED, _declared),
    (heads.UNDECLARED, UNDECLARED, _undeclared),
)
