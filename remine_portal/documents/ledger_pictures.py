"""Pictures of the credit ledger: periods side by side, and one period from inputs to shipments.

Each comes with a sentence and a table that say the same, for a drawing alone is no statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from remine_portal.documents import ledger_wording as wording
from remine_portal.documents.drawing import Look
from remine_portal.documents.ledger_wording import written_kilograms
from remine_portal.documents.period_chart import Kind, met, period_drawing
from remine_portal.documents.sankey import Flow, sankey
from remine_portal.documents.wording import filled, written_date
from remine_portal.domain.catalog import Text
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Characteristic, Reason
from remine_portal.domain.periods import BalancePeriod, PeriodBalance
from remine_portal.domain.reconciliation import AccountLine, Reconciliation

MOST_SHIPMENTS = 8
"""The largest have a place of their own in a Sankey diagram, the others share one."""

STRUCK_OFF = (Reason.DISALLOW, Reason.TRUE_UP, Reason.SETTLE)
CAME_IN = (
    Kind(wording.BOOKED, (Reason.BOOK_INPUT,), Look.GREY),
    Kind(wording.RETURNED, (Reason.RETURN,), Look.PALE),
    Kind(wording.TRANSFERRED_IN, (Reason.TRANSFER_IN,), Look.EMPTY),
)
WENT_OUT = (
    Kind(wording.ATTRIBUTED, (Reason.ATTRIBUTE,), Look.HATCHED),
    Kind(wording.EXPIRED, (Reason.EXPIRE,), Look.PALE),
    Kind(wording.STRUCK_OFF, STRUCK_OFF, Look.DARK),
    Kind(wording.TRANSFERRED_OUT, (Reason.TRANSFER_OUT,), Look.EMPTY),
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing, the same in a sentence, and the same as a table.

    Whole numbers in `rows` are kilograms; their columns say so.
    """

    svg: Markup
    summary: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]


def period_chart(
    periods: Sequence[tuple[BalancePeriod, PeriodBalance]], *, language: str
) -> Picture | None:
    """What came in and went out of an account in each period, and the balance they left.

    The periods follow each other, the earliest first. None without a period.
    """
    if not periods:
        return None
    balances = [balance for _, balance in periods]
    came_in, went_out = met(CAME_IN, balances), met(WENT_OUT, balances)
    summary = filled(
        wording.CHART_SUMMARY,
        first=written_date(periods[0][0].first_day),
        last=written_date(periods[-1][0].last_day),
        came_in=written_kilograms(sum(each.came_in_kg for each in balances)),
        went_out=written_kilograms(sum(each.went_out_kg for each in balances)),
        closing=written_kilograms(balances[-1].closing_kg),
    ).in_language(language)
    heads = (wording.OPENING, *(each.name for each in came_in + went_out), wording.CLOSING)
    return Picture(
        svg=period_drawing(periods, (came_in, went_out), label=summary, language=language),
        summary=summary,
        columns=(
            wording.PERIOD.in_language(language),
            *(filled(wording.IN_KG, name=each).in_language(language) for each in heads),
        ),
        rows=tuple(
            (
                period.first_day.isoformat(),
                balance.opening_kg,
                *(kind.of(balance) for kind in came_in + went_out),
                balance.closing_kg,
            )
            for period, balance in periods
        ),
    )


def period_sankey(report: Reconciliation, *, language: str) -> Picture | None:
    """Where the credits of a period came from and where they went, account by account.

    The largest shipments have a place each. An input without a characteristic brought in no
    credits, so it flows nowhere. None where nothing stood or moved.
    """
    accounts = [each for each in report.accounts if _entitled(each)]
    return _flowing(
        [_account_flows(report, each, language) for each in accounts],
        [_account_summary(each) for each in accounts],
        language,
    )


def shipment_sankey(report: Reconciliation, *, shipment_no: str, language: str) -> Picture | None:
    """One shipment's share of the credits of its period, as its customer may see it.

    The report names the customer's own shipments and no other. All the rest is one figure, so
    that nobody reads a balance from it. None where nothing is attributed to the shipment.
    """
    shares = [_share(report, each, shipment_no) for each in report.accounts]
    shares = [each for each in shares if each.ours]
    return _flowing(
        [_share_flows(report, each, language) for each in shares],
        [_share_summary(report, each) for each in shares],
        language,
    )


def _flowing(
    bands: Sequence[Iterable[Flow]], sentences: Iterable[Text], language: str
) -> Picture | None:
    """Only what flows is drawn and told."""
    drawn = [[flow for flow in flows if flow.kilograms] for flows in bands]
    if not drawn:
        return None
    summary = (" " if language == "en" else "").join(
        each.in_language(language) for each in sentences
    )
    return Picture(
        svg=sankey(drawn, label=summary),
        summary=summary,
        columns=tuple(
            each.in_language(language)
            for each in (wording.FROM, wording.TO, filled(wording.IN_KG, name=wording.CREDITS))
        ),
        rows=tuple((each.source, each.target, each.kilograms) for flows in drawn for each in flows),
    )


def _account_flows(report: Reconciliation, line: AccountLine, language: str) -> Iterator[Flow]:
    """From the opening balance and what came in, over the account, to where it all went."""
    balance, account = line.balance, line.account
    booked, *came_in = CAME_IN
    attributed, *went_out = WENT_OUT

    def said(text: Text) -> str:
        return text.in_language(language)

    yield Flow(said(wording.OPENING), account, balance.opening_kg)
    yield Flow(said(wording.SOURCES[line.characteristic]), account, booked.of(balance))
    for kind in came_in:
        yield Flow(said(kind.name), account, kind.of(balance))
    for name, kilograms in _largest(report, line.characteristic, language):
        yield Flow(account, name, kilograms, attributed.look)
    for kind in went_out:
        yield Flow(account, said(kind.name), kind.of(balance), kind.look)
    yield Flow(account, said(wording.REMAINING), balance.closing_kg)


def _largest(
    report: Reconciliation, characteristic: Characteristic, language: str
) -> Iterator[tuple[str, int]]:
    """The largest shipments by their numbers, then all others together."""
    others = wording.OTHER_SHIPMENTS.in_language(language)
    shipments: Counter[str] = Counter()
    for line in report.attributed:
        if line.characteristic is characteristic:
            shipments[line.shipment_no or others] += line.kilograms
    rest = shipments.pop(others, 0)
    ranked = shipments.most_common()
    yield from ranked[:MOST_SHIPMENTS]
    yield others, rest + sum(kilograms for _, kilograms in ranked[MOST_SHIPMENTS:])


def _account_summary(line: AccountLine) -> Text:
    """The account's whole in a sentence, and every share of it that is not zero."""
    shares = [(kind.name, kind.of(line.balance)) for kind in WENT_OUT]
    shares.append((wording.REMAINING, line.balance.closing_kg))
    parts = [
        filled(
            wording.SHARE,
            name=Text(en=name.en.lower(), ja=name.ja),
            kilograms=written_kilograms(kilograms),
        )
        for name, kilograms in shares
        if kilograms
    ]
    return filled(
        wording.PERIOD_SUMMARY,
        account=line.account,
        entitled=written_kilograms(_entitled(line)),
        shares=Text(
            en=", ".join(each.en for each in parts), ja="、".join(each.ja for each in parts)
        ),
    )


@dataclass(frozen=True, slots=True)
class _Share:
    """What of an account went to one shipment, and to others of the same customer."""

    account: AccountLine
    ours: int
    same_customer: int


def _share(report: Reconciliation, account: AccountLine, shipment_no: str) -> _Share:
    ours = same_customer = 0
    for line in report.attributed:
        if line.characteristic is not account.characteristic or line.shipment_no is None:
            continue
        if line.shipment_no == shipment_no:
            ours += line.kilograms
        else:
            same_customer += line.kilograms
    return _Share(account, ours, same_customer)


def _share_flows(report: Reconciliation, share: _Share, language: str) -> Iterator[Flow]:
    entitled = _entitled(share.account)
    balance = filled(wording.BALANCE_OF, boundary=report.boundary).in_language(language)
    source = wording.SOURCES[share.account.characteristic].in_language(language)
    yield Flow(source, balance, entitled)
    for name, kilograms in (
        (wording.THIS_SHIPMENT, share.ours),
        (wording.SAME_CUSTOMER, share.same_customer),
    ):
        yield Flow(balance, name.in_language(language), kilograms, Look.HATCHED)
    others = entitled - share.ours - share.same_customer
    yield Flow(balance, wording.OTHERS.in_language(language), others, Look.PALE)


def _share_summary(report: Reconciliation, share: _Share) -> Text:
    return filled(
        wording.SHIPMENT_SUMMARY,
        characteristic=CHARACTERISTIC_NAMES[share.account.characteristic],
        boundary=report.boundary,
        entitled=written_kilograms(_entitled(share.account)),
        attributed=written_kilograms(share.ours),
    )


def _entitled(line: AccountLine) -> int:
    """All that could be attributed in the period: what was there and what came in."""
    return line.balance.opening_kg + line.balance.came_in_kg
