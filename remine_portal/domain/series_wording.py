"""What each series is, what was verified and what was not, as pages and statements say it."""

from __future__ import annotations

from collections.abc import Mapping

from remine_portal.domain.catalog import Series, Text

IN_SHORT: Mapping[Series, Text] = {
    Series.ISO_14021: Text(
        en="Recycled content: material that is physically in the metal.",
        ja="リサイクル材料含有率：金属に実際に含まれる材料の割合です。",
    ),
    Series.ISO_22095: Text(
        en="Attributed by mass balance: credits, and no statement of what is physically in it.",
        ja="マスバランスで割当て：クレジットであり、実際に含まれる材料を示すものではありません。",
    ),
}

STANDARD: Mapping[Series, Text] = {
    Series.ISO_14021: Text(en="ISO 14021 (JIS Q 14021)", ja="ISO 14021(JIS Q 14021)"),
    Series.ISO_22095: Text(en="ISO 22095 and ISO 22095-2", ja="ISO 22095およびISO 22095-2"),
}

HOW_IT_WORKS: Mapping[Series, tuple[Text, ...]] = {
    Series.ISO_14021: (
        Text(
            en="Recycled content is the mass of the recycled material that is physically in the "
            "metal, divided by the mass of the product, as ISO 14021 lays down. Material that is "
            "reclaimed within the same process does not count. The figure is for the metal, not "
            "for its packaging.",
            ja="リサイクル材料含有率は、金属に実際に含まれるリサイクル材料の質量を、製品の質量で"
            "除した値です(ISO 14021による)。同じ工程内で再利用される材料は算入しません。"
            "対象は金属であり、梱包材は含みません。",
        ),
    ),
    Series.ISO_22095: (
        Text(
            en="A copper smelter treats concentrate from ore together with many kinds of scrap, so "
            "no cathode can be traced to one raw material. What has a specified characteristic, "
            "such as being recycled material, is therefore recorded as credits when it comes in. "
            "Credits are then attributed to a part of the cathode at a specified ratio.",
            ja="銅製錬所では、鉱石由来の銅精鉱とさまざまなスクラップを合わせて処理するため、"
            "個々の電気銅を一つの原料に結び付けることはできません。そこで、リサイクル材料で"
            "あることなど特定の特性をもつ原料を、受入時にクレジットとして記録し、"
            "そのクレジットを一部の電気銅に所定の割合で割り当てます。",
        ),
        Text(
            en="The attributed share is an entitlement recorded in a credit account. It is not a "
            "physical content of the cathode, and the two are never added up.",
            ja="割り当てた割合は、クレジット口座に記録された権利です。電気銅に実際に含まれる割合"
            "ではなく、両者を合算することはありません。",
        ),
    ),
}

VERIFIED: Mapping[Series, Text] = {
    Series.ISO_14021: Text(
        en="The recycled content of this product, calculated per ISO 14021",
        ja="ISO 14021に基づいて算定した本製品のリサイクル材料含有率",
    ),
    Series.ISO_22095: Text(
        en="The guideline for the mass balance credit model of copper products "
        "(銅製品のマスバランスクレジットモデルガイドライン): a critical review of its conformity "
        "with ISO 22095 and ISO 22095-2",
        ja="「銅製品のマスバランスクレジットモデルガイドライン」"
        "(ISO 22095およびISO 22095-2への適合性のクリティカルレビュー)",
    ),
}
VERIFIED_OF_THE_SERIES = Text(
    en="The recycled content of the products of the ISO 14021 Series. This is said of the series "
    "as a whole; no verified figure of this product is published.",
    ja="ISO 14021シリーズの製品のリサイクル材料含有率。シリーズ全体について公表されたものであり、"
    "本製品の検証された数値は公表されていません。",
)
NOT_VERIFIED: Mapping[Series, Text] = {
    Series.ISO_14021: Text(
        en="Single shipments and lots, packaging, and other properties of the product. ISO "
        "publishes the standard; it neither certifies nor approves products.",
        ja="個々の出荷およびロット、梱包材、本製品のその他の特性。ISOは規格の発行機関であり、"
        "製品の認証や承認は行いません。",
    ),
    Series.ISO_22095: Text(
        en="Shipments, products and the credit account: no source says that they were. ISO "
        "publishes the standards; it neither certifies nor approves products.",
        ja="出荷、製品およびクレジット口座(検証されたとする資料はありません)。"
        "ISOは規格の発行機関であり、製品の認証や承認は行いません。",
    ),
}

NO_FIGURE: Mapping[Series, Text] = {
    Series.ISO_14021: Text(
        en="No verified figure is published", ja="検証された数値は公表されていません"
    ),
    Series.ISO_22095: Text(
        en="No recycled content is stated for this product",
        ja="本製品についてリサイクル材料含有率は表示していません",
    ),
}
NO_FIGURE_ASSUMED = Text(
    en="No figure is assumed in its place, and its absence does not mean 0 %.",
    ja="推定値で代えることはしていません。また、0 %を意味するものでもありません。",
)

ELECTRICITY_OF_A_SHIPMENT = Text(
    en="This is what was published about the facilities. A declaration says it of a shipment only "
    "where evidence for the facility and the production date covers all of the electricity used. "
    "It says nothing about fuels or transport.",
    ja="これは施設について公表された内容です。個々の出荷の宣言書には、その施設および製造日の"
    "電力使用量の全量がエビデンスで裏付けられている場合に限り記載します。燃料や輸送について"
    "述べるものではありません。",
)
ISSUER = Text(en="Mitsubishi Materials Corporation", ja="Mitsubishi Materials Corporation")

SERVICE = Text(en="What the service is", ja="サービスの内容")
VERIFICATION = Text(en="What was verified, and what was not", ja="検証された範囲")
PRODUCTION = Text(en="Where it is produced", ja="製造拠点と会社")
ELECTRICITY = Text(en="Electricity", ja="電力")
PRODUCT = Text(en="The product", ja="製品")

STANDARD_WORD = Text(en="Standard", ja="規格")
MODEL = Text(en="Chain of custody model", ja="加工流通過程の管理モデル")
CREDIT_METHOD = Text(en="Mass balance – credit method", ja="マスバランス(クレジット方式)")
EDITION = Text(en="Edition used for the verification", ja="検証に用いた版")
RULES = Text(
    en="Version of the guideline, balance period, conversion factor, carry-over",
    ja="ガイドラインの版、収支期間、変換係数、繰越",
)
VERIFIED_WORD = Text(en="Verified", ja="検証の対象")
NOT_VERIFIED_WORD = Text(en="Not verified", ja="検証の対象外")
UNTIL = Text(en="Produced until {day}", ja="{day}までの製造分")
SINCE = Text(en="Produced from {day}", ja="{day}以降の製造分")
AT_THAT_TIME = Text(en="as of {day}", ja="{day}時点")
AS_SAID = Text(en="as of {day}", ja="{day}")
WITHOUT_WORDS = Text(en="recycled content", ja="リサイクル材料含有率")

NOT_PUBLISHED = Text(en="Not published", ja="公表されていません")
NOT_DISCLOSED = Text(en="Not disclosed", ja="非開示")
