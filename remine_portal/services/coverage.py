"""Which of a list of numbers are declared, and what is to be said of the others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from remine_portal.domain.coverage import Answer, Coverage, LotAnswer, ReferenceAnswer
from remine_portal.domain.declarations import Status
from remine_portal.domain.references import Directory, Reference, declaration_number, grouped
from remine_portal.persistence import reference_search
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.reference_search import DeclaredPart
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow
from remine_portal.services.eligibility import LotStanding, standings

Place = tuple[int, int]
"""A shipment's id and a line's number."""


@dataclass(slots=True)
class Register:
    """What is known of a company's lots: by any of their numbers, and by where the ERP has them."""

    numbers: Directory[LotAnswer] = field(default_factory=Directory)
    places: dict[Place, LotAnswer] = field(default_factory=dict)

    def enter(self, lot: LotAnswer, place: Place, numbers: Iterable[str | None]) -> None:
        self.places[place] = lot
        for number in filter(None, numbers):
            self.numbers.add(number, lot)


def answer(work: UnitOfWork, references: Iterable[Reference], customer_id: int) -> Coverage:
    """One answer for each number, in the order of the list, by what the company may see.

    A number that stands there again, in whatever spelling, is answered once. What belongs to
    another company is unknown, like what does not exist (DOMAIN.md rule 40).
    """
    asked = list(references)
    texts = [each.text for each in asked]
    named = {number for text in texts if (number := declaration_number(text))}
    parts = reference_search.parts_of_declarations(work, customer_id, named)
    besides = {part.line.shipment_id for part in parts}
    known = Register()
    for some in reference_search.shipments_meant(work, customer_id, texts, besides):
        _enter_shipments(work, customer_id, some, known)
    last = _last_versions(work, customer_id, parts)
    stated = _places_stated(work, customer_id, {each.number for each in last.values()})
    for part in parts:
        number, now = part.declaration.number, known.places.get(part.place)
        is_stated = (last[number].number, part.place) in stated
        known.numbers.add(number, _as_declared(last[number], part, now, is_stated=is_stated))
    return Coverage(tuple(_answers(asked, known.numbers)))


def _answers(
    asked: Sequence[Reference], numbers: Directory[LotAnswer]
) -> Iterator[ReferenceAnswer]:
    repeated: dict[tuple[str, ...], list[Reference]] = {}
    for each in asked:
        meant = numbers.meant_by(each.text)
        repeated.setdefault(meant or ("", grouped(each.text)), []).append(each)
    for meant, alike in repeated.items():
        lots = dict.fromkeys(lot for number in meant for lot in numbers.of(number))
        yield ReferenceAnswer(
            text=alike[0].text,
            times=len(alike),
            stated=tuple(each.mass for each in alike if each.mass is not None),
            lots=tuple(sorted(lots, key=lambda lot: (lot.ship_date, lot.shipment_no, lot.line_no))),
        )


def _enter_shipments(
    work: UnitOfWork, customer_id: int, sent: Sequence[ShipmentRow], known: Register
) -> None:
    declared: dict[Place, DeclaredPart] = {}
    for part in reference_search.parts_of_shipments(work, customer_id, [each.id for each in sent]):
        if part.is_current or part.place not in declared:
            declared[part.place] = part
    for standing in standings(work, sent):
        shipment = standing.shipment
        for lot in standing.lots:
            line = lot.assessment.line
            place = (shipment.id, line.line_no)
            said = _now(shipment, lot, declared.get(place), standing.requested_in)
            numbers = (line.order_no, line.customer_po, line.invoice_no, line.lot_no)
            known.enter(said, place, (shipment.shipment_no, *numbers))


def _now(
    shipment: ShipmentRow, lot: LotStanding, part: DeclaredPart | None, requested_in: str | None
) -> LotAnswer:
    """What is said of a lot as the ERP has it, by the last declaration of it where there is one."""
    if part is not None and part.is_current:
        number = part.declaration.number
        return _lot(shipment, part.line, Answer.DECLARED, number=number)
    waiting = {
        "refusal": lot.refusal,
        "requested_in": requested_in,
        "is_missing": lot.refusal is None and requested_in is None,
    }
    line = lot.assessment.line
    if part is not None and part.declaration.status is Status.REVOKED:
        number = part.declaration.number
        return _lot(shipment, line, Answer.REVOKED, number=number, **waiting)
    return _lot(
        shipment, line, Answer.NOT_ELIGIBLE if lot.refusal else Answer.NOT_ISSUED, **waiting
    )


def _as_declared(
    last: DeclarationRow, part: DeclaredPart, now: LotAnswer | None, *, is_stated: bool
) -> LotAnswer:
    """What is said of a lot by the number of a declaration, whose last version is given.

    `now` is what is said of the lot itself, where the company still has it. `is_stated` is whether
    the last version states the lot: one that leaves it out neither declares nor revokes it.
    """
    number = part.declaration.number
    if is_stated and last.status is Status.ISSUED:
        if last is part.declaration:
            return _lot(part.shipment, part.line, Answer.DECLARED, number=number)
        successor = last.number
        return _lot(part.shipment, part.line, Answer.SUPERSEDED, number=number, successor=successor)
    is_revoked = is_stated and last.status is Status.REVOKED
    answer, number = (Answer.REVOKED, last.number) if is_revoked else (Answer.SUPERSEDED, number)
    said = _lot(part.shipment, part.line, answer, number=number)
    if now is None:
        return said
    return replace(
        said,
        successor=now.current_number,
        requested_in=now.requested_in,
        refusal=now.refusal,
        is_missing=now.is_missing,
    )


def _last_versions(
    work: UnitOfWork, customer_id: int, parts: Iterable[DeclaredPart]
) -> dict[str, DeclarationRow]:
    """The version that each declaration has come to, by its number: itself unless replaced."""
    last = {part.declaration.number: part.declaration for part in parts}
    while replaced := [each.number for each in last.values() if each.status is Status.SUPERSEDED]:
        following: dict[str, DeclarationRow] = {}
        for some in chunks(replaced):
            following |= reference_search.successors_of(work, customer_id, some)
        if not following:
            break
        last = {number: following.get(each.number, each) for number, each in last.items()}
    return last


def _places_stated(
    work: UnitOfWork, customer_id: int, numbers: Collection[str]
) -> set[tuple[str, Place]]:
    """Which lots each of some declarations states, by its number."""
    parts = reference_search.parts_of_declarations(work, customer_id, numbers)
    return {(part.declaration.number, part.place) for part in parts}


def _lot(shipment: ShipmentRow, line: ShipmentLineRow, answer: Answer, **more: Any) -> LotAnswer:
    return LotAnswer(
        answer=answer,
        shipment_no=shipment.shipment_no,
        line_no=line.line_no,
        ship_date=line.ship_date,
        lot_no=line.lot_no,
        product=line.product.name,
        net_mass=line.net_mass,
        unit=line.unit,
        order_no=line.order_no,
        customer_po=line.customer_po,
        **more,
    )
