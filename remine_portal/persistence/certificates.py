"""Third parties' certificates with what they cover, to whom they went, and who took them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ColumnElement,
    ForeignKey,
    Index,
    Select,
    String,
    UniqueConstraint,
    exists,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship, selectinload

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.certificates import Certificate, CertificateKind
from remine_portal.domain.declarations import DocumentLanguage
from remine_portal.domain.people import CUSTOMER_ROLES, Actor
from remine_portal.persistence.catalog import ProductRow, SiteRow
from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import JAPAN, UnitOfWork
from remine_portal.persistence.requests import RequestRow
from remine_portal.persistence.schema import EnumColumn, Key, Row, UtcDateTime
from remine_portal.persistence.shipments import ShipmentLineRow, ShipmentRow


class CertificateRow(Row):
    """A third party's document as it was received. Never changed; `sha256` names its bytes."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("issuer", "reference", name="uq_certificate_issuer"),
        CheckConstraint("valid_from <= valid_to", name="valid_in_order"),
        CheckConstraint(
            "(kind = 'guideline') = (guideline_version IS NOT NULL)", name="of_a_guideline"
        ),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    kind: Mapped[CertificateKind] = mapped_column(EnumColumn(CertificateKind))
    issuer: Mapped[str] = mapped_column(String(200))
    reference: Mapped[str] = mapped_column(String(100))
    title: Mapped[str] = mapped_column(String(300))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    guideline_version: Mapped[str | None] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(200))
    file_bytes: Mapped[int]
    sample: Mapped[bool] = mapped_column(default=False)
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    scopes: Mapped[list[ScopeRow]] = relationship(
        lazy="raise", order_by=lambda: (ScopeRow.product_code, ScopeRow.site_code)
    )

    @property
    def certificate(self) -> Certificate:
        """What it says; `scopes` must be loaded."""
        return Certificate(
            kind=self.kind,
            issuer=self.issuer,
            reference=self.reference,
            title=self.title,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            scope=frozenset((each.product_code, each.site_code) for each in self.scopes),
            guideline_version=self.guideline_version,
            sample=self.sample,
        )


class ScopeRow(Row):
    """A product at a site that a certificate covers."""

    __tablename__ = "certificate_scope"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    product_code: Mapped[str] = mapped_column(ForeignKey("product.code"), primary_key=True)
    site_code: Mapped[str] = mapped_column(ForeignKey("site.code"), primary_key=True)

    product: Mapped[ProductRow] = relationship(lazy="raise")
    site: Mapped[SiteRow] = relationship(lazy="raise")


class ReleaseRow(Row):
    """A certificate given to one company on its approved request, in the words of that day.

    `language` is what its covering page is printed in.
    """

    __tablename__ = "certificate_release"
    __table_args__ = (
        UniqueConstraint("certificate_id", "customer_id", name="uq_certificate_release_company"),
    )

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), index=True)
    request_number: Mapped[str] = mapped_column(ForeignKey(RequestRow.number))
    recipient: Mapped[str] = mapped_column(String(200))
    recipient_address: Mapped[str | None] = mapped_column(String(400))
    language: Mapped[DocumentLanguage] = mapped_column(EnumColumn(DocumentLanguage))
    scope_en: Mapped[str] = mapped_column(String(2000))
    scope_ja: Mapped[str] = mapped_column(String(2000))
    released_by: Mapped[str] = mapped_column(String(100))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)

    certificate: Mapped[CertificateRow] = relationship(lazy="raise")
    customer: Mapped[CustomerRow] = relationship(lazy="raise")

    @property
    def released_on(self) -> date:
        """The day in Japan."""
        return self.released_at.astimezone(JAPAN).date()

    @property
    def scope(self) -> Text:
        return Text(en=self.scope_en, ja=self.scope_ja)


class CertificateDownloadRow(Row):
    """Who took which certificate, when."""

    __tablename__ = "certificate_download"
    __table_args__ = (Index("ix_certificate_download_certificate", "certificate_id", "id"),)

    id: Mapped[int] = mapped_column(Key, primary_key=True)
    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    downloaded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExpiryWarningRow(Row):
    """People were told so many days ahead that a certificate ends; for each number once."""

    __tablename__ = "certificate_expiry_warning"

    certificate_id: Mapped[int] = mapped_column(ForeignKey("certificate.id"), primary_key=True)
    days_ahead: Mapped[int] = mapped_column(primary_key=True)
    warned_at: Mapped[datetime] = mapped_column(UtcDateTime)


def visible_to(actor: Actor) -> Select[CertificateRow]:
    """Certificates an actor may know of: where every query for them starts (DOMAIN.md rule 40).

    Customers know of those about what was shipped to them, and of those released to them. The
    certificate itself is another matter: rule 11.
    """
    known = or_(_is_released(actor), _is_about_goods_of(actor))
    return select(CertificateRow).where(known if actor.role in CUSTOMER_ROLES else true())


def _is_released(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        ReleaseRow.certificate_id == CertificateRow.id,
        ReleaseRow.customer_id == actor.customer_id,
    )


def _is_about_goods_of(actor: Actor) -> ColumnElement[bool]:
    """Some of its products came with a shipment to the actor's company, or copper for a review."""
    shipped_to_them = (
        ShipmentLineRow.is_current,
        ShipmentRow.id == ShipmentLineRow.shipment_id,
        ShipmentRow.customer_id == actor.customer_id,
    )
    of_products = exists().where(
        ScopeRow.certificate_id == CertificateRow.id,
        ShipmentLineRow.product_code == ScopeRow.product_code,
        *shipped_to_them,
    )
    copper = exists().where(
        ProductRow.series == Series.ISO_22095,
        ShipmentLineRow.product_code == ProductRow.code,
        *shipped_to_them,
    )
    return or_(of_products, (CertificateRow.kind == CertificateKind.GUIDELINE) & copper)


def find_certificate(work: UnitOfWork, certificate_id: int) -> CertificateRow | None:
    """With its scope; None when it is not there, or not theirs to know of."""
    query = visible_to(work.actor).where(CertificateRow.id == certificate_id)
    return work.session.scalar(_loaded(query))


def find_reference(work: UnitOfWork, issuer: str, reference: str) -> CertificateRow | None:
    return work.session.scalar(
        select(CertificateRow).where(
            CertificateRow.issuer == issuer, CertificateRow.reference == reference
        )
    )


def certificate_rows(work: UnitOfWork) -> list[CertificateRow]:
    """Those the actor may know of with their scopes, the newest validity first."""
    return list(work.session.scalars(_loaded(visible_to(work.actor))))


def ending_from(work: UnitOfWork, first_day: date, last_day: date) -> list[CertificateRow]:
    """Certificates whose last day is one of these, the nearest end first, with scopes."""
    query = visible_to(work.actor).where(CertificateRow.valid_to.between(first_day, last_day))
    return list(work.session.scalars(_with_scopes(query).order_by(CertificateRow.valid_to)))


def _loaded(query: Select[CertificateRow]) -> Select[CertificateRow]:
    return _with_scopes(query).order_by(CertificateRow.valid_from.desc(), CertificateRow.id.desc())


def _with_scopes(query: Select[CertificateRow]) -> Select[CertificateRow]:
    return query.options(
        selectinload(CertificateRow.scopes).options(
            joinedload(ScopeRow.product), joinedload(ScopeRow.site)
        )
    )
