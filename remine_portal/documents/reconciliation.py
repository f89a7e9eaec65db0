"""A reconciliation report on paper: the balance of a period, and every line it is made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from remine_portal.documents import ledger_wording, wording
from remine_portal.documents import reconciliation_wording as heads
from remine_portal.documents.ledger_wording import CAPS, MINUS, REASONS, written_kilograms
from remine_portal.documents.printing import print_pdf
from remine_portal.documents.wording import (
    NBSP,
    filled,
    written_date,
    written_mass,
    written_number,
)
from remine_portal.domain.catalog import SERIES_TITLES, Series, Text
from remine_portal.domain.credits import CHARACTERISTIC_NAMES, Reason, Standing
from remine_portal.domain.mass import Mass
from remine_portal.domain.periods import COMING_IN, GOING_OUT
from remine_portal.domain.reconciliation import AttributedLine, InputLine, Reconciliation

Fact = tuple[Text, Text | str]


def render_reconciliation(report: Reconciliation, *, language: str, printed_on: date) -> bytes:
    """The report as PDF, in Japanese or English, with SAMPLE across every page of a sample.

    Refuses GlyphMissing when the fonts lack a character of the report.
    """
    facts = {
        "languages": (language,),
        "marks": [(wording.SAMPLE, wording.SAMPLE_MEANS)] if report.sample else [],
        "ledger": ledger_wording,
        "heads": heads,
        "report": report,
        "series": SERIES_TITLES[Series.ISO_22095],
        "printed": filled(wording.PRINTED_ON, day=written_date(printed_on)),
        "characteristics": CHARACTERISTIC_NAMES,
        "balance": list(_balance(report)),
        "output": list(_output(report)),
        "terms": list(policy_terms(report)),
        "inputs": _inputs(report),
        "attributed": _attributed(report),
    }
    return print_pdf("reconciliation.html", facts)


@dataclass(frozen=True, slots=True)
class BalanceLine:
    """A line of the balance with a figure for each account, in kilograms; None is not known yet."""

    sign: str
    label: Text
    kilograms: tuple[int | None, ...]


def _balance(report: Reconciliation) -> Iterator[BalanceLine]:
    """Opening + what came in − what went out = closing, and what becomes of that."""
    accounts = report.accounts
    balances = [each.balance for each in accounts]
    yield BalanceLine("", heads.OPENING, tuple(each.opening_kg for each in balances))
    for sign, reasons in (("+", COMING_IN), (MINUS, GOING_OUT)):
        for reason in reasons:
            moved = tuple(each.moved.get(reason, 0) for each in balances)
            yield BalanceLine(sign, REASONS[reason], moved)
    closing = tuple(each.closing_kg for each in balances)
    yield BalanceLine("=", heads.CLOSING, closing)
    reserved = tuple(each.standings.get(Standing.RESERVED, 0) for each in accounts)
    yield BalanceLine("", heads.OF_IT_RESERVED, reserved)
    carried = closing if report.closed_at else (None,) * len(closing)
    yield BalanceLine("", heads.CARRIED_OVER, carried)
    if any(each.deficit_kg for each in accounts):
        yield BalanceLine("", heads.DEFICIT, tuple(each.deficit_kg for each in accounts))


def _output(report: Reconciliation) -> Iterator[Fact]:
    """What was put out beside what was attributed (rule 21), and what was measured."""
    attributed, returned = _in_all(report, Reason.ATTRIBUTE), _in_all(report, Reason.RETURN)
    left = report.output_limit.in_unit("kg") - (attributed - returned)
    yield heads.SHIPPED, written_mass(report.shipped, "kg")
    yield heads.BOOKED_OUTPUT, _booked(report.output)
    yield heads.LIMIT, written_mass(report.output_limit, "kg")
    yield heads.ATTRIBUTED_TOTAL, written_kilograms(attributed)
    yield heads.RETURNED_TOTAL, written_kilograms(returned)
    yield heads.LEFT, f"{MINUS if left < 0 else ''}{written_number(abs(left))}{NBSP}kg"
    yield heads.PHYSICAL_STOCK, _booked(report.physical_stock)
    measured = report.measured_yield
    yield heads.MEASURED_YIELD, heads.NOT_BOOKED if measured is None else f"{measured:f}"


def _in_all(report: Reconciliation, reason: Reason) -> int:
    """Over all accounts, for a comparison with the output only: kinds of credits never mix."""
    return sum(each.balance.moved.get(reason, 0) for each in report.accounts)


def _booked(mass: Mass | None) -> Text | str:
    return heads.NOT_BOOKED if mass is None else written_mass(mass, "kg")


def policy_terms(report: Reconciliation) -> Iterator[Fact]:
    """The policy that ruled the period, by what each term is called."""
    policy, guideline = report.policy, report.policy.guideline
    yield (
        heads.NAME,
        filled(heads.IN_FORCE, name=policy.name, day=written_date(policy.effective_from)),
    )
    yield (
        heads.GUIDELINE,
        filled(
            heads.GUIDELINE_NAMED,
            title=guideline.title,
            version=guideline.version,
            verifier=guideline.verified_by,
        ),
    )
    yield heads.STANDARDS, ", ".join(policy.standards)
    for characteristic in (each.characteristic for each in report.accounts):
        yield CHARACTERISTIC_NAMES[characteristic], policy.characteristics[characteristic]
    yield heads.CONVERSION_FACTOR, f"{policy.conversion_factors[report.metal]:f}"
    yield heads.PERIOD_LENGTH, _months(policy.period_months)
    yield heads.VALIDITY, _months(policy.validity_months)
    cap = CAPS[policy.carry_over_cap]
    yield heads.CARRY_OVER, cap if policy.carry_over else heads.NO_CARRY_OVER
    yield heads.TRANSFERS, heads.ALLOWED if policy.transfers else heads.NOT_ALLOWED


def _months(months: int) -> Text:
    return filled(heads.MONTHS, n=str(months))


def _inputs(report: Reconciliation) -> list[tuple[Text | str, Sequence[InputLine], int]]:
    """Inputs account by account with the credits they brought in, then those without."""
    groups: list[tuple[Text | str, Sequence[InputLine], int]] = []
    for account in (*(each.account for each in report.accounts), None):
        lines = [each for each in report.inputs if each.account == account]
        heading = heads.NO_CHARACTERISTIC if account is None else account
        if lines:
            groups.append((heading, lines, sum(each.credited_kg for each in lines)))
    return groups


def _attributed(report: Reconciliation) -> list[tuple[Text, Sequence[AttributedLine], int]]:
    """What was attributed, characteristic by characteristic: the two are never added up."""
    groups: list[tuple[Text, Sequence[AttributedLine], int]] = []
    for characteristic in (each.characteristic for each in report.accounts):
        lines = [each for each in report.attributed if each.characteristic is characteristic]
        if lines:
            total = sum(each.kilograms for each in lines)
            groups.append((CHARACTERISTIC_NAMES[characteristic], lines, total))
    return groups
