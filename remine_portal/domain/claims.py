"""Every sentence of a claim: the notices word for word, and what free text must never say."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date

from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.errors import N_, Refusal

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


MAY_SAY: Mapping[Series, tuple[Text, ...]] = {
    Series.ISO_14021: (
        Text(
            en="“{product} with {figure} recycled content, calculated per {standard} and verified "
            "by {verifier}”, for the lots and mass named here.",
            ja="「{standard}に準拠して算定し、{verifier}の検証を受けたリサイクル材料含有率"
            "{figure}の{product}」(本書に記載のロットおよび質量に限ります)。",
        ),
    ),
}
MUST_NOT_SAY: Mapping[Series, tuple[Text, ...]] = {
    Series.ISO_14021: (
        Text(
            en="Anything about other lots, packaging or your own product as a whole; one figure "
            "that adds these shares to mass balance credits; that ISO certified or approved the "
            "metal; general words such as “green” or “eco-friendly”.",
            ja="他のロット、梱包または貴社製品全体についての主張、マスバランスクレジットとの合算、"
            "ISOによる認証・承認を受けたとの表現、「エコ」「環境にやさしい」等のあいまいな表現。",
        ),
    ),
}


class BannedWording(Refusal):
    """DOMAIN.md rule 44, with the words of section 5."""

    code = "BANNED_WORDING"
    sentence = N_(
        "“{words}” must not stand here, because it is vague, absolute or more than "
        "the evidence shows. Say what was measured instead."
    )


class VerifierWording(Refusal):
    """DOMAIN.md rule 45: who verified what."""

    code = "VERIFIER_WORDING"
    sentence = N_(
        "“{words}” says that somebody verified what they did not. JLCAF verified the guideline, "
        "SGS Japan the recycled content of the ISO 14021 Series. Write “guideline verified by”."
    )


_BANNED = re.compile(
    r"(?:環境|地球)に(?:やさし|優し)い|環境負荷ゼロ|カーボン(?:ニュートラル|フリー)|グリーン"
    r"|サス(?:テ|ティ|テイ)ナ(?:ブル|ビリティ)|持続可能|エコ(?!リファイン|ノミ|ー)"
    r"|eco\W*friendly|environmentally\W+friendly|\bgreen(?:er|est)?\b|sustainab\w*"
    r"|non\W*polluting|zero\W+impact|(?:carbon|climate)\W+neutral"
    r"|co2\W*(?:free|フリー|ゼロ)"
    r"|100\s*%\s*(?:recycled\s+copper|リサイクル銅)|リサイクル銅\s*100\s*%"
    r"|iso\s*(?:[-\d:]+\s*)?(?:certified|approved)|iso\s*(?:[-\d:]+\s*)?認証"
    r"|(?:certified|approved)\s+by\s+iso"
)
_VERIFIER = r"jlcaf|facilitation\s+cent(?:re|er)|lca推進機構"
_ABOUT_GOODS = r"shipments?|lots?|copper|cathodes?|metal|products?|出荷|ロット|電気銅|製品|銅"
_PAIRED = re.compile(
    rf"(?:{_VERIFIER})[^.。]*(?:{_ABOUT_GOODS})|(?:{_ABOUT_GOODS})[^.。]*(?:{_VERIFIER})"
    r"|sgs[^.。]*(?:copper|cathode|銅)|(?:copper|cathode|銅)[^.。]*sgs"
)
_GUIDELINE = re.compile(
    r"guidelines?\s+(?:\w+\s+){0,3}verified\s+by|ガイドライン(?:は|が)?[^。]{0,40}検証"
)


def refuse_banned_wording(free_text: str) -> None:
    """Refuse free text that claims what DOMAIN.md section 5 forbids (rules 44 and 45).

    Full-width and mixed-case letters are read as what they mean, and so are soft hyphens and
    zero-width characters between them.
    """
    plain = re.sub(r"[\u00ad\u200b-\u200d\u2060\ufeff]", "", free_text)
    plain = unicodedata.normalize("NFKC", plain).casefold()
    if found := _BANNED.search(plain):
        raise BannedWording(words=found.group().strip())
    for sentence in re.split(r"[.。\n]", plain):
        if (found := _PAIRED.search(sentence)) and not _GUIDELINE.search(sentence):
            raise VerifierWording(words=found.group().strip())
