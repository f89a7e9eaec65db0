"""What was published about a product: the topics, and the portal's Japanese of English sources."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.recycled_content import Operator


@dataclass(frozen=True, slots=True)
class PublishedFact:
    """One fact on a topic, with its sources. A figure has operator and percent.

    It is shown in the catalogue, and never permits an issue (DOMAIN.md 7a).
    """

    topic: str
    source: str
    statement_en: str | None = None
    statement_ja: str | None = None
    operator: Operator | None = None
    percent: Decimal | None = None
    as_of: str | None = None


TOPICS: Mapping[str, Text] = {
    "recycled_content": Text(en="Recycled content", ja="リサイクル材料含有率"),
    "pre_consumer": Text(en="Pre-consumer material", ja="プレコンシューマ材料"),
    "post_consumer": Text(en="Post-consumer material", ja="ポストコンシューマ材料"),
    "form": Text(en="Form", ja="形状"),
    "place": Text(en="Site", ja="製造拠点"),
    "entity": Text(en="Company", ja="会社"),
    "verifier": Text(en="Verified by", ja="検証機関"),
    "verification_reference": Text(en="Reference of the verification", ja="検証番号"),
    "verification_validity": Text(en="Verification valid to", ja="検証の有効期限"),
    "renewable": Text(en="Published statement", ja="公表された記述"),
    "renewable_background": Text(en="Background", ja="背景"),
    "renewable_instrument": Text(en="Certificates or contracts", ja="証書または契約"),
    "renewable_period": Text(en="Period of the statement", ja="記述の対象期間"),
    "launched": Text(en="Announced", ja="発表日"),
    "lineup": Text(en="Line-up", ja="製品ラインアップ"),
    "characteristics": Text(
        en="Characteristics that can be attributed", ja="割当ての対象となる特定の特性"
    ),
}
"""Every topic a fact may have, in the order in which pages show them."""

FIGURE_TOPICS = frozenset({"recycled_content", "pre_consumer", "post_consumer"})
"""Topics that are told by a percentage; all others by a statement."""

CREDIT_TOPICS = frozenset({"characteristics"})
"""Topics that only a product supplied with credits has."""


def topics_of(series: Series) -> list[str]:
    """The topics of a product's series: content or credits, never both (rule 1)."""
    other = CREDIT_TOPICS if series is Series.ISO_14021 else FIGURE_TOPICS
    return [topic for topic in TOPICS if topic not in other]


IN_LINE_UP = Text(
    en="One of the six products of the ISO 14021 Series",
    ja="ISO 14021シリーズ全6製品のうちの一つ",
)

JAPANESE: Mapping[str, str] = {
    "100% recycled material content": "リサイクル材料含有率100%",
    "99.6% or more recycled material content": "リサイクル材料含有率99.6%以上",
    "electrolytic metal (shape not stated for REMINE)": (
        "電解精製による金属(REMINEとしての形状は示されていません)"
    ),
    "ingot, 50 kg each, purity 99.99% (S9; not stated as a REMINE specification)": (
        "インゴット(1個50 kg)、純度99.99%(S9による。REMINEの仕様として示されたものではありません)"
    ),
    "sponge": "スポンジ",
    "powder": "粉末",
    "oxide; 'WO3-5' is the designation in S3": "酸化物(「WO3-5」はS3での呼称)",
    "cathode": "カソード",
    "Ikuno Plant (生野事業所), Asago, Hyogo": "生野事業所(兵庫県朝来市)",
    "Kurihara, Miyagi": "宮城県栗原市",
    "Onahama": "小名浜",
    "Mitsubishi Materials Corporation (supplier of the service)": (
        "Mitsubishi Materials Corporation(本サービスの提供者)"
    ),
    "Japan Life Cycle Assessment Facilitation Centre - of the guideline, not of a shipment": (
        "ガイドラインの検証者：一般社団法人日本LCA推進機構(個々の出荷の検証ではありません)"
    ),
    "The facilities that produce tin (Sn), lead (Pb), bismuth (Bi), platinum (Pt), and "
    "palladium (Pd) operate on electricity derived from 100% renewable sources.": (
        "スズ(Sn)、鉛(Pb)、ビスマス(Bi)、白金(Pt)およびパラジウム(Pd)を製造する施設は、"
        "100%再生可能エネルギー由来の電力で操業しています。"
    ),
    "In January 2024 this was a forecast: effectively 100% from fiscal year 2024 onwards (S2).": (
        "2024年1月の時点では、2024年度以降は実質100%になるという見通しでした(S2)。"
    ),
    "Says nothing about the copper smelter of the same entity, which was planned at half in "
    "fiscal year 2024 and all in fiscal year 2028 (S6).": (
        "同じ会社の銅製錬所について述べたものではありません。"
        "銅製錬所は、2024年度に半分、2028年度に全量とする計画でした(S6)。"
    ),
    "2026-01-28 (announcement that supply starts)": "2026-01-28(供給開始の発表)",
    "2024-01-16 (99.6% repeated 2025-01-06, S8)": "2024-01-16時点(2025-01-06にS8が99.6%と再掲)",
    "the REMINE site text this project was started from (undated; mentions ISO 22095-2, so "
    "January 2026 or later)": (
        "REMINEのウェブサイトの文面(日付なし。ISO 22095-2に言及しているため2026年1月以降)"
    ),
    "https://www.mmc.co.jp/corporate/ja/news/press/2026/26-0128.html (opening only)": (
        "https://www.mmc.co.jp/corporate/ja/news/press/2026/26-0128.html(冒頭のみ)"
    ),
}


def japanese_of(english: str) -> str | None:
    """The portal's own translation of what a source says, where there is one."""
    return JAPANESE.get(english)


def in_both(english: str) -> Text:
    """A source's words, in Japanese too where the portal has translated them."""
    return Text(en=english, ja=JAPANESE.get(english, english))
