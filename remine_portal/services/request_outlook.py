"""What the sales desk should know of a request before it answers: each check, and what it found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.periods import NoPeriod, PeriodClosed
from remine_portal.domain.policy import NoPolicy, OutsideBoundary
from remine_portal.domain.requests import RequestKind
from remine_portal.persistence.certificate_releases import release_of
from remine_portal.persistence.certificates import find_certificate
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.drafts import open_drafts
from remine_portal.persistence.request_queue import others_open
from remine_portal.persistence.requests import RequestRow
from remine_portal.services.attribution_outlook import BoundaryOutlook, outlook
from remine_portal.services.eligibility import ShipmentStanding, standings

OF_PERIODS = (NoPeriod, PeriodClosed, NoPolicy, OutsideBoundary)


class DeclaredAlready(Refusal):
    code = "ALREADY_ISSUED"
    sentence = N_("Shipment {shipment} has already been declared: {numbers}.")


class AlsoRequested(Refusal):
    sentence = N_("Shipment {shipment} is also in request {number}, which is open.")


class DraftAtWork(Refusal):
    sentence = N_("{name} is preparing a draft for shipment {shipment}.")


class NothingBooked(Refusal):
    code = "INSUFFICIENT_CREDITS"
    sentence = N_(
        "No account of {boundary} has credits that can be used for shipment {shipment}. "
        "Ask the credits desk before you approve."
    )


class CertificateEnded(Refusal):
    code = "OUTSIDE_VERIFICATION"
    sentence = N_("Certificate {reference} expired on {last_day}. Ask its issuer for a newer one.")


class ReleasedAlready(Refusal):
    sentence = N_("The certificate {reference} was released to this company on {day}.")


@dataclass(frozen=True)
class RequestCheck:
    """One question in words, and what speaks against a yes. Whether it hinders people decide."""

    title: str
    findings: list[Refusal]


@dataclass(frozen=True)
class RequestOutlook:
    """A request as it could be answered today. `credits` by shipment number, for its copper."""

    standings: list[ShipmentStanding]
    credits: dict[str, tuple[BoundaryOutlook, ...]]
    checks: list[RequestCheck]


@dataclass(frozen=True)
class Asked:
    """A request with what there is to say of each of its shipments, looked up once."""

    request: RequestRow
    standings: list[ShipmentStanding]
    credits: dict[str, tuple[BoundaryOutlook, ...]]


Question = tuple[str, Callable[[UnitOfWork, Asked], list[Refusal]]]


def outlook_of(work: UnitOfWork, request: RequestRow) -> RequestOutlook:
    """Every check of a request, loaded as by `find_request`. Nothing is reserved or posted."""
    named = [each.shipment for each in request.shipments]
    credits = {
        each.shipment_no: boundaries
        for each in named
        if (boundaries := outlook(work, each).boundaries)
    }
    asked = Asked(request, standings(work, named), credits)
    questions = OF_DECLARATIONS if request.kind is RequestKind.DECLARATION else OF_CERTIFICATES
    return RequestOutlook(
        standings=asked.standings,
        credits=credits,
        checks=[RequestCheck(title, ask(work, asked)) for title, ask in questions],
    )


def declarable_lots(work: UnitOfWork, asked: Iterable[RequestRow]) -> dict[int, tuple[int, int]]:
    """How many lots of each request may be declared now, and of how many; by request id.

    The requests are loaded as by `requests_at`.
    """
    asked = list(asked)
    named = {each.shipment_id: each.shipment for request in asked for each in request.shipments}
    lots = {each.shipment.id: each.lots for each in standings(work, named.values())}
    counted: dict[int, tuple[int, int]] = {}
    for request in asked:
        own = [lot for each in request.shipments for lot in lots[each.shipment_id]]
        counted[request.id] = (sum(lot.is_open for lot in own), len(own))
    return counted


def _not_declarable(_work: UnitOfWork, asked: Asked) -> list[Refusal]:
    return [each for each in _refusals(asked) if not isinstance(each, OF_PERIODS)]


def _outside_periods(_work: UnitOfWork, asked: Asked) -> list[Refusal]:
    return [each for each in _refusals(asked) if isinstance(each, OF_PERIODS)]


def _refusals(asked: Asked) -> list[Refusal]:
    return [lot.refusal for each in asked.standings for lot in each.lots if lot.refusal]


def _declared(_work: UnitOfWork, asked: Asked) -> list[Refusal]:
    return [
        DeclaredAlready(shipment=each.shipment.shipment_no, numbers=", ".join(each.numbers))
        for each in asked.standings
        if each.numbers
    ]


def _requested_twice(work: UnitOfWork, asked: Asked) -> list[Refusal]:
    return [
        AlsoRequested(shipment=shipment.shipment_no, number=number)
        for shipment, number in others_open(work, asked.request)
    ]


def _in_preparation(work: UnitOfWork, asked: Asked) -> list[Refusal]:
    named = {each.shipment.id for each in asked.standings}
    return [
        DraftAtWork(name=each.prepared_by.name, shipment=each.shipment.shipment_no)
        for each in open_drafts(work)
        if each.shipment_id in named
    ]


def _without_credits(_work: UnitOfWork, asked: Asked) -> list[Refusal]:
    return [
        NothingBooked(shipment=number, boundary=boundary.boundary)
        for number, boundaries in asked.credits.items()
        for boundary in boundaries
        if not any(account.usable_kg for account in boundary.accounts)
    ]


def _ended(work: UnitOfWork, asked: Asked) -> list[Refusal]:
    certificate = find_certificate(work, asked.request.certificate_id or 0)
    if certificate is None or certificate.valid_to is None or work.today <= certificate.valid_to:
        return []
    return [CertificateEnded(reference=certificate.reference, last_day=certificate.valid_to)]


def _released(work: UnitOfWork, asked: Asked) -> list[Refusal]:
    certificate = find_certificate(work, asked.request.certificate_id or 0)
    if certificate is None:
        return []
    release = release_of(work, certificate, asked.request.customer_id)
    if release is None or release.request_number == asked.request.number:
        return []
    return [ReleasedAlready(reference=certificate.reference, day=release.released_at)]


OF_DECLARATIONS: tuple[Question, ...] = (
    (N_("The evidence on file allows every lot to be declared"), _not_declarable),
    (N_("The balance period of all copper is open"), _outside_periods),
    (N_("Credits are available for all copper"), _without_credits),
    (N_("None of it has been declared"), _declared),
    (N_("No other request is for the same"), _requested_twice),
    (N_("Nobody is preparing a draft for it"), _in_preparation),
)

OF_CERTIFICATES: tuple[Question, ...] = (
    (N_("The certificate is valid today"), _ended),
    (N_("The company does not have it yet"), _released),
)
