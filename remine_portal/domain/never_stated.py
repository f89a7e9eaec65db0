"""The table of what is never stated of a metal: DOMAIN.md section 5, point by point, with reasons.

Every pattern is for text in small letters of one width, Japanese and English side by side. It
speaks of what was said, not of how: a claim is words that meet in one sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from remine_portal.domain.claim_words import (
    AGAIN,
    AMOUNT,
    ATTRIBUTED,
    BESIDE_THE_GUIDELINE,
    CARBON,
    CONTENT,
    COPPER,
    DENIED,
    ISO,
    LESS,
    METAL,
    NO_SUM,
    NOT_AGAIN,
    OTHERS,
    PERCENT,
    PROVEN_ELECTRICITY,
    RECYCLED,
    RENEWABLE,
    REVIEWER,
    SCHEMES,
    TESTER,
    VERIFIED,
    any_of,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """What is never stated: the point of section 5, the reason, and the words that say it."""

    point: int
    reason: str
    words: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None

    def made_in(self, sentence: str) -> str | None:
        """From the first of its words to the last; None when the sentence lacks one of them."""
        found = [match for each in self.words if (match := each.search(sentence))]
        if len(found) < len(self.words) or (self.unless and self.unless.search(sentence)):
            return None
        first, last = min(each.start() for each in found), max(each.end() for each in found)
        return sentence[first:last].strip()


def _never(point: int, reason: str, *words: str, unless: str | None = None) -> Claim:
    return Claim(
        point, reason, tuple(map(re.compile, words)), re.compile(unless) if unless else None
    )


BANNED = (
    _never(
        5,
        "It says that the metal is good, and nothing that anybody could measure.",
        any_of(
            r"(?:環境|地球|自然)(?:環境)?に(?:やさしい?|優しい?|良い|よい|配慮)|環境(?:配慮|対応)",
            r"環境負荷(?:ゼロ|の(?:少な|低|な)い)|無公害|エシカル|(?<![a-z])ethical",
            r"エコ(?!リファイン|ノミ|システム|ー)|(?<![a-z])eco\W*friendly",
            r"(?<![a-z])eco(?:logical(?:ly)?)?(?![a-z])(?!\W*refining)",
            r"サス(?:テ|ティ|テイ)ナ(?:ブル|ビリティ)|持続可能|(?<![a-z])sustainab\w*",
            r"(?<!エバー)グリーン|(?<![a-z])green(?:er|est|ness)?(?![a-z])",
            r"(?:environment(?:al(?:ly)?)?|earth|planet|climate|nature)\W+"
            r"(?:friend|safe|sound|benign|positive)\w*",
            r"non\W*polluting|pollution\W*free|responsibly\W+(?:sourced|produced|mined)",
            r"クリーンな?(?:エネルギー|電力|メタル|金属|銅)|clean[\s-]+(?:energy|power|electricity)",
        ),
    ),
    _never(
        5,
        "Nothing has no impact, and no small one without a figure and a method.",
        any_of(
            r"(?:ゼロ|脱)(?:カーボン|炭素)|気候中立|ゼロ\W*エミッション|ネット\W*ゼロ",
            r"(?<![a-z])(?:zero|net\W*zero)\W*(?:impact|emissions?|carbon|co2)",
            r"(?<![a-z])net\W*zero|decarboni[sz]\w*|(?<![a-z])low(?:er)?\W*impact",
            r"(?<![a-z])low(?:er)?\W*(?:carbon|emissions?)(?!\W*steel)|低(?:カーボン|炭素)(?!鋼)",
            r"(?:carbon|climate|emissions?|co2|二酸化炭素)\W*"
            r"(?:neutral|free|negative|positive|zero|フリー|ゼロ)\w*",
            r"(?:カーボン|炭素)\W*(?:ニュートラル|フリー|ゼロ|ネガティブ|中立)",
        ),
    ),
    _never(
        1,
        "The commonest misreading, whatever the rest of the text is about.",
        rf"{PERCENT}\W*(?:recycled\W+copper|(?:リサイクル|再生)銅)|(?:リサイクル|再生)銅\W*\d+\W*%",
    ),
    _never(
        4,
        "ISO writes standards; it certifies and approves nothing.",
        any_of(
            rf"{ISO}\W*(?:has\W+)?(?:certif(?:ied|ies|ication)|approv|accredit|endors)\w*",
            rf"{ISO}(?:規格)?\s*(?:の|による|により|に基づく|で|が)?\s*(?:認証|承認|公認|認定)",
            r"(?:certified|approved|accredited|endorsed)\W+"
            r"(?:(?:by|to|under|per|with|according|against|in|accordance|the|international|"
            rf"standards?)\W+){{1,5}}{ISO}",
        ),
    ),
    _never(
        4,
        "Conformity to a chain of custody proves no content.",
        any_of(
            rf"{ISO}[^.。]{{0,30}}(?:proves|guarantees|証明(?:する|してい)|保証(?:する|してい))",
            rf"{ISO}[^.。]{{0,20}}(?:適合|準拠)[^.。]{{0,30}}(?:証明(?!書)|保証)",
        ),
    ),
    _never(
        6,
        "The loop belongs to recycled content with its figure, and to no free text.",
        r"m(?:ö|oe|o)bius|メビウス|[\u2672-\u267d]|recycling\W+(?:loop|symbol|mark|logo)|"
        r"リサイクル(?:ループ|マーク|シンボル)",
    ),
)
"""Words that are never written, whatever stands beside them."""

OF_CREDITS = (
    _never(
        1,
        "Credits are attributed; nothing is contained.",
        any_of(
            r"(?<!not )(?<!never )(?<!not claimed to )(?<!not physically )contain(?!er)",
            r"consist|compos|含(?:む|み(?!ません)|ん|有(?!率)|まれ(?!るとは(?:主張|表示)|て?い?ません))",
        ),
        RECYCLED,
    ),
    _never(
        1,
        "What goes in is mixed; no cathode is made of this input or of that.",
        any_of(
            r"(?:made|produced|manufactured|refined|smelted|derived)\W+(?:[\w%]+\W+){0,8}?recycled",
            rf"{RECYCLED}(?:資?材|材料|原料|銅)?(?:のみ|だけ)?(?:を|から|で)[^。、]{{0,8}}"
            r"(?:使|用い|原料|作|つく|製造|生産)",
        ),
    ),
    _never(
        1,
        "No lot is recycled metal by itself.",
        rf"(?:this|the|our|these|all|of)\W+(?:\w+\W+)?{METAL}(?:\W+\w+){{0,3}}?\W+"
        rf"(?:is|are|was|were|comes?|came)\W+(?:[\w%]+\W+){{0,6}}?{RECYCLED}|"
        rf"(?:銅|金属|ロット)[はが][^。]{{0,20}}{RECYCLED}",
        unless=rf"{ATTRIBUTED}|{DENIED}",
    ),
    _never(
        1,
        "There is no recycled kind of copper.",
        r"(?:recycled|secondary)\W+(?:copper|cathode)|(?:リサイクル|再生|循環)(?:電気)?銅",
    ),
    _never(
        1,
        "A percentage of credits is no percentage of content.",
        rf"{PERCENT}\W*recycled(?!\W+material)|recycled\W+content|recycling\W+rate|"
        r"(?:リサイクル|再生)(?:材料?)?(?:含有)?(?:率|比率|割合)|含有率",
        PERCENT,
    ),
    _never(
        1,
        "A percentage of recycled material needs the word that says how.",
        PERCENT,
        RECYCLED,
        unless=ATTRIBUTED,
    ),
    _never(
        1,
        "No attributed percentage is physical.",
        PERCENT,
        r"physical|物理的|実際に",
        unless=DENIED,
    ),
    _never(
        7,
        "No carbon figure comes of credits.",
        CARBON,
        rf"{LESS}|{AMOUNT}",
    ),
    _never(8, "No electricity of the copper's facilities is evidenced.", RENEWABLE),
)
"""What is never stated of copper or of credits."""

OF_ANY_METAL = (
    _never(
        2,
        "Two materials are never one figure.",
        r"(?:total|combined|overall|aggregated?|summed)\W+(?:\w+\W+){0,2}?recycl\w*\W+"
        r"(?:share|rate|ratio|percentage|figure|proportion)|(?:合計|総|トータル)の?リサイクル"
        r"(?:材料?)?(?:含有)?(?:率|割合|比率)|リサイクル(?:材料?)?の(?:合計|総)(?:率|割合|比率)",
    ),
    _never(
        2,
        "What is in the metal and what is attributed are not added up.",
        rf"{CONTENT}|recycled\W+(?:and|plus|\+)|(?:and|plus|\+)\W+recycled|リサイクル\S{{0,6}}率",
        ATTRIBUTED,
        r"total|together|combin|\bsum|plus|\+|altogether|add(?:ed|s|ing)?\W+up|合計|合算|合わせ",
        unless=NO_SUM,
    ),
    _never(
        7,
        "A saving of carbon needs a method of its own.",
        rf"{CARBON}\W*(?:\w+\W+){{0,3}}?{LESS}|{LESS}\w*\W+(?:\w+\W+){{0,4}}?"
        rf"{CARBON}|{CARBON}[^。、]{{0,12}}{LESS}",
        AMOUNT,
    ),
    _never(
        8,
        "All of it renewable is said by the note alone, of a facility and its days.",
        RENEWABLE,
        r"100\W*(?:%|パーセント|per\s?cent)|fully|entirely|wholly|完全|全量|すべて|全て",
        unless=PROVEN_ELECTRICITY,
    ),
    _never(
        9,
        "Credits count under no other scheme.",
        rf"{SCHEMES}|(?<!no )(?:other|another|second|further|different)\W+(?:\w+\W+)?"
        r"(?:scheme|program)|(?:他|別|ほか)の(?:制度|スキーム|プログラム)",
        AGAIN,
        unless=NOT_AGAIN,
    ),
    _never(
        9,
        "No scheme of credits beside this one has certified anything.",
        r"(?:iscc|ul\W*2809|redcert|scs\W*103)\w*\W*(?:\w+\W+){0,2}?(?:certified|compliant|認証)",
    ),
    _never(
        9,
        "Credits are attributed once, to one shipment of one buyer.",
        rf"{ATTRIBUTED}|declaration|宣言",
        OTHERS,
        AGAIN,
        unless=NOT_AGAIN,
    ),
)
"""What is never stated of any metal."""

OF_VERIFIERS = (
    _never(
        3,
        "JLCAF verified the guideline, and nothing that was made or sold by it.",
        REVIEWER,
        rf"{BESIDE_THE_GUIDELINE}|{VERIFIED}",
    ),
    _never(3, "SGS verified no copper.", TESTER, rf"copper|cathode|銅|22095|{ATTRIBUTED}"),
    _never(3, "SGS verified no shipment.", TESTER, r"shipment|consignment|出荷", VERIFIED),
    _never(
        3,
        "No third party verified goods.",
        r"third\W*part|independent|第三者",
        r"verified|certified|検証|認証",
        r"shipment|consignment|deliver|copper|cathode|出荷|納入|銅",
    ),
)
"""What is never stated of who verified what, once what is said of the guideline is taken out."""

_NO_GOODS = rf"(?!{BESIDE_THE_GUIDELINE})"
GUIDELINE_VERIFIED = re.compile(
    any_of(
        rf"guidelines?\W+(?:{_NO_GOODS}[\w.]+\W+){{0,5}}?(?:verified|reviewed)\W+by"
        rf"(?:\W+{_NO_GOODS}\w+){{0,6}}?\W+{REVIEWER}",
        rf"{REVIEWER}(?:\W+{_NO_GOODS}\w+){{0,4}}?\W+guidelines?(?!\W+and)",
        rf"ガイドライン(?:{_NO_GOODS}(?!に基づ|に従|の下|に準拠|と).){{0,40}}?(?:検証|レビュー)",
        rf"{REVIEWER}(?:{_NO_GOODS}.){{0,20}}?(?:検証|レビュー)(?:{_NO_GOODS}.){{0,8}}?"
        "ガイドライン",
        rf"{REVIEWER}(?:{_NO_GOODS}.){{0,8}}?ガイドライン[をの](?:{_NO_GOODS}.){{0,12}}?"
        r"(?:検証|レビュー)",
    )
)
"""How somebody says that the guideline was verified, which it was (rule 45)."""

GUIDELINE_TITLES = {
    "ガイドライン": r"「?銅製品のマスバランスクレジットモデルガイドライン」?",
    "guideline": r"guideline\s+for\s+the\s+mass\s+balance\s+credit\s+model\s+(?:of|for)\s+copper\s+"
    r"products",
}
"""The guideline names copper in its title, which says nothing of copper."""

COPPER_OR_CREDITS = re.compile(any_of(COPPER, ATTRIBUTED))
OTHER_METALS = re.compile(
    r"(?<![a-z])(?:tin|lead|bismuth|platinum|palladium|tungsten)(?![a-z])|錫|鉛|ビスマス|白金|"
    r"パラジウム|タングステン"
)
MASS_BALANCE_DENIED = re.compile(
    r"mass\W+balance\W+(?:model\W+)?is\W+not\W+applied|マスバランス(?:モデル)?は適用して\w{1,4}せん"
)
"""The other series' own notice names mass balance, and is not about credits."""
