"""Writing into the register: in the issuing transaction, and published once that is safe."""

import json
import logging
from dataclasses import replace

import pytest

from remine_portal.documents.keys import NoSigningService, Use
from remine_portal.domain.merkle import leaf_hash, root_of
from remine_portal.domain.people import COMMAND_LINE
from remine_portal.domain.register import Event, Proof, opened_checkpoint
from remine_portal.persistence import register
from remine_portal.services import registering
from remine_portal.services.registering import NotPublishedYet
from tests.registered import close_a_period, end, fill, latest, tin_is_shipped


def entries(desk):
    with desk.database.reading(COMMAND_LINE) as work:
        return [each.entry.encode() for each in register.every_entry(work)]


def proof(desk, declaration):
    with desk.database.reading(COMMAND_LINE) as work:
        return registering.proof_of(work, declaration, office=desk.office)


def test_an_issue_is_written_down_as_hashes(given, desk):
    given(tin_is_shipped)

    declaration = desk.declare()

    (entry,) = map(json.loads, entries(desk))
    assert entry["number"] == declaration.number
    assert entry["pdf_sha256"] == declaration.pdf_sha256
    assert entry["declaration_sha256"] == declaration.snapshot_sha256
    assert declaration.verification_id not in str(entry)
    assert entry["previous"] is None


def test_an_ending_names_the_entry_before_it(given, desk):
    given(tin_is_shipped)
    first, second = desk.declare(), desk.declare("SH-2")

    end(desk, first, Event.SUPERSEDED)
    end(desk, second, Event.REVOKED)

    said = [json.loads(each) for each in entries(desk)]
    assert [each["event"] for each in said] == ["issued", "issued", "superseded", "revoked"]
    assert [each["previous"] for each in said] == [None, None, 0, 1]


def test_what_is_published_is_the_root_over_all_entries(given, desk):
    given(tin_is_shipped)
    fill(desk, 5)

    desk.declare()

    published = latest(desk.office)
    assert published.size == 6
    assert published.root == root_of([leaf_hash(each) for each in entries(desk)])
    assert published.origin == "remine.example/register"


def test_a_transaction_publishes_once_for_all_that_it_wrote(desk):
    fill(desk, 300)

    assert list(desk.office.register.sizes()) == [300]


def test_what_is_rolled_back_was_never_there(given, desk):
    fill(desk, 2)

    with pytest.raises(RuntimeError), desk.writing(desk.colleague) as work:
        close_a_period(work, desk.office)
        raise RuntimeError

    assert latest(desk.office).size == 2
    fill(desk, 1)
    assert len(entries(desk)) == latest(desk.office).size == 3


def test_a_declaration_keeps_its_proof_while_the_register_grows(given, desk):
    given(tin_is_shipped)
    fill(desk, 3)
    declaration = desk.declare()
    first = proof(desk, declaration)

    fill(desk, 10)
    desk.declare("SH-2")

    assert proof(desk, declaration) == first
    assert Proof.read(first).verified(registering.verifier_keys(desk.office)).size == 4


def test_a_stranger_reads_in_the_proof_what_is_proven(given, desk):
    given(tin_is_shipped)
    declaration = desk.declare()

    found = Proof.read(proof(desk, declaration))

    assert json.loads(found.entry)["pdf_sha256"] == declaration.pdf_sha256
    assert found.index == 0


class NobodySigns:
    """The signing process is down; what it published is still known."""

    def __init__(self, keys):
        self.keys = keys

    def published(self, use):
        return self.keys.published(use)

    def sign(self, use, data):
        raise NoSigningService


def test_an_issue_stands_though_its_checkpoint_cannot_be_signed(given, desk, caplog):
    given(tin_is_shipped)
    fill(desk, 1)
    office = desk.office
    declaration = desk.declare()
    desk.office = type(office)(**{**vars(office), "keys": NobodySigns(office.keys)})
    with caplog.at_level(logging.CRITICAL), desk.writing(desk.colleague) as work:
        close_a_period(work, desk.office)
    desk.office = office

    with desk.database.reading(COMMAND_LINE) as work:
        assert register.size(work) == latest(office).size + 1
        caught_up = registering.publish_all(work, office)
        assert caught_up == latest(office)
        assert registering.publish_all(work, office) == caught_up
    assert Proof.read(proof(desk, declaration))


def test_an_entry_not_yet_published_has_no_proof(given, desk):
    given(tin_is_shipped)

    with pytest.raises(NotPublishedYet), desk.writing(desk.colleague) as work:
        entry = register.find_entry(work, close_a_period(work, desk.office))
        registering.proof_of(work, entry, office=desk.office)


def test_nothing_is_published_of_an_empty_register(desk):
    with desk.database.reading(COMMAND_LINE) as work:
        assert registering.publish_all(work, desk.office) is None

    assert desk.office.register.latest() is None


def test_two_who_publish_out_of_order_do_each_other_no_harm(desk):
    with desk.writing(desk.colleague) as work:
        close_a_period(work, desk.office)
        earlier = work.effects[:]
    fill(desk, 2)

    for effect in earlier:
        effect()

    assert latest(desk.office).size == 3
    assert 1 in desk.office.register.sizes()


def test_after_rotation_new_checkpoints_have_the_new_key_and_old_proofs_hold(given, desk):
    given(tin_is_shipped)
    declaration = desk.declare()
    old_proof, old_keys = proof(desk, declaration), registering.verifier_keys(desk.office)

    desk.office.keys.rotate(Use.REGISTER)
    desk.declare("SH-2")

    keys = registering.verifier_keys(desk.office)
    assert keys[1:] == old_keys
    assert opened_checkpoint(desk.office.register.latest(), keys[:1]).size == 2
    assert Proof.read(old_proof).verified(keys).size == 1
    assert proof(desk, declaration) == old_proof


def test_the_register_keeps_its_name_when_the_portal_moves(given, desk):
    given(tin_is_shipped)
    first = desk.declare()
    desk.office = replace(desk.office, base_url="https://elsewhere.example")

    second = desk.declare("SH-2")

    assert latest(desk.office).origin == "remine.example/register"
    keys = registering.verifier_keys(desk.office)
    assert [Proof.read(proof(desk, each)).verified(keys).size for each in (first, second)] == [1, 2]
