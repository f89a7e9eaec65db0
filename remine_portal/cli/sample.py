"""The sample's commands: fill an empty database, and show whom one can sign in as."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click
from flask.cli import AppGroup
from rich.console import Console
from rich.progress import Progress

from remine_portal.cli import database, office, refuse, refusing, settings, writing
from remine_portal.domain.credits import METALS
from remine_portal.domain.fiscal_years import FiscalYear
from remine_portal.domain.people import COMMAND_LINE, Actor
from remine_portal.persistence import endings
from remine_portal.persistence.customers import find_customer_by_id
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow, find_declaration
from remine_portal.persistence.drafts import DraftRow, find_draft
from remine_portal.persistence.people import find_person, nobody_yet
from remine_portal.persistence.requests import find_request
from remine_portal.resources import resource_folder
from remine_portal.services import (
    cataloguing,
    closing,
    ending,
    evidence,
    importing,
    issuance,
    policies,
    sample,
    sample_certificates,
    sample_endings,
    sample_packs,
    sample_requests,
    yearly_statements,
)
from remine_portal.services.downloads import record_download
from remine_portal.services.importing import ImportFile, ImportKind
from remine_portal.services.periods import named_period
from remine_portal.services.sample_endings import Ended
from remine_portal.services.sample_shipments import generate_shipments

group = AppGroup("sample", help="Sample data, for development only: everything is marked SAMPLE.")

PREPARES, ISSUES = "sales@remine.example", "sales2@remine.example"
ASKS = "procurement@hokuto.example"
SUMS_UP, APRIL = "procurement@nordlicht.example", 4
PROPOSES, CONFIRMS = "credits@remine.example", "credits2@remine.example"


@group.command()
@click.option("--if-empty", is_flag=True, help="Do nothing where there are people already.")
@click.option(
    "--shipments",
    "count",
    type=click.IntRange(0, 1_000_000),
    default=0,
    help="Generate so many shipments besides those of the file.",
)
def load(if_empty: bool, count: int) -> None:
    """Fill an empty database with sample data and write the accounts to the data folder."""
    if settings().is_production:
        refuse("Sample data is for development only.")
    with database().reading(COMMAND_LINE) as work:
        if if_empty and not nobody_yet(work):
            return
    with writing() as work:
        sample.refuse_unless_empty(work)
        cataloguing.load_catalog(work, _json("remine_catalog.json"))
        cataloguing.load_news(work, _json("news.json"))
        evidence.load_verifications(work, _json("verifications.json"), sample=True)
        evidence.load_electricity(work, _json("electricity.json"), sample=True)
        _take_in(work, ImportKind.SHIPMENTS, "shipments.csv")
        _take_in(work, ImportKind.LOTS, "lot_contents.csv")
        policies.load_policies(work, _json("policies.json"), sample=True)
        _take_in(work, ImportKind.RECEIPTS, "receipts.csv")
        _take_in(work, ImportKind.PRODUCTION, "production.csv")
        accounts = sample.make_people(work)
        sample_certificates.enter_certificates(work, office())
        _write_accounts(accounts)
    _release_certificate()
    _issue_samples()
    _make_statement()
    _end_samples()
    _make_requests()
    _close_periods()
    _order_pack()
    if count:
        _generate(count)
    click.echo(f"The sample is loaded. Accounts: {_accounts_file()}")


@group.command()
def accounts() -> None:
    """Print the address and the sample accounts."""
    click.echo(f"\n  {settings().base_url}\n")
    if _accounts_file().exists():
        for each in json.loads(_accounts_file().read_text()):
            click.echo(f"  {each['email']:32} {each['password']:18} {each['role']}")
        click.echo("")


def _generate(count: int) -> None:
    console = Console(stderr=True)
    with (
        writing() as work,
        Progress(console=console, transient=True, disable=not console.is_terminal) as progress,
    ):
        task = progress.add_task("Shipments", total=count)
        for there in generate_shipments(work, count):
            progress.update(task, completed=there)


def _release_certificate() -> None:
    """A company asks for a certificate, and the desk releases it."""
    asking, approving = _actors(ASKS, PREPARES)
    with writing(asking) as work:
        number = sample_certificates.request_certificate(work).number
    with writing(approving) as work:
        request = find_request(work, number)
        assert request is not None
        sample_certificates.approve_request(work, request)


def _issue_samples() -> None:
    """Two colleagues declare some shipments, so that a first visitor finds documents."""
    with refusing(), database().reading(COMMAND_LINE) as work:
        wanted = list(sample.shipments_to_declare(work))
    for each in wanted:
        _issue_by_two(partial(sample.prepare, wanted=each))


def _issue_by_two(prepare: Callable[[UnitOfWork], DraftRow]) -> None:
    """One prepares a draft and hands it over, the other issues it."""
    preparing, issuing = _actors(PREPARES, ISSUES)
    with writing(preparing) as work:
        draft_id = prepare(work).id
    with writing(issuing) as work:
        draft = find_draft(work, draft_id)
        assert draft is not None
        issuance.issue_declaration(work, draft, office=office())


def _make_statement() -> None:
    """A company sums up its year; one of the declarations is replaced afterwards."""
    (actor,) = _actors(SUMS_UP)
    with database().reading(actor) as work:
        customer = find_customer_by_id(work, actor.customer_id or 0)
        assert customer is not None, "it is on file"
        year = FiscalYear.around(work.today, APRIL)
        reckoned = yearly_statements.reckon(work, customer, year)
    printed = yearly_statements.print_both(
        reckoned.figures, office=office(), address=f"{settings().base_url}/statements"
    )
    with writing(actor) as work:
        yearly_statements.keep(work, reckoned, printed)


def _end_samples() -> None:
    """Some of the declarations are downloaded, and then replaced or revoked by two colleagues."""
    for each in sample_endings.ENDED:
        with database().reading(COMMAND_LINE) as work:
            number = sample_endings.number_to_end(work, each)
        if number is None:
            continue
        for reader in _actors(*each.readers):
            with writing(reader) as work:
                record_download(work, _declaration(work, number))
        if each.is_replaced:
            new_version = partial(sample_endings.prepare_new_version, number=number, ended=each)
            _issue_by_two(new_version)
        else:
            _revoke(number, each)
        for reader in _actors(*each.noted):
            with writing(reader) as work:
                for notice in endings.notices_to(work):
                    ending.acknowledge(work, notice)


def _revoke(number: str, ended: Ended) -> None:
    proposing, confirming = _actors(PREPARES, ISSUES)
    with writing(proposing) as work:
        ending.propose_revocation(
            work, _declaration(work, number), cause=ended.cause, because=ended.because
        )
    with writing(confirming) as work:
        ending.confirm_revocation(work, _declaration(work, number), office=office())


def _declaration(work: UnitOfWork, number: str) -> DeclarationRow:
    declaration = find_declaration(work, number)
    assert declaration is not None, number
    return declaration


def _make_requests() -> None:
    """Companies ask for declarations, and the desk has come to different steps with them."""
    [desk] = _actors(PREPARES)
    for asked in sample_requests.ASKED:
        [asking] = _actors(asked.email)
        with writing(asking) as work:
            sent = sample_requests.send(work, asked)
        if sent is not None:
            with writing(desk) as work:
                request = find_request(work, sent.number)
                assert request is not None
                sample_requests.answer(work, asked, request)


def _close_periods() -> None:
    """Two colleagues close the old periods, as they would have been closed by now."""
    actors = _actors(PROPOSES, CONFIRMS)
    with database().reading(COMMAND_LINE) as work:
        wanted = sample.periods_to_close(work)
    for boundary, first_day in wanted:
        for actor in actors:
            with writing(actor) as work:
                period = named_period(work, boundary, METALS[0], first_day)
                closing.propose_or_confirm(work, period, office=office())


def _order_pack() -> None:
    """Somebody wants every document of their company in one file."""
    (actor,) = _actors(ASKS)
    with writing(actor) as work:
        sample_packs.order_sample_pack(work)


def _actors(*emails: str) -> list[Actor]:
    with database().reading(COMMAND_LINE) as work:
        return [_actor(work, email) for email in emails]


def _actor(work: UnitOfWork, email: str) -> Actor:
    person = find_person(work, email)
    assert person is not None, email
    return person.actor()


def _take_in(work: UnitOfWork, kind: ImportKind, name: str) -> None:
    importing.apply_file(work, kind, ImportFile(name, _file(name)), sample=True)


def _file(name: str) -> bytes:
    return (resource_folder("sample") / name).read_bytes()


def _json(name: str) -> Any:
    return json.loads(_file(name))


def _accounts_file() -> Path:
    return settings().data_dir / "sample-accounts.json"


def _write_accounts(accounts: list[sample.Account]) -> None:
    settings().data_dir.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(_accounts_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        json.dump(
            [
                {
                    "email": each.email,
                    "password": each.password,
                    "role": each.role,
                    "company": each.company,
                    "totp_secret": None,
                    "api_token": None,
                }
                for each in accounts
            ],
            file,
            indent=1,
        )
