"""What staff tell everybody, and what visitors and customers write to them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, String, Text, func, select
from sqlalchemy.orm import Mapped, mapped_column

from remine_portal.domain.catalog import Text as Statement
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.paging import Page, Turn, page_of
from remine_portal.persistence.schema import Key, Row, UtcDateTime


class NewsRow(Row):
    """A staff note in both languages."""

    __tablename__ = "news"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    published_on: Mapped[date] = mapped_column(index=True)
    title_en: Mapped[str] = mapped_column(String(200))
    title_ja: Mapped[str] = mapped_column(String(200))
    body_en: Mapped[str] = mapped_column(Text)
    body_ja: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(200))

    @property
    def title(self) -> Statement:
        return Statement(en=self.title_en, ja=self.title_ja)

    @property
    def body(self) -> Statement:
        return Statement(en=self.body_en, ja=self.body_ja)


class MessageRow(Row):
    """What somebody wrote through the contact page."""

    __tablename__ = "message"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    received_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(254))
    company: Mapped[str | None] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(40))
    body: Mapped[str] = mapped_column(Text)
    customer_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answered_by: Mapped[str | None] = mapped_column(String(200))


def all_news(work: UnitOfWork) -> list[NewsRow]:
    """Newest first."""
    return list(
        work.session.scalars(select(NewsRow).order_by(NewsRow.published_on.desc(), NewsRow.id))
    )


def find_news(work: UnitOfWork, slug: str) -> NewsRow | None:
    return work.session.scalar(select(NewsRow).where(NewsRow.slug == slug))


def find_message(work: UnitOfWork, message_id: int) -> MessageRow | None:
    return work.session.get(MessageRow, message_id)


def page_of_messages(work: UnitOfWork, turn: Turn) -> Page[MessageRow]:
    """Newest first; places are ids."""
    return page_of(work, select(MessageRow), (MessageRow.id,), turn)


def open_messages(work: UnitOfWork) -> int:
    """How many messages nobody has marked as answered."""
    query = select(func.count()).select_from(MessageRow).where(MessageRow.answered_at.is_(None))
    return work.session.scalar(query) or 0
