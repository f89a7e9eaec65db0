"""Mails of notices: written in the person's language, sent by the worker, never twice."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from urllib.parse import urlsplit

from remine_portal.domain.errors import N_
from remine_portal.domain.notices import HEADING, NUMBERED, SENTENCES, TITLES
from remine_portal.japanese import translations
from remine_portal.outbound.letters import Letter, Link
from remine_portal.outbound.mail import NotSent
from remine_portal.persistence.database import DatabaseFailure, UnitOfWork
from remine_portal.persistence.notices import NoticeRow, notice_to_send
from remine_portal.services.jobs import WORKER, Finish, NothingHappened, Task

NEWS_FOR = timedelta(days=7)


def send_notice(task: Task) -> Finish:
    """Send the mail of a notice, unless it is no news any more.

    Nothing is written down: that the job is done says that the mail was taken.
    """
    assert task.office.mailer is not None, "without a mailer, mails wait"
    try:
        letter = _letter_ordered(task)
        if letter is not None:
            task.office.mailer.send(letter)
    except (DatabaseFailure, NotSent) as failure:
        raise NothingHappened(str(failure)) from failure
    return _nothing_else


def _letter_ordered(task: Task) -> Letter | None:
    with task.database.reading(WORKER, task.clock()) as work:
        notice = notice_to_send(work, int(task.about))
        if notice is None or not is_news(work, notice):
            return None
        return letter_of(notice, task.office.base_url)


def is_news(work: UnitOfWork, notice: NoticeRow) -> bool:
    """Whether a mail still tells something: it is of these days, unread, and its reader is here."""
    return (
        work.now - notice.made_at < NEWS_FOR
        and notice.read_at is None
        and notice.person.may_come_in
    )


def letter_of(notice: NoticeRow, base_url: str) -> Letter:
    """What the notice says by mail; its person must be loaded. No figure, and no company's name."""

    def say(sentence: str, **facts: str) -> str:
        return translations(person.language).ugettext(sentence).format(**facts)

    person = notice.person
    title = say(TITLES[notice.kind])
    return Letter(
        key=_key(notice),
        recipient=person.email,
        language=person.language,
        written_at=notice.made_at,
        subject=(
            say(HEADING, title=title, number=notice.about) if notice.kind in NUMBERED else title
        ),
        greeting=say(N_("Dear {name},"), name=" ".join(person.name.split())),
        sentence=say(SENTENCES[notice.kind], about=notice.about),
        link=Link(say(N_("Open it in the portal")), f"{base_url}/inbox/{notice.id}"),
        signature=say(N_("Declaration portal")),
        why=say(N_("Your account is set to receive emails of this kind.")),
        choose=Link(say(N_("Choose what you get by email")), f"{base_url}/account/notifications"),
        genuine=say(
            N_("A genuine page of this portal stands at {host}."), host=urlsplit(base_url).netloc
        ),
    )


def _key(notice: NoticeRow) -> str:
    """Another for each notice, also where a restored database counts the same keys again."""
    deed = f"{notice.person_id} {notice.kind} {notice.about} {notice.made_at.isoformat()}"
    return f"notice-{notice.id}-{sha256(deed.encode()).hexdigest()[:16]}"


def _nothing_else(_work: UnitOfWork) -> None:
    pass
