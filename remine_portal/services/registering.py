"""Writing into the public register, and publishing its checkpoints outside the database."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from remine_portal.documents.keys import PublishedKey, Use, sign_with
from remine_portal.domain.errors import N_, Refusal
from remine_portal.domain.merkle import inclusion_ranges, is_included
from remine_portal.domain.notes import NoteMalformed, NoteUnsigned, VerifierKey, signed_note
from remine_portal.domain.register import (
    Checkpoint,
    Event,
    Proof,
    declaration_entry,
    opened_checkpoint,
    origin_of,
    period_entry,
)
from remine_portal.persistence import register
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.register import EntryLost, RegisterEntryRow
from remine_portal.services.office import Office

MOST_ROOTS = 64
"""How many sizes below our own a colleague may have published meanwhile."""

_log = logging.getLogger(__name__)


class DatabaseBehind(Refusal):
    """A database put back to an older day cannot rewrite what was published (QUALITY.md T9)."""

    code = "READ_ONLY"
    sentence = N_(
        "Nothing can be issued or changed now: the database holds {size} of the {published} "
        "entries that were published in the public register. It was probably restored from an old "
        "backup. Tell the administrator of the portal at once."
    )


class RegisterContradicted(DatabaseBehind):
    sentence = N_(
        "Nothing can be issued or changed now: the database says something else than what was "
        "published of the first {published} entries of the public register. Tell the "
        "administrator of the portal at once."
    )


class CheckpointUnreadable(DatabaseBehind):
    sentence = N_(
        "Nothing can be issued or changed now: the published checkpoint of the public register is "
        "damaged, or signed by none of our keys. Tell the administrator of the portal at once."
    )


class NotPublishedYet(Refusal):
    code = "NOT_FOUND"
    sentence = N_(
        "There is no proof of this entry yet: the public register is published with the next "
        "entry, or when the portal starts. Try again in a few minutes."
    )


def origin_at(office: Office) -> str:
    """The register's name, which is that of the portal's address when it was first published.

    It keeps that name when the portal moves: else every proof, and the register with it, would end.
    """
    note = office.register.latest()
    try:
        return Checkpoint.in_note(note).origin if note else origin_of(office.base_url)
    except NoteMalformed:
        return origin_of(office.base_url)


def verifier_keys(office: Office) -> list[VerifierKey]:
    """The register's published keys, the one that signs now first."""
    return [_verifier_key(each, office) for each in office.keys.published(Use.REGISTER)]


def refuse_if_behind(work: UnitOfWork, office: Office) -> Checkpoint | None:
    """What has been published, which the database must still hold, to the byte.

    Asked before everything that makes, changes or ends a claim. The folder is read first: the
    database only grows meanwhile.
    """
    published = published_checkpoint(office)
    if published is None:
        return None
    held = register.size(work)
    if held < published.size:
        raise DatabaseBehind(size=held, published=published.size)
    try:
        root = register.root_at(work, published.size)
    except EntryLost:
        raise RegisterContradicted(published=published.size) from None
    if root != published.root:
        raise RegisterContradicted(published=published.size)
    return published


def published_checkpoint(office: Office) -> Checkpoint | None:
    """The latest one outside the database; refuses one that none of our keys has signed."""
    note = office.register.latest()
    if note is None:
        return None
    try:
        return opened_checkpoint(note, verifier_keys(office))
    except (NoteMalformed, NoteUnsigned):
        raise CheckpointUnreadable from None


def record_declaration(
    work: UnitOfWork, declaration: DeclarationRow, event: Event, *, office: Office
) -> RegisterEntryRow:
    """Write down that a declaration was issued or has ended, in the transaction that does it."""
    published = refuse_if_behind(work, office)
    work.session.flush()
    earlier = register.entries_of(work, declaration.id)
    entry = declaration_entry(
        event,
        declaration=(declaration.number, declaration.verification_id),
        pdf_sha256=declaration.pdf_sha256,
        declaration_sha256=declaration.snapshot_sha256,
        recorded_at=work.now,
        previous=earlier[-1].index if earlier else None,
    )
    row = register.append(work, entry, event, declaration.id)
    _publish_after_commit(work, published, office)
    return row


def record_period(
    work: UnitOfWork,
    account: tuple[str, str],
    days: tuple[date, date],
    *,
    document_sha256: str,
    office: Office,
) -> RegisterEntryRow:
    """Write down that a period of a boundary and metal was closed, and what was published of it."""
    published = refuse_if_behind(work, office)
    entry = period_entry(
        account=account,
        first_day=days[0],
        last_day=days[1],
        document_sha256=document_sha256,
        recorded_at=work.now,
    )
    row = register.append(work, entry, Event.PERIOD_CLOSED)
    _publish_after_commit(work, published, office)
    return row


def publish_all(work: UnitOfWork, office: Office) -> Checkpoint | None:
    """Publish what a failure has left unpublished; None while there is nothing at all."""
    published = refuse_if_behind(work, office)
    size = register.size(work)
    if size == (published.size if published else 0):
        return published
    publication = _publication(work, published, office)
    publication.publish()
    return publication.checkpoint


def proof_of(work: UnitOfWork, what: DeclarationRow | RegisterEntryRow, *, office: Office) -> str:
    """The tlog-proof of an entry, or of a declaration's issue.

    Against the smallest published checkpoint that covers it: the same declaration always has the
    same proof.
    """
    row = what if isinstance(what, RegisterEntryRow) else issue_of(work, what)
    note = None if row is None else office.register.covering(row.index)
    if row is None or note is None:
        raise NotPublishedYet
    checkpoint = opened_checkpoint(note, verifier_keys(office))
    try:
        hashes = register.hashes_over(work, inclusion_ranges(row.index, checkpoint.size))
    except EntryLost:
        raise RegisterContradicted(published=checkpoint.size) from None
    leaf = row.hashes[:32]
    if not is_included(leaf, row.index, checkpoint.size, hashes, checkpoint.root):
        raise RegisterContradicted(published=checkpoint.size)
    return Proof(row.entry.encode(), row.index, tuple(hashes), note).text()


def issue_of(work: UnitOfWork, declaration: DeclarationRow) -> RegisterEntryRow | None:
    """The entry of a declaration's issue; None where it was issued before there was a register."""
    entries = register.entries_of(work, declaration.id)
    return next((each for each in entries if each.event is Event.ISSUED), None)


@dataclass(frozen=True)
class Publication:
    """A checkpoint to sign and publish, with the roots that others may have published before it."""

    checkpoint: Checkpoint
    roots: Mapping[int, bytes]
    office: Office

    def __call__(self) -> None:
        """After the commit, what was issued is issued: a failure here waits for the next one."""
        try:
            self.publish()
        except Exception:
            _log.exception("checkpoint %s is not published yet", self.checkpoint.size)

    def publish(self) -> None:
        """A larger one that a colleague has published meanwhile covers ours."""
        latest = self.office.register.latest()
        if latest is not None and Checkpoint.in_note(latest).size > self.checkpoint.size:
            return
        keys, body = self.office.keys, self.checkpoint.body()
        newest = keys.published(Use.REGISTER)[0]
        signature = sign_with(keys, newest, body.encode())
        note = signed_note(body, _verifier_key(newest, self.office), signature)
        self.office.register.put(note, self.roots)


def _publish_after_commit(work: UnitOfWork, published: Checkpoint | None, office: Office) -> None:
    """Once for all that a transaction writes."""
    work.effects[:] = [each for each in work.effects if not isinstance(each, Publication)]
    work.after_commit(_publication(work, published, office))


def _publication(work: UnitOfWork, published: Checkpoint | None, office: Office) -> Publication:
    size = register.size(work)
    seen = published.size if published else 0
    sizes = [seen, *range(max(seen + 1, size - MOST_ROOTS), size + 1)]
    roots = dict(zip(sizes, register.hashes_over(work, [(0, each) for each in sizes]), strict=True))
    return Publication(Checkpoint(origin_at(office), size, roots[size]), roots, office)


def _verifier_key(key: PublishedKey, office: Office) -> VerifierKey:
    public = load_pem_public_key(key.public_pem.encode())
    assert isinstance(public, Ed25519PublicKey), "the register signs with Ed25519"
    return VerifierKey(origin_at(office), public.public_bytes_raw())
