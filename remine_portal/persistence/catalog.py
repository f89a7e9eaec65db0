"""The catalogue: products, sites with who ran them, and facts with their source and date."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Select, String, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from remine_portal.domain.catalog import ProducingEntity, Series, Text
from remine_portal.domain.published_facts import TOPICS, PublishedFact
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.schema import (
    EnumColumn,
    Key,
    PercentColumn,
    Row,
    UtcDateTime,
)


class SiteRow(Row):
    """Where metal is produced. The Japanese name is None where no source gives one."""

    __tablename__ = "site"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    name_en: Mapped[str] = mapped_column(String(200))
    name_ja: Mapped[str | None] = mapped_column(String(200))
    place: Mapped[str] = mapped_column(String(200))
    source: Mapped[str] = mapped_column(String(200))

    entities: Mapped[list[SiteEntityRow]] = relationship(
        lazy="raise", order_by="SiteEntityRow.first_day.nulls_first()"
    )

    @property
    def name(self) -> Text:
        return Text(en=self.name_en, ja=self.name_ja or self.name_en)

    @property
    def history(self) -> list[ProducingEntity]:
        """Who ran the site, by production date; `entities` must be loaded."""
        return [each.entity for each in self.entities]


class SiteEntityRow(Row):
    """Who ran a site from day to day, both inclusive."""

    __tablename__ = "site_entity"

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    site_code: Mapped[str] = mapped_column(ForeignKey("site.code"), index=True)
    name_en: Mapped[str] = mapped_column(String(200))
    name_ja: Mapped[str | None] = mapped_column(String(200))
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]

    @property
    def entity(self) -> ProducingEntity:
        return ProducingEntity(
            name=Text(en=self.name_en, ja=self.name_ja or self.name_en),
            first_day=self.first_day,
            last_day=self.last_day,
        )


class ProductRow(Row):
    """A product line under its ERP code."""

    __tablename__ = "product"

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    position: Mapped[int]
    series: Mapped[Series] = mapped_column(EnumColumn(Series))
    element: Mapped[str] = mapped_column(String(2))
    name_en: Mapped[str] = mapped_column(String(200))
    name_ja: Mapped[str] = mapped_column(String(200))
    site_code: Mapped[str | None] = mapped_column(ForeignKey("site.code"))

    site: Mapped[SiteRow | None] = relationship(lazy="raise")
    facts: Mapped[list[ProductFactRow]] = relationship(
        lazy="raise", order_by="ProductFactRow.id", back_populates="product"
    )

    @property
    def name(self) -> Text:
        return Text(en=self.name_en, ja=self.name_ja)

    def fact(self, topic: str) -> ProductFactRow | None:
        """The newest published fact on a topic; `facts` must be loaded."""
        return next((each for each in reversed(self.facts) if each.topic == topic), None)


class ProductFactRow(Row):
    """One published fact, with its sources and as-of date as the source gives it.

    Facts are added, never changed: the newest of a topic counts. A recycled content figure has
    operator and percent; every other fact is a statement. None of them permits an issue.
    """

    __tablename__ = "product_fact"
    __table_args__ = (CheckConstraint("(operator IS NULL) = (percent IS NULL)", name="figure"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), index=True)
    topic: Mapped[str] = mapped_column(String(40))
    statement_en: Mapped[str | None] = mapped_column(String(1000))
    statement_ja: Mapped[str | None] = mapped_column(String(1000))
    operator: Mapped[Operator | None] = mapped_column(EnumColumn(Operator))
    percent: Mapped[Decimal | None] = mapped_column(PercentColumn)
    as_of: Mapped[str | None] = mapped_column(String(100))
    source: Mapped[str] = mapped_column(String(200))
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    product: Mapped[ProductRow] = relationship(lazy="raise", back_populates="facts")

    @property
    def statement(self) -> Text:
        """In both languages; where one is missing, the other stands for it."""
        en, ja = self.statement_en or "", self.statement_ja or ""
        return Text(en=en or ja, ja=ja or en)

    @property
    def figure(self) -> Figure | None:
        """The share, where the fact is one."""
        if self.operator is None or self.percent is None:
            return None
        return Figure(operator=self.operator, percent=self.percent)

    @property
    def fact(self) -> PublishedFact:
        return PublishedFact(
            topic=self.topic,
            source=self.source,
            statement_en=self.statement_en,
            statement_ja=self.statement_ja,
            operator=self.operator,
            percent=self.percent,
            as_of=self.as_of,
        )


class SourceRow(Row):
    """Where a fact was read: the short name that facts give, and the reference in full."""

    __tablename__ = "source"

    code: Mapped[str] = mapped_column(String(20), primary_key=True)
    reference: Mapped[str] = mapped_column(String(400))


FACT_TOPICS = tuple(TOPICS)


def all_products(work: UnitOfWork) -> list[ProductRow]:
    """Every product with its site, the site's entities, and its facts, in catalogue order."""
    return list(work.session.scalars(_products()))


def find_product(work: UnitOfWork, code: str) -> ProductRow | None:
    return work.session.scalar(_products().where(ProductRow.code == code))


def _products() -> Select[ProductRow]:
    return (
        select(ProductRow)
        .options(
            selectinload(ProductRow.site).selectinload(SiteRow.entities),
            selectinload(ProductRow.facts),
        )
        .order_by(ProductRow.position)
    )


def sites_by_code(work: UnitOfWork) -> dict[str, SiteRow]:
    sites = work.session.scalars(select(SiteRow).options(joinedload(SiteRow.entities)))
    return {site.code: site for site in sites.unique()}


def sources_named(work: UnitOfWork, codes: Iterable[str]) -> list[SourceRow]:
    """The sources of these short names, S2 before S11."""
    rows = work.session.scalars(select(SourceRow).where(SourceRow.code.in_(list(codes))))
    return sorted(rows, key=lambda row: (len(row.code), row.code))


def entities_of(work: UnitOfWork, site_code: str) -> list[SiteEntityRow]:
    """Who ran a site, the earliest first."""
    rows = work.session.scalars(select(SiteEntityRow).where(SiteEntityRow.site_code == site_code))
    return sorted(rows, key=lambda row: row.first_day or date.min)


def facts_entered_by(work: UnitOfWork, product_code: str, hand: str) -> dict[str, ProductFactRow]:
    """The newest fact of each topic that this hand has entered, by topic."""
    rows = work.session.scalars(
        select(ProductFactRow)
        .where(ProductFactRow.product_code == product_code, ProductFactRow.entered_by == hand)
        .order_by(ProductFactRow.id)
    )
    return {row.topic: row for row in rows}
