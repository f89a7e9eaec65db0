"""What declarations rest on, entered by staff or loaded from a file; nothing is ever changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from remine_portal.domain.catalog import Text, refuse_recycled_content
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.domain.recycled_content import Verification
from remine_portal.domain.renewable import (
    ElectricityRecord,
    EnergyOutOfBounds,
    kilowatt_hours,
)
from remine_portal.persistence import audit, catalog, evidence
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.evidence import (
    ElectricityEvidenceRow,
    IssuerStatementRow,
    VerificationRow,
)
from remine_portal.services.cataloguing import NEW, UNCHANGED, LoadedCounts
from remine_portal.services.evidence_file import electricity_in, verification_in
from remine_portal.services.json_entries import Entry


class ShareOutOfBounds(Refusal):
    """DOMAIN.md rule 4, for what is verified."""

    code = "CONTENT_OUT_OF_BOUNDS"
    sentence = N_(
        "The verified percentage must be above 0 and at most 100, and the pre- and post-consumer "
        "shares together at most 100. Check the figures against the verification."
    )


class DaysOutOfOrder(Refusal):
    sentence = N_("{first_day} is after {last_day}. Enter the earlier day first.")


class EditionUnclear(Refusal):
    """DOMAIN.md rule 10: the edition is named for ever, so it must be one."""

    sentence = N_("Enter the year of the edition of ISO 14021 with four digits, like 2016.")


class ReferenceTaken(Refusal):
    sentence = N_(
        "The reference {reference} is on file already. A verification is never changed: enter "
        "the new one under its own reference."
    )


def enter_verification(work: UnitOfWork, verification: Verification) -> VerificationRow:
    """Put a third party's verification on file, for ever (DOMAIN.md 7a).

    Refuses copper (rule 1), impossible shares (rule 4), an unclear edition (rule 10), days out of
    order, and a reference that is on file.
    """
    product = catalog.find_product(work, verification.product_code)
    if product is None:
        raise NotFound(thing=verification.product_code)
    refuse_recycled_content(product.code, product.series)
    if verification.site_code not in catalog.sites_by_code(work):
        raise NotFound(thing=verification.site_code)
    _refuse_impossible(verification)
    if evidence.find_verification(work, verification.reference):
        raise ReferenceTaken(reference=verification.reference)
    figure = verification.figure
    row = VerificationRow(
        product_code=verification.product_code,
        site_code=verification.site_code,
        operator=figure.operator,
        percent=figure.percent,
        pre_consumer_percent=figure.pre_consumer_percent,
        post_consumer_percent=figure.post_consumer_percent,
        standard_edition=verification.standard_edition,
        basis=verification.basis,
        period_from=verification.period_from,
        period_to=verification.period_to,
        verifier=verification.verifier,
        reference=verification.reference,
        valid_from=verification.valid_from,
        valid_to=verification.valid_to,
        sample=verification.sample,
        entered_by=_hand(work),
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "verification:entered", row.reference, detail=row.product_code)
    return row


def _refuse_impossible(verification: Verification) -> None:
    figure = verification.figure
    split = (figure.pre_consumer_percent or 0) + (figure.post_consumer_percent or 0)
    if not 0 < figure.percent <= 100 or split > 100:
        raise ShareOutOfBounds
    if not re.fullmatch(r"(19|20)\d\d", verification.standard_edition, re.ASCII):
        raise EditionUnclear
    _refuse_out_of_order(verification.valid_from, verification.valid_to)
    if verification.period_from and verification.period_to:
        _refuse_out_of_order(verification.period_from, verification.period_to)


def _refuse_out_of_order(first_day: date, last_day: date) -> None:
    if first_day > last_day:
        raise DaysOutOfOrder(first_day=first_day, last_day=last_day)


def enter_electricity(
    work: UnitOfWork, record: ElectricityRecord, *, sample: bool = False
) -> ElectricityEvidenceRow:
    """Put a facility's consumption and coverage on file; for a day, the newest entry counts.

    Coverage below 100 % is evidence as well: it permits no note of 100 % (DOMAIN.md rule 43).
    Refuses an unknown site, days out of order, and energy that cannot be.
    """
    if record.site_code not in catalog.sites_by_code(work):
        raise NotFound(thing=record.site_code)
    _refuse_out_of_order(record.first_day, record.last_day)
    row = ElectricityEvidenceRow(
        site_code=record.site_code,
        first_day=record.first_day,
        last_day=record.last_day,
        consumed_kwh=kilowatt_hours(record.consumed_mwh),
        covered_kwh=kilowatt_hours(record.covered_mwh),
        instrument=record.instrument,
        certificate_ids=record.certificate_ids,
        retired_on=record.retired_on,
        document=record.document,
        sample=sample,
        entered_by=_hand(work),
        entered_at=work.now,
    )
    if not row.consumed_kwh:
        raise EnergyOutOfBounds
    work.session.add(row)
    work.session.flush()
    audit.record(
        work,
        "electricity:entered",
        row.site_code,
        detail=f"{row.first_day} to {row.last_day}, {row.covered_kwh} of {row.consumed_kwh} kWh",
    )
    return row


def say_as_issuer(work: UnitOfWork, *, contact: Text, retention: Text) -> IssuerStatementRow:
    """Keep the issuer's contact line and retention period; what is empty is not printed."""
    row = IssuerStatementRow(
        contact_en=contact.en or None,
        contact_ja=contact.ja or None,
        retention_en=retention.en or None,
        retention_ja=retention.ja or None,
        entered_by=_hand(work),
        entered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "issuer-statement:entered", "issuer")
    return row


def _hand(work: UnitOfWork) -> str:
    return work.actor.email or work.actor.name


def load_electricity(work: UnitOfWork, raw: object, sample: bool = False) -> LoadedCounts:
    """Take over a file of electricity evidence, whole or not at all; known entries are left."""
    entries = Entry(raw, "file").entries("electricity")
    return LoadedCounts.of(_take_electricity(work, entries, sample=sample))


def _take_electricity(work: UnitOfWork, entries: list[Entry], *, sample: bool) -> Iterator[str]:
    known = {row.record for row in evidence.electricity_rows(work)}
    for entry in entries:
        record = electricity_in(entry)
        if record in known:
            yield UNCHANGED
        else:
            enter_electricity(work, record, sample=sample)
            known.add(record)
            yield NEW


def load_verifications(work: UnitOfWork, raw: object, sample: bool = False) -> LoadedCounts:
    """Take over a file of verifications, with the fields of INTERFACES.md `POST /verifications`.

    A verification that is on file as it stands is left; another under its reference is refused.
    """
    entries = Entry(raw, "file").entries("verifications")
    return LoadedCounts.of(_take_verifications(work, entries, sample=sample))


def _take_verifications(work: UnitOfWork, entries: list[Entry], *, sample: bool) -> Iterator[str]:
    for entry in entries:
        verification = replace(verification_in(entry), sample=sample)
        known = evidence.find_verification(work, verification.reference)
        if known is not None and known.verification == verification:
            yield UNCHANGED
        else:
            enter_verification(work, verification)
            yield NEW
