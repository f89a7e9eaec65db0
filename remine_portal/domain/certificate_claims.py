"""What a third party's certificate says and does not say (DOMAIN.md 5), as pages and paper say it.

The verified object is a figure of products at sites, or the guideline: never a shipment, never
copper. Each sentence passes the lint of claims, tests/domain/test_certificates.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.certificates import CertificateKind
from remine_portal.domain.claims import CERTIFICATE_ON_REQUEST, notices_for

WHAT_IT_IS: Mapping[CertificateKind, Text] = {
    CertificateKind.CONTENT: Text(
        en="A document of the third party named here. It says what that party verified about the "
        "recycled content of the products within its scope, made while it was in force.",
        ja="記載の第三者機関が発行した文書です。有効期間内に製造された対象製品について、"
        "同機関がリサイクル材料含有率に関して検証した内容を示しています。",
    ),
    CertificateKind.GUIDELINE: Text(
        en="A document of the third party named here, on its critical review of the guideline by "
        "which Mitsubishi Materials manages mass balance credits. The guideline is what was "
        "reviewed.",
        ja="三菱マテリアルがマスバランスクレジットの管理に用いるガイドラインについて、"
        "記載の第三者機関が行ったクリティカルレビューの文書です。レビューの対象はガイドラインです。",
    ),
}

WHAT_IT_IS_NOT: Mapping[CertificateKind, Text] = {
    CertificateKind.CONTENT: Text(
        en="It is not a declaration of goods delivered and names no lot: the figure of a lot is "
        "in our declaration. It is not about copper, mass balance credits, packaging or your own "
        "products.",
        ja="納入品についての宣言書ではなく、個々のロットを示すものでもありません。"
        "ロットごとの値は当社の宣言書に記載しています。"
        "銅製品、マスバランスクレジット、梱包材およびお客様の製品は対象ではありません。",
    ),
    CertificateKind.GUIDELINE: Text(
        en="It is no statement about a shipment, a lot, the credit ledger or an amount of credits, "
        "and it shows no recycled content. What is attributed to a shipment stands in our "
        "declaration.",
        ja="個々の出荷、ロット、クレジット台帳またはクレジットの数量についての文書ではなく、"
        "リサイクル材料含有率を示すものでもありません。"
        "出荷ごとの割当ては当社の宣言書に記載しています。",
    ),
}

SERIES_OF: Mapping[CertificateKind, Series] = {
    CertificateKind.CONTENT: Series.ISO_14021,
    CertificateKind.GUIDELINE: Series.ISO_22095,
}


def notices_beside(kind: CertificateKind, elements: Iterable[str]) -> tuple[Text, ...]:
    """The notices of the series and metals that a certificate is about (DOMAIN.md rules 2 and 8).

    Whoever holds it need not be told to ask for it.
    """
    series = SERIES_OF[kind]
    named = [notice for each in (*elements, "") for notice in notices_for(series, each)]
    return tuple(each for each in dict.fromkeys(named) if each != CERTIFICATE_ON_REQUEST)
