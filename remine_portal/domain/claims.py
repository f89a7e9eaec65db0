"""Every sentence of a claim: the notices word for word, and what a buyer may and may not say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from remine_portal.domain.catalog import Series, Text

NO_MASS_BALANCE = Text(
    en="The mass balance model is not applied.",
    ja="マスバランスモデルは適用していません。",
)
CERTIFICATE_ON_REQUEST = Text(
    en="For customers requiring a third-party certificate, please contact us.",
    ja="第三者機関による証書が必要なお客様は、お問い合わせください。",
)
COPPER_SERVICE = Text(
    en=(
        "This is a service for supplying copper cathode that applies the mass balance credit model."
    ),
    ja="マスバランスクレジットモデルを適用した電気銅を供給するサービスです。",
)
COPPER_QUESTIONS = Text(
    en="If you have any questions about this service, please contact us.",
    ja="本サービスに関するご質問は、お問い合わせください。",
)
RESTRUCTURING = Text(
    en=(
        "Due to the business restructuring, the production of platinum (Pt) and palladium (Pd) "
        "has been transferred on April 1, 2025, from Materials Eco-Refining Co., Ltd.'s Onahama "
        "site to Onahama Smelting and Refining Co. Ltd. There are no changes to the manufacturing "
        "facilities, processes, or raw materials."
    ),
    ja=(
        "事業再編により、白金(Pt)およびパラジウム(Pd)の生産は、2025年4月1日付で、"
        "Materials Eco-Refining Co., Ltd.の小名浜の拠点から"
        "Onahama Smelting and Refining Co. Ltd.へ移管されました。"
        "製造設備、工程および原料に変更はありません。"
    ),
)

NOTICES: Mapping[Series, tuple[Text, ...]] = {
    Series.ISO_14021: (NO_MASS_BALANCE, CERTIFICATE_ON_REQUEST),
    Series.ISO_22095: (COPPER_SERVICE, COPPER_QUESTIONS),
}
"""The notices of a series, as published; the Japanese is the portal's translation (rule 2)."""

RESTRUCTURED_ELEMENTS = frozenset({"Pt", "Pd"})


def notices_for(series: Series, element: str) -> tuple[Text, ...]:
    """Every notice that a page or document about the product must show (rules 2 and 8)."""
    extra = (RESTRUCTURING,) if element in RESTRUCTURED_ELEMENTS else ()
    return NOTICES[series] + extra


def renewable_note(first_day: date, last_day: date) -> Text:
    """The note for evidence that covers a range of days; never for a day outside it."""
    return Text(
        en=(
            "The facility producing this metal used electricity derived from 100 % renewable "
            f"sources from {first_day.day} {first_day:%B %Y} to {last_day.day} {last_day:%B %Y}."
        ),
        ja=(
            f"この金属を製造した施設は、{first_day.year}年{first_day.month}月{first_day.day}日から"
            f"{last_day.year}年{last_day.month}月{last_day.day}日まで、"
            "100 %再生可能エネルギー由来の電力を使用しました。"
        ),
    )


NOT_PHYSICAL = Text(
    en="The attributed share is not a physical content.",
    ja="割り当てた割合は、金属に物理的に含まれる割合ではありません。",
)
NO_DOUBLE_CLAIM = Text(
    en=(
        "These credits are attributed to this shipment only. They are claimed by nobody else "
        "and under no other scheme."
    ),
    ja=(
        "本書のクレジットは、本出荷にのみ割り当てたものです。"
        "他の者が主張することも、他の制度の下で主張することもありません。"
    ),
)

COPPER_CATHODE = Text(en="copper cathode", ja="電気銅")

MAY_SAY: Mapping[Series, tuple[Text, ...]] = {
    Series.ISO_14021: (
        Text(
            en="“{product} with {figure} recycled content, calculated per {standard} and verified "
            "by {verifier}”, for the lots and mass named here.",
            ja="「{standard}に準拠して算定し、{verifier}の検証を受けたリサイクル材料含有率"
            "{figure}の{product}」(本書に記載のロットおよび質量に限ります)。",
        ),
    ),
    Series.ISO_22095: (
        Text(
            en="“Credits are attributed by mass balance (credit method, {standards}) to this "
            "{metal}: {shares}. {not_physical}”, for the lots and mass named here.",
            ja="「この{metal}の正味質量の{shares}が、マスバランス(クレジット方式、{standards})で"
            "割り当てられています。{not_physical}」(本書に記載のロットおよび質量に限ります)。",
        ),
    ),
}
SHARE_QUOTED = Text(
    en="{percent} of the net mass ({mass}) for {characteristic}",
    ja="{percent}({mass})に{characteristic}のクレジット",
)
"""One of the {shares} that a buyer may quote of attributed credits: several stand side by side."""
MUST_NOT_SAY: Mapping[Series, tuple[Text, ...]] = {
    Series.ISO_14021: (
        Text(
            en="Anything about other lots or packaging, or about your own product beyond the "
            "sentence that the portal works out for it; one figure that adds these shares to mass "
            "balance credits; that ISO certified or approved the metal; general words such as "
            "“green” or “eco-friendly”.",
            ja="他のロットまたは梱包についての主張、本ポータルで作成した文を超える貴社製品についての"
            "主張、マスバランスクレジットとの合算、"
            "ISOによる認証・承認を受けたとの表現、「エコ」「環境にやさしい」等のあいまいな表現。",
        ),
    ),
    Series.ISO_22095: (
        Text(
            en="That recycled material is physically in this copper; one figure that adds this "
            "share to recycled content or to another share; that anybody verified or certified "
            "this shipment, or ISO approved anything; a Möbius loop, a carbon figure, “100\u00a0% "
            "renewable”, “green”, “eco-friendly”; the same credits for other goods, customers or "
            "schemes.",
            ja="リサイクル材料がこの銅に物理的に含まれる、第三者が本出荷を検証・認証した、ISOが認証・"
            "承認したとの表現、リサイクル材料含有率または他の割合との合算、メビウスループ、"
            "CO2の数値、「再生可能エネルギー100\u00a0%」、「エコ」「環境にやさしい」等のあいまいな表現、"
            "同じクレジットの他の製品・お客様・制度での主張。",
        ),
    ),
}

PRODUCT_WITH_RECYCLED = Text(
    en="{share} of the mass of this product is recycled material in {metals}. The recycled content "
    "of the metal was calculated per {standards} and verified by {verifiers}; the share of the "
    "product was calculated from it by mass, for {used} of the metal in {product} of product, and "
    "was not verified. Other materials and packaging are not included.",
    ja="本製品の質量の{share}は、{metals}に含まれるリサイクル材料です。金属のリサイクル材料含有率は"
    "{standards}に準拠して算定し、{verifiers}の検証を受けています。製品に占める割合は、"
    "製品{product}に使用した金属{used}について質量基準で算出したもので、検証を受けたものでは"
    "ありません。その他の材料および梱包材は含みません。",
)
"""What a buyer may print on a product that it made with metal of the ISO 14021 Series."""

PRODUCT_AT_LEAST = Text(en="At least {percent}", ja="{percent}以上")
PRODUCT_WITH_CREDITS = Text(
    en="By mass balance (credit method, {standards}), credits for {characteristic} are attributed "
    "to the copper cathode used in this product, for {percent} of the mass of the product. "
    "{not_physical}",
    ja="本製品に使用した電気銅には、マスバランス(クレジット方式、{standards})により、"
    "本製品の質量の{percent}に相当する{characteristic}のクレジットが割り当てられています。"
    "{not_physical}",
)
"""What a buyer may print of one characteristic; another one has a sentence of its own."""
