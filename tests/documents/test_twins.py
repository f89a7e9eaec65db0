"""The machine-readable twins: valid by their published schemas, and saying what the paper says."""

import json
from dataclasses import replace
from decimal import Decimal

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from remine_portal.documents.json_figures import json_number
from remine_portal.documents.twins import CREDENTIAL, DECLARATION, MATERIAL_CONTENT, twins_of
from remine_portal.domain.claims import NOT_PHYSICAL
from remine_portal.resources import resource_folder
from tests.archived import EVERY, KINDS, file_of, snapshot_of
from tests.papers import (
    DRAFT,
    VERIFY_BASE,
    a_snapshot,
    says,
)
from tests.twinned import as_numbers, assessments, attached, credential, measures, published, twins

every_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_twins_travel_inside_and_are_named_once(kind, language):
    with file_of(kind, language) as document:
        files = list(document.Root["/AF"])
        names = [str(each["/UF"]) for each in files]

        assert names == sorted(set(document.attachments))
        assert (
            {DECLARATION, CREDENTIAL} <= set(names) <= {DECLARATION, CREDENTIAL, MATERIAL_CONTENT}
        )
        for each in files:
            content = each["/EF"]["/F"]
            wanted = "ld+json" if each["/UF"] == CREDENTIAL else "json"
            assert each["/AFRelationship"] == "/Data"
            assert str(each["/F"]) == str(each["/UF"])
            assert str(each["/Desc"])
            assert content["/Subtype"] == f"/application/{wanted}"
            assert str(content["/Params"]["/ModDate"]) == "D:20261122163000Z"
            assert content["/Params"]["/Size"] == len(content.read_bytes())


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_what_is_attached_is_what_is_frozen(kind, language):
    with file_of(kind, language) as document:
        frozen = document.attachments[DECLARATION].get_file().read_bytes()

    assert frozen == snapshot_of(kind, language).canonical().encode()


@every_kind
def test_the_credential_is_one_by_its_schema(kind):
    schema = Draft202012Validator(
        published("untp-0.7.0/ConformityCredential.json"), format_checker=FormatChecker()
    )

    assert not list(schema.iter_errors(as_numbers(attached(kind)[CREDENTIAL])))


def test_a_schema_refuses_what_is_wrong():
    wrong = as_numbers(credential(a_snapshot()))
    wrong["validFrom"] = "yesterday"
    schema = Draft202012Validator(
        published("untp-0.7.0/ConformityCredential.json"), format_checker=FormatChecker()
    )

    assert list(schema.iter_errors(wrong))


@pytest.mark.parametrize("kind", ["tin", "lead", "platinum", "two pages"])
def test_contents_are_the_same_on_paper_and_in_every_twin(kind):
    snapshot, files = snapshot_of(kind, "en"), attached(kind)
    assessed = assessments(files[CREDENTIAL], "content-")
    stated = files[DECLARATION]["lines"]

    assert len(assessed) == len(stated) == len(snapshot.lines)
    for line, said, assessment in zip(snapshot.lines, stated, assessed, strict=True):
        figures = measures(assessment)
        assert says(snapshot, f"{line.figure.percent} %")
        assert Decimal(said["figure"]["percent"]) == line.figure.percent
        assert figures["recycled-content-percentage"] == (line.figure.percent, "P1")
        assert said["net_mass"]["milligrams"] == line.net_mass.milligrams
        assert figures["lot-net-mass"] == (line.net_mass.in_unit("kg"), "KGM")
        assert says(snapshot, f"{line.lot_no}")
        for origin in ("pre", "post"):
            share = getattr(line.figure, f"{origin}_consumer_percent")
            assert figures.get(f"{origin}-consumer-percentage") == (share and (share, "P1"))
            if share is not None:
                assert says(snapshot, f"{origin}-consumer {share} %")


@pytest.mark.parametrize("kind", ["recycled copper", "copper from vehicles", "copper, both"])
def test_attributed_shares_are_the_same_on_paper_and_in_every_twin(kind):
    snapshot, files = snapshot_of(kind, "en"), attached(kind)
    assessed = assessments(files[CREDENTIAL], "attributed-")

    for share, said, assessment in zip(
        snapshot.shares, files[DECLARATION]["shares"], assessed, strict=True
    ):
        figures = measures(assessment)
        assert says(snapshot, f"{share.percent} %")
        assert says(snapshot, f"Attributed {share.attributed_t:,} t")
        assert Decimal(said["percent"]) == share.percent
        assert said["attributed_kg"] == share.attributed_kg
        assert figures["mass-balance-attributed-share"] == (share.percent, "P1")
        assert figures["mass-balance-attributed-mass"] == (share.attributed_kg, "KGM")
        assert figures["shipment-net-mass"] == (snapshot.net_mass.in_unit("kg"), "KGM")


PHYSICAL = {"recycledMassFraction", "recycledContent", "recycled-content-percentage"}


@pytest.mark.parametrize("kind", ["recycled copper", "copper from vehicles", "copper, both"])
def test_no_attributed_share_stands_where_a_content_stands(kind):
    """It is under metrics of our own, and no word of UNTP's for content is near it."""
    said = attached(kind)[CREDENTIAL]

    assert not [name for name in PHYSICAL if name in json.dumps(as_numbers(said))]
    for each in assessments(said, ""):
        assert NOT_PHYSICAL.en in each["specifiedCondition"]
        metrics = [one["metric"]["id"] for one in each["assessedPerformance"]]
        assert all(metric.startswith(f"{VERIFY_BASE}/static/ns/") for metric in metrics)


@every_kind
def test_sample_data_are_marked_in_the_twins_as_on_paper(kind):
    for sample in (True, False):
        files = twins(replace(snapshot_of(kind, "en"), sample=sample))
        files[DECLARATION] = files[DECLARATION]["sample"]
        for name, said in files.items():
            told = said if name == DECLARATION else "figures are invented" in str(said)
            assert told is sample, name


def test_the_issuer_is_the_portal_s_address_and_signs_for_itself():
    said = credential(a_snapshot())

    assert said["issuer"]["id"] == "did:web:remine.example"
    assert said["credentialSubject"]["assessorLevel"] == "self"
    assert said["credentialSubject"]["id"] == f"{VERIFY_BASE}/v/7ZK3M9Q2XW8R5T1VB4NC6DH0JF"


@every_kind
def test_no_twin_names_what_is_not_known(kind):
    """Neither an empty word nor the digest of a file that it is part of."""
    for name, said in twins(snapshot_of(kind, "en")).items():
        if name != DECLARATION:
            assert not list(empty(said)), name
            assert "digest" not in str(said)


def empty(thing):
    if isinstance(thing, dict | list):
        for each in thing.values() if isinstance(thing, dict) else thing:
            yield from empty(each)
        if not thing:
            yield thing
    elif thing in (None, ""):
        yield thing


def test_every_term_of_ours_has_its_meaning():
    """What a JSON-LD processor does not know, it drops without a word (MAPPING.md, trap 1)."""
    ours = json.loads((resource_folder("static") / "ns" / "remine-v1.json").read_text())["@context"]
    known = terms(published("untp-0.7.0/untp-context.jsonld")) | terms(
        published("w3c-vc-2.0/credentials-v2-context.jsonld")
    )
    custody = ours["chainOfCustody"]["@context"]

    for kind in KINDS:
        said = credential(snapshot_of(kind, "en"))
        subject = said["credentialSubject"]
        assert set(subject.pop("chainOfCustody", {})) <= set(custody)
        assert keys(said) <= known, keys(said) - known
    assert "chainOfCustody" not in known


def keys(thing):
    if isinstance(thing, dict):
        return set(thing).union(*map(keys, thing.values())) - {"@context"}
    return set().union(*map(keys, thing)) if isinstance(thing, list) else set()


def terms(context):
    """Every term that a context defines, at whatever depth."""
    if isinstance(context, list):
        return set().union(*map(terms, context))
    if not isinstance(context, dict):
        return set()
    return set(context).union(*map(terms, context.values()))


@pytest.mark.parametrize("kind", ["tin", "recycled copper"])
def test_a_context_of_our_own_is_named_where_our_terms_are(kind):
    contexts = credential(snapshot_of(kind, "en"))["@context"]

    assert (f"{VERIFY_BASE}/static/ns/remine-v1.json" in contexts) is (kind != "tin")


def test_a_draft_has_no_twins():
    assert not twins_of(a_snapshot(**DRAFT), VERIFY_BASE)


def test_a_number_keeps_its_digits_or_is_refused():
    assert json_number(Decimal("99.60")) == json_number(Decimal("99.6"))
    assert str(json_number(Decimal("123456789.012345"))) == "123456789.012345"
    with pytest.raises(ValueError, match="more digits"):
        json_number(Decimal("0.12345678901234567891"))
