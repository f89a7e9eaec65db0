"""What addresses name, put where a page can find it: files, papers and notes of no matter."""

from pathlib import Path

from sqlalchemy import func, select

from remine_portal.domain.file_names import DEFAULT
from remine_portal.persistence.news import MessageRow, NewsRow
from remine_portal.persistence.notices import NoticeRow
from remine_portal.services import packs, yearly_statements
from remine_portal.services.saved_views import save_view
from remine_portal.services.yearly_statements import Printed, Reckoned
from tests.asking import asking
from tests.certified import a_certificate, a_release
from tests.factories import an_import
from tests.packed import as_customer
from tests.years import figures

FILE = Path(__file__).parent / "data" / "erp" / "bad" / "rows.csv"


def handed_in(work, *, sha256):
    run = an_import(work)
    run.file_sha256 = sha256
    run.file_name, run.refused_count = FILE.name, 16
    return run


def a_note(work):
    work.session.add(
        NewsRow(
            slug="note",
            published_on=work.today,
            title_en="A note",
            title_ja="お知らせ",
            body_en="Words.",
            body_ja="本文。",
            written_by="test",
        )
    )


def a_message(work):
    message = MessageRow(
        received_at=work.now, name="Ann", email="ann@example.org", subject="other", body="Hello"
    )
    work.session.add(message)
    work.session.flush()
    return message


def a_released_certificate(work, *, office):
    row = a_certificate(work, sha256=office.blobs.put(b"%PDF-1.7"))
    a_release(work, row)
    return row


def a_pack(work, *, person, number):
    work.actor = as_customer(person)
    return packs.order_pack(work, [number], pattern=DEFAULT, as_of=work.today)


def a_view(work, *, person):
    work.actor = as_customer(person)
    return save_view(work, "Tin", "product=REM-SN", shared=True)


def a_statement(work, *, company, office):
    """Of another company's figures, for here only the row counts."""
    paper = office.blobs.put(b"%PDF-1.7")
    reckoned = Reckoned(company, figures(), ())
    return yearly_statements.keep(work, reckoned, Printed(ja=paper, en=paper))


def a_notice_to(work, *, person):
    """Everybody of the company has been told of the declaration."""
    return work.session.scalar(select(func.min(NoticeRow.id)).filter_by(person_id=person.id))


def asked_for(database, person, ask):
    with database.writing(asking(person)) as work:
        return ask(work, "SH-2")
