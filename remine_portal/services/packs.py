"""Ordering packs, each selection once, and handing them out."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from remine_portal.domain.file_names import Pattern
from remine_portal.domain.jobs import JobKind, JobState
from remine_portal.domain.packs import (
    LINK_LASTS,
    MOST_AT_ONCE,
    MOST_DOCUMENTS,
    DayToCome,
    NothingFound,
    NothingIssuedYet,
    NothingSelected,
    PackState,
    Selection,
    SeveralCompanies,
    TooManyAtOnce,
    TooManyDocuments,
)
from remine_portal.domain.shipments import IDENTIFIER_LENGTH
from remine_portal.persistence import audit, packs
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.imports import chunks
from remine_portal.persistence.jobs import JobRow
from remine_portal.persistence.packs import Ended, Found, PackRow
from remine_portal.persistence.shipment_search import searchable
from remine_portal.services import jobs
from remine_portal.services.certificates import record_download as record_certificate_download
from remine_portal.services.downloads import record_downloads
from remine_portal.services.office import Office
from remine_portal.services.pack_certificates import on_file_by, released_by

TAKEN_AT_ONCE = 500
"""Declarations whose taking is written down with one statement."""


@dataclass(frozen=True, slots=True)
class PackFile:
    """What a pack has become, and how many things its list of missing things names."""

    sha256: str
    size: int
    missing: int


def order_pack(work: UnitOfWork, numbers: Iterable[str], *, pattern: str, as_of: date) -> PackRow:
    """Order a pack of declarations by their numbers, for the company that they were issued to.

    The same again, while the facts of its day are the same, is the same pack and no second job.
    Refuses what nobody selected, too many, a day to come, an unfit pattern, numbers of which none
    had been issued, and for staff those of several companies; and a pack too many at once.
    """
    if as_of > work.today:
        raise DayToCome(day=as_of)
    selection = Selection(_asked_for(numbers), as_of, Pattern.read(pattern).text)
    found = packs.found_by_number(work, selection.numbers)
    customer_id = _company_of(found)
    until = min(work.now, packs.last_moment_of(as_of))
    issued = issued_by(found, until)
    if not issued:
        raise NothingIssuedYet(day=as_of)
    key = selection.key(facts_of(work, issued, until))
    known = packs.pack_of_key(work, customer_id, key)
    if known is None:
        try:
            with work.session.begin_nested():
                return _order(work, selection, issued, key)
        except IntegrityError:  # somebody has ordered the same at the same time
            known = packs.pack_of_key(work, customer_id, key)
            if known is None:
                raise
    make_again(work, known)
    return known


def make_again(work: UnitOfWork, pack: PackRow, office: Office | None = None) -> None:
    """Order the job of a pack anew, whose link has expired or which has failed.

    What was selected is the same, so the file has the same bytes. One that is under way, or ready
    as by `state_of`, is left alone. Refuses it while too many of the company are under way.
    """
    if state_of(work, pack, office) in (PackState.EXPIRED, PackState.FAILED):
        pack.job = _job(work, pack.customer_id, about=str(pack.id))
        _record(work, "pack:ordered", pack)


def state_of(work: UnitOfWork, pack: PackRow, office: Office | None = None) -> PackState:
    """Where a pack stands now, which comes with its job.

    Where the office is given, one whose file has been lost has expired before its time.
    """
    job = pack.job
    if job.state in (JobState.PARKED, JobState.DROPPED):
        return PackState.FAILED
    if job.state is JobState.WAITING:
        if job.held_until is not None:
            return PackState.BEING_MADE
        return PackState.TO_BE_TRIED_AGAIN if job.tries else PackState.WAITING
    lasts = pack.is_kept and pack.expires_at is not None and pack.expires_at > work.now
    if lasts and office is not None and pack.sha256 is not None:
        lasts = office.blobs.path_of(pack.sha256).exists()
    return PackState.READY if lasts else PackState.EXPIRED


def included(work: UnitOfWork, pack: PackRow) -> list[Found]:
    """The declarations in a pack, by number."""
    found = packs.found_by_number(work, pack.selection.numbers)
    own = [each for each in found if each.customer_id == pack.customer_id]
    return issued_by(own, pack.until)


def issued_by(found: Iterable[Found], moment: datetime) -> list[Found]:
    """Those that had been issued by then, by number."""
    by_then = [each for each in found if each.issued_at <= moment]
    return sorted(by_then, key=lambda each: each.number)


def ended_since(work: UnitOfWork, pack: PackRow) -> dict[str, Ended]:
    """What has ended later than a pack says, so that it calls it current; by number."""
    ids = {each.id: each.number for each in included(work, pack)}
    by_then = packs.ended_by(work, list(ids), pack.until)
    by_now = packs.ended_by(work, list(ids), work.now)
    return {ids[each]: ended for each, ended in by_now.items() if each not in by_then}


def take(work: UnitOfWork, pack: PackRow) -> None:
    """Write down that the acting person takes a pack, each declaration and certificate in it.

    Whoever takes one that the pack calls current, and that has ended since, is told of its end.
    """
    ids = [each.id for each in included(work, pack)]
    shown_ended = packs.ended_by(work, ids, pack.until)
    for some in chunks(ids, TAKEN_AT_ONCE):
        taken = packs.declarations_by_id(work, some, snapshots=False)
        record_downloads(work, taken, shown_ended=shown_ended)
        work.session.flush()
    for each in released_by(work, pack.customer_id, pack.until):
        record_certificate_download(work, each.certificate)
    _record(work, "pack:downloaded", pack)


def file_of(work: UnitOfWork, pack: PackRow, office: Office) -> Path | None:
    """The file of a pack that is ready, unaltered; None when there is none any more."""
    if pack.sha256 is None or state_of(work, pack) is not PackState.READY:
        return None
    try:
        return office.blobs.checked(pack.sha256)
    except FileNotFoundError:
        return None


def keep_file(work: UnitOfWork, pack: PackRow, file: PackFile) -> None:
    """Note that a pack has been made. Its link lasts 24 hours from now on."""
    pack.sha256, pack.bytes, pack.missing = file.sha256, file.size, file.missing
    pack.expires_at, pack.is_kept = work.now + LINK_LASTS, True


def let_go(work: UnitOfWork, office: Office) -> None:
    """Discard the files whose links have expired: each can be made again."""
    for pack in packs.over(work):
        assert pack.sha256 is not None, "what is kept has been made"
        pack.is_kept = False
        work.session.flush()
        if not packs.is_file_wanted(work, pack.sha256):
            work.after_commit(partial(office.blobs.discard, pack.sha256))


def facts_of(work: UnitOfWork, issued: Sequence[Found], until: datetime) -> Mapping[str, Any]:
    """What a pack says beside the declarations themselves: it may change on the pack's own day.

    How they had ended, which balance periods had been closed, and which certificates were there.
    """
    numbers = {each.id: each.number for each in issued}
    ended = packs.ended_by(work, list(numbers), until)
    return {
        "ended": {numbers[each]: str(how.status) for each, how in ended.items()},
        "closed_periods": packs.periods_closed_by(work, until),
        "certificates": len(on_file_by(work, until)),
        "released": [each.id for each in released_by(work, issued[0].customer_id, until)],
    }


def _asked_for(numbers: Iterable[str]) -> tuple[str, ...]:
    """Numbers as we write them, each once and in order; what is none of ours, as it was typed."""
    asked = {searchable(each).upper()[:IDENTIFIER_LENGTH] for each in numbers} - {""}
    if not asked:
        raise NothingSelected
    if len(asked) > MOST_DOCUMENTS:
        raise TooManyDocuments(most=MOST_DOCUMENTS)
    return tuple(sorted(asked))


def _company_of(found: Sequence[Found]) -> int:
    companies = {each.customer_id for each in found}
    if not companies:
        raise NothingFound
    if len(companies) > 1:
        raise SeveralCompanies
    return companies.pop()


def _order(work: UnitOfWork, selection: Selection, issued: Sequence[Found], key: str) -> PackRow:
    assert work.actor.person_id is not None, "only a person orders a pack"
    pack = PackRow(
        customer_id=issued[0].customer_id,
        key=key,
        numbers=json.dumps(selection.numbers),
        as_of=selection.as_of,
        pattern=selection.pattern,
        ordered_by_id=work.actor.person_id,
        ordered_at=work.now,
        documents=len(issued),
        job=_job(work, issued[0].customer_id),
    )
    work.session.add(pack)
    work.session.flush()
    pack.job.about = str(pack.id)
    _record(work, "pack:ordered", pack)
    return pack


def _job(work: UnitOfWork, customer_id: int, about: str = "") -> JobRow:
    if packs.count_under_way(work, customer_id) >= MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE)
    job = jobs.order(work, JobKind.PACK, about)
    assert job is not None, "it has no key that could have been ordered before"
    return job


def _record(work: UnitOfWork, event: str, pack: PackRow) -> None:
    audit.record(work, event, str(pack.id), customer_id=pack.customer_id, detail=f"{pack.as_of}")
