"""The files of one declaration in a pack: as they were issued and kept, none made anew."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from remine_portal.documents.pack_index import Missing
from remine_portal.documents.twins import MATERIAL_CONTENT, twins_in
from remine_portal.domain.catalog import Series, Text
from remine_portal.persistence.credentials import credential_of
from remine_portal.persistence.database import UnitOfWork
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.services import registering
from remine_portal.services.balance_publishing import NothingStated, sum_proof_of
from remine_portal.services.office import Office
from remine_portal.services.registering import NotPublishedYet

CREDENTIAL = Text(en="Signed UNTP credential (.vc.jwt)", ja="署名付きUNTPクレデンシャル(.vc.jwt)")
REGISTER_PROOF = Text(
    en="Proof from the public register (.tlog-proof)", ja="公開登録簿の証明(.tlog-proof)"
)
SUM_PROOF = Text(
    en="Proof of the sums of the balance period (.sum-proof.json)",
    ja="収支期間の集計の証明(.sum-proof.json)",
)
ISSUED_BEFORE = Text(
    en="The declaration was issued before there was such a file.",
    ja="この種類のファイルが設けられる前に発行された宣言書のため。",
)
PERIOD_OPEN = Text(
    en=(
        "The balance period of its shipment had not been closed on the day named, or nothing was "
        "attributed by it any more when it was."
    ),
    ja=(
        "基準日の時点で出荷の収支期間が締められていなかったか、締めた時点でこの宣言書による割当てが"
        "残っていなかったため。"
    ),
)


def pdf_path(name: str) -> str:
    return f"declarations/{name}.pdf"


def files_of(
    work: UnitOfWork, declaration: DeclarationRow, name: str, *, until: datetime, office: Office
) -> Iterator[tuple[str, bytes] | Missing]:
    """Paths and contents, or what is missing and why; always the same of the same moment.

    Refuses while a proof has still to be published, because it will be there in a minute.
    """
    pdf = office.blobs.get(declaration.pdf_sha256)
    yield pdf_path(name), pdf
    yield _register_proof(work, declaration, name, office)
    if declaration.series is Series.ISO_22095:
        yield _sum_proof(work, declaration, name, until, office)
    yield f"data/{name}.declaration.json", declaration.snapshot.encode()
    if material := twins_in(pdf).get(MATERIAL_CONTENT):
        yield f"data/{name}.catena-x.json", material
    if kept := credential_of(work, declaration):
        yield f"data/{name}.vc.jwt", office.blobs.get(kept.sha256)
    else:
        yield Missing(declaration.number, CREDENTIAL, ISSUED_BEFORE)


def _register_proof(
    work: UnitOfWork, declaration: DeclarationRow, name: str, office: Office
) -> tuple[str, bytes] | Missing:
    entry = registering.issue_of(work, declaration)
    if entry is None:
        return Missing(declaration.number, REGISTER_PROOF, ISSUED_BEFORE)
    proof = registering.proof_of(work, entry, office=office)
    return f"declarations/{name}.tlog-proof", proof.encode()


def _sum_proof(
    work: UnitOfWork, declaration: DeclarationRow, name: str, until: datetime, office: Office
) -> tuple[str, bytes] | Missing:
    try:
        proof = sum_proof_of(work, declaration, office=office, until=until)
    except NothingStated:
        return Missing(declaration.number, SUM_PROOF, PERIOD_OPEN)
    if not all("register_proof" in period for period in proof["periods"]):
        raise NotPublishedYet
    return f"declarations/{name}.sum-proof.json", json.dumps(proof, indent=1).encode()
