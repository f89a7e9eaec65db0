"""The sentence for a buyer's product: which declarations it may rest on, and with how much metal.

Nothing is written. What a buyer says of one product is no business of the portal's books, so it
does not know what was said of another.
"""

from __future__ import annotations

from collections.abc import Sequence

from remine_portal.domain.attributed_declarations import attribution_in
from remine_portal.domain.catalog import Series
from remine_portal.domain.content_declarations import contents_in
from remine_portal.domain.declarations import Status
from remine_portal.domain.endings import CAUSE_NAMES, NotCurrent
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.domain.mass import Mass
from remine_portal.domain.product_claims import ContentUsed, CopperUsed, MetalUsed, lowest
from remine_portal.persistence import declarations, endings
from remine_portal.persistence.corrections import returns_of
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declaration_search import number_of_declaration
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.shipment_search import number_of_shipment
from remine_portal.persistence.shipments import find_shipment


class NoSuchNumber(NotFound):
    """DOMAIN.md rule 40: another company's number is answered like one that was never used."""

    sentence = N_(
        "No declaration or shipment of yours has the number {number}. Check it and try again."
    )


class NotDeclared(Refusal):
    sentence = N_(
        "Shipment {number} has no valid declaration, so you may not make a claim about it. "
        "Request a declaration first."
    )


class DeclaredInParts(Refusal):
    """What was used of a shipment has to be said declaration by declaration."""

    sentence = N_(
        "Shipment {number} has several declarations: {declarations}. Enter each in a row of its "
        "own, with the mass used of it."
    )


class Superseded(NotCurrent):
    sentence = N_(
        "{number} was superseded by {successor} on {ended_at}, for this reason: {what}. Enter "
        "{successor} instead."
    )


class Revoked(NotCurrent):
    sentence = N_(
        "{number} was revoked on {ended_at}, for this reason: {what}. You may no longer use "
        "it, so leave it out."
    )


class TwoCompanies(Refusal):
    """Staff see all companies, and a product is made by one."""

    sentence = N_("{number} was made out to another company than {first}. Leave one of them out.")


def find_declared(work: UnitOfWork, typed: str) -> DeclarationRow:
    """The current declaration with this number, or the only one of the shipment with it.

    With its product and lines. Refuses a number that the actor's company has not, a declaration
    that has ended, with the reason, and a shipment that is declared in parts or not at all.
    """
    if number := number_of_declaration(work, typed):
        return _current(work, number)
    if number := number_of_shipment(work, typed):
        return _current(work, _only_declaration_of(work, number))
    raise NoSuchNumber(number=typed)


def metal_used(declaration: DeclarationRow, *, declared: Mass, used: Mass) -> MetalUsed:
    """So much of what was declared and is with the buyer. Refuses more than that, and nothing."""
    if declaration.series is Series.ISO_22095:
        stated = attribution_in(declaration.snapshot)
        return CopperUsed(
            number=declaration.number,
            product=declaration.product.name,
            declared=declared,
            used=used,
            shares=stated.shares,
            standards=stated.standards,
        )
    lots = contents_in(declaration.snapshot)
    return ContentUsed(
        number=declaration.number,
        product=declaration.product.name,
        declared=declared,
        used=used,
        figure=lowest(each.figure for each in lots),
        standards=tuple(dict.fromkeys(each.standard for each in lots)),
        verifiers=tuple(dict.fromkeys(each.verifier for each in lots)),
    )


def with_the_buyer(work: UnitOfWork, declaration: DeclarationRow) -> Mass:
    """The declared net mass without the goods that came back (DOMAIN.md rule 35)."""
    declared = declarations.declared_mass(work, declaration.draft_id)
    return declared - Mass.total(each.net_mass for each in returns_of(work, declaration.draft_id))


def refuse_two_companies(chosen: Sequence[DeclarationRow]) -> None:
    """Refuse what was declared to several companies: no product is made by two."""
    for each in chosen[1:]:
        if each.customer_id != chosen[0].customer_id:
            raise TwoCompanies(number=each.number, first=chosen[0].number)


def _current(work: UnitOfWork, number: str) -> DeclarationRow:
    declaration = declarations.find_declaration(work, number)
    assert declaration is not None, "its number was found by the same actor"
    if declaration.status is Status.ISSUED:
        return declaration
    ending = endings.ending_of(work, declaration)
    assert ending is not None, "what is not current has ended"
    number, ended_at, what = declaration.number, ending.ended_at, CAUSE_NAMES[ending.cause]
    if successor := endings.successor_of(work, declaration):
        raise Superseded(number=number, ended_at=ended_at, what=what, successor=successor.number)
    raise Revoked(number=number, ended_at=ended_at, what=what)


def _only_declaration_of(work: UnitOfWork, shipment_no: str) -> str:
    shipment = find_shipment(work, shipment_no)
    assert shipment is not None, "its number was found by the same actor"
    lines = declarations.current_numbers(work, [shipment.id]).get(shipment.id, {})
    match sorted(set(lines.values())):
        case []:
            raise NotDeclared(number=shipment_no)
        case [number]:
            return number
        case several:
            raise DeclaredInParts(number=shipment_no, declarations=", ".join(several))
