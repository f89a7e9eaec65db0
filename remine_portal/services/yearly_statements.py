"""Yearly statements: reckoned, printed and kept as they were made, and what changes under them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from sqlalchemy.exc import IntegrityError

from remine_portal.documents.yearly_statement import render_yearly_statement
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.mass import Mass
from remine_portal.domain.notices import NoticeKind
from remine_portal.domain.yearly_records import canonical, read_figures, sha256_of
from remine_portal.domain.yearly_statements import Changes, Goods, UndeclaredLot, YearlyFigures
from remine_portal.domain.yearly_sums import Declared, Recipient, declared_in, figures_of_year
from remine_portal.persistence import audit, catalog, shipped_years, statements
from remine_portal.persistence.catalog import ProductRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.statements import StatedDeclarationRow, StatementRow
from remine_portal.services import notifying
from remine_portal.services.office import Office

LANGUAGES = ("ja", "en")


class NothingShipped(Refusal):
    sentence = N_(
        "Nothing was shipped to this company between {first_day} and {last_day}. "
        "Choose another year."
    )


@dataclass(frozen=True)
class Reckoned:
    """The figures of a year, and the keys of the declarations that they rest on."""

    customer_id: int
    figures: YearlyFigures
    declaration_ids: tuple[int, ...]


@dataclass(frozen=True)
class Printed:
    """The two papers of a statement, kept already, by their hashes."""

    ja: str
    en: str


def reckon(work: UnitOfWork, customer: CustomerRow, year: FiscalYear) -> Reckoned:
    """The year of a customer as its current declarations state it today.

    Refuses a customer whom the actor does not see (rule 40), and a year without any goods.
    """
    if not work.actor.sees_customer(customer.id):
        raise NotFound(thing=customer.code)
    goods = {each.code: _goods(each) for each in catalog.all_products(work)}
    snapshots = list(shipped_years.declared_in(work, customer.id, year))
    returned = shipped_years.returned_under(work, [each.draft_id for each in snapshots])
    declared: dict[int, Declared] = {
        each.declaration_id: declared_in(
            each.canonical, goods, returned.get(each.draft_id, Mass(0))
        )
        for each in snapshots
    }
    undeclared = _undeclared(work, customer, year, goods)
    if not declared and not undeclared:
        raise NothingShipped(first_day=year.first_day, last_day=year.last_day)
    recipient = Recipient(code=customer.code, name=customer.name, sample=customer.sample)
    figures = figures_of_year(recipient, year, declared.values(), undeclared, until=work.today)
    return Reckoned(customer.id, figures, tuple(declared))


def _goods(product: ProductRow) -> Goods:
    return Goods(
        code=product.code,
        position=product.position,
        name=product.name,
        series=product.series,
        element=product.element,
    )


def _undeclared(
    work: UnitOfWork, customer: CustomerRow, year: FiscalYear, goods: dict[str, Goods]
) -> list[UndeclaredLot]:
    return [
        UndeclaredLot(
            shipment_no=shipment.shipment_no,
            ship_date=shipment.ship_date,
            line_no=line.line_no,
            lot_no=line.lot_no,
            customer_po=line.customer_po,
            goods=goods[line.product_code],
            net_mass=line.net_mass,
        )
        for shipment, line in shipped_years.undeclared_in(work, customer.id, year)
    ]


def print_both(figures: YearlyFigures, *, office: Office, address: str) -> Printed:
    """Print the statement in both languages and keep the papers. No transaction is needed."""
    return Printed(
        **{
            language: office.blobs.put(
                render_yearly_statement(figures, language=language, address=address)
            )
            for language in LANGUAGES
        }
    )


def keep(work: UnitOfWork, reckoned: Reckoned, printed: Printed) -> StatementRow:
    """Keep a statement as it was reckoned and printed; one that says the same is kept once.

    A declaration may have ended since the figures were taken: then it is out of date at once.
    """
    text = canonical(reckoned.figures)
    same = partial(statements.same_statement, work, reckoned.customer_id, sha256_of(text))
    if known := same():
        return known
    try:
        with work.session.begin_nested():
            row = _put_down(work, reckoned, text, printed)
    except IntegrityError:  # somebody has made the same at the same time
        if known := same():
            return known
        raise
    _record(work, "statement:made", row)
    return row


def _put_down(work: UnitOfWork, reckoned: Reckoned, text: str, printed: Printed) -> StatementRow:
    figures = reckoned.figures
    row = StatementRow(
        customer_id=reckoned.customer_id,
        first_day=figures.year.first_day,
        last_day=figures.year.last_day,
        until=figures.until,
        figures=text,
        figures_sha256=sha256_of(text),
        pdf_ja_sha256=printed.ja,
        pdf_en_sha256=printed.en,
        sample=figures.sample,
        made_by=work.actor.email or work.actor.name,
        made_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    work.session.add_all(
        StatedDeclarationRow(statement_id=row.id, declaration_id=each)
        for each in reckoned.declaration_ids
    )
    work.session.flush()
    return row


def record_download(work: UnitOfWork, statement: StatementRow) -> None:
    """Write down that the acting person takes a statement's paper or workbook."""
    _record(work, "statement:downloaded", statement)


def figures_in(statement: StatementRow) -> YearlyFigures:
    """What a statement said when it was made, whatever has changed since."""
    return read_figures(statement.figures)


def changes_since(work: UnitOfWork, rows: Iterable[StatementRow]) -> dict[int, Changes]:
    """What has changed under each of these statements, by its key."""
    ids = [each.id for each in rows]
    ended = statements.ended_since(work, ids)
    issued = statements.issued_since(work, ids)
    returned = statements.returned_since(work, ids)
    return {
        each: Changes(
            ended=tuple(ended.get(each, ())),
            issued=tuple(issued.get(each, ())),
            returned=tuple(returned.get(each, ())),
        )
        for each in ids
    }


def tell_of_ended(work: UnitOfWork, declaration: DeclarationRow) -> None:
    """Tell the company whose newest statement of a year rests on a declaration that has ended.

    Once: a statement that was out of date before is known to be.
    """
    for statement_id in statements.newest_naming(work, declaration.id):
        ended = statements.ended_since(work, [statement_id]).get(statement_id, [])
        if len(ended) <= 1 and not statements.issued_since(work, [statement_id]):
            notifying.tell_company(
                work,
                NoticeKind.STATEMENT_STALE,
                customer_id=declaration.customer_id,
                about=str(statement_id),
            )


def _record(work: UnitOfWork, event: str, statement: StatementRow) -> None:
    audit.record(
        work,
        event,
        f"{statement.first_day} – {statement.last_day}",
        customer_id=statement.customer_id,
        detail=statement.figures_sha256,
    )
