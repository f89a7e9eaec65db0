"""What visitors and customers write to us, and the notes that staff publish for everybody."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from itertools import count

from remine_portal.domain.claim_lint import refuse_banned_wording
from remine_portal.domain.errors import N_, NotFound, Refusal
from remine_portal.persistence import audit, news
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.news import MessageRow, NewsRow


class AlreadyAnswered(Refusal):
    sentence = N_("{name} has marked this message as answered already.")


@dataclass(frozen=True, slots=True)
class Message:
    """What somebody writes through the contact page."""

    name: str
    email: str
    subject: str
    body: str
    company: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note for the news page, in both languages; an empty line begins a new paragraph."""

    published_on: date
    title_en: str
    title_ja: str
    body_en: str
    body_ja: str


def receive_message(work: UnitOfWork, message: Message) -> MessageRow:
    """Keep a message for the sales desk; one from a customer's person carries the company."""
    row = MessageRow(
        received_at=work.now,
        name=message.name,
        email=message.email,
        company=message.company or work.actor.customer_name,
        subject=message.subject,
        body=message.body,
        customer_id=work.actor.customer_id,
    )
    work.session.add(row)
    work.session.flush()
    audit.record(work, "message:received", f"message {row.id}", customer_id=row.customer_id)
    return row


def mark_answered(work: UnitOfWork, message: MessageRow) -> None:
    """Say that somebody has answered, outside the portal. Refuses a second time, with the name."""
    if message.answered_at is not None:
        raise AlreadyAnswered(name=message.answered_by)
    message.answered_at = work.now
    message.answered_by = work.actor.name
    audit.record(work, "message:answered", f"message {message.id}", customer_id=message.customer_id)


def publish_note(work: UnitOfWork, note: Note) -> NewsRow:
    """Put a note on the news page, under an address made of its day and English title.

    Refuses words that no claim may use (DOMAIN.md rules 44 and 45).
    """
    _refuse_claims_beyond_evidence(note)
    row = NewsRow(slug=_free_slug(work, note), written_by=work.actor.name, **_columns(note))
    work.session.add(row)
    work.session.flush()
    audit.record(work, "news:published", row.slug)
    return row


def change_note(work: UnitOfWork, slug: str, note: Note) -> NewsRow:
    """Put a note right under its old address; the audit trail keeps the title it had."""
    _refuse_claims_beyond_evidence(note)
    row = news.find_news(work, slug)
    if row is None:
        raise NotFound(thing=slug)
    audit.record(work, "news:changed", slug, detail=row.title_en)
    for name, value in _columns(note).items():
        setattr(row, name, value)
    return row


def _refuse_claims_beyond_evidence(note: Note) -> None:
    for text in (note.title_en, note.title_ja, note.body_en, note.body_ja):
        refuse_banned_wording(text)


def _columns(note: Note) -> dict[str, object]:
    return {
        "published_on": note.published_on,
        "title_en": note.title_en,
        "title_ja": note.title_ja,
        "body_en": note.body_en,
        "body_ja": note.body_ja,
    }


def _free_slug(work: UnitOfWork, note: Note) -> str:
    plain = unicodedata.normalize("NFKD", note.title_en).encode("ascii", "ignore").decode().lower()
    title = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60].strip("-")
    first = f"{note.published_on:%Y-%m-%d}-{title}".strip("-")
    candidates = (first if n == 1 else f"{first}-{n}" for n in count(1))
    return next(each for each in candidates if news.find_news(work, each) is None)
