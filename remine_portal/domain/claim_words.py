"""What claims are made of: patterns for the things, the figures and the verbs of a claim.

For text in small letters of one width, Japanese and English side by side. `never_stated.py` says
which of them must not meet.
"""

from __future__ import annotations


def any_of(*patterns: str) -> str:
    """One of several patterns, closed off so that it can stand within another."""
    return f"(?:{'|'.join(patterns)})"


ISO = any_of(
    r"(?<![a-z])iso(?!/iec)(?:[\s-]*\d[\d:\s-]*)?",
    r"国際標準化機構",
    r"international\s+organi[sz]ation\s+for\s+standardi[sz]ation",
)
REVIEWER = any_of(r"(?<![a-z])jlcaf?(?![a-z])", r"facilitation\s+cent(?:re|er)", r"lca推進機構")
TESTER = r"(?<![a-z])sgs(?![a-z])"
SCHEMES = any_of(
    r"iscc",
    r"ul\W*2809",
    r"redcert",
    r"(?<![a-z])(?:rsb|fsc|asi)(?![a-z])",
    r"scs\W*103",
    r"copper\W*mark",
)

COPPER = any_of(r"copper", r"cathode", r"(?<![a-z])cu(?![a-z])", r"銅")
METAL = any_of(
    r"copper", r"cathodes?", r"metal", r"goods", r"lots?", r"shipments?", r"products?", r"bundles?"
)
BESIDE_THE_GUIDELINE = any_of(
    r"shipment|consignment|deliver|lot|copper|cathode|metal|product|credit|ledger|account",
    r"出荷|納入|ロット|電気銅|製品|銅|クレジット|口座|台帳",
)
RECYCLED = any_of(
    r"recycl|reclaimed|secondary|scrap|end\W*of\W*life",
    r"リサイクル|再生(?!可能|エネ)|再資源|スクラップ|廃自動車|都市鉱山",
)
ATTRIBUTED = any_of(
    r"attribut|credit(?!\W*note)|mass\W*balance", r"割り?当|クレジット|マスバランス"
)
CONTENT = any_of(r"recycled\W+content|physical|in\W+the\W+metal", r"含有|物理的|金属に含まれ")
RENEWABLE = any_of(
    r"renewable|(?:hydro|solar|wind)\W*(?:electric|power|energy)",
    r"再生可能|再エネ|再生エネ|(?:水力|太陽光|風力)(?:発電|電力|由来|エネルギー|\s*100)",
)
CARBON = any_of(
    r"co2|carbon(?!\W*steel)|ghg|greenhouse|emission", r"カーボン|炭素(?!鋼)|温室効果ガス|排出量"
)

PERCENT = any_of(
    r"(?:[\d.,]*\d|百)\s*(?:%|パーセント|per\s?cent)", r"[\d一二三四五六七八九十]\s*割(?!り?当)"
)
AMOUNT = any_of(PERCENT, r"\d\s*(?:kg|t|g|トン|ton(?:ne)?s?)(?![a-z])", r"半減|halve|\bhalf\b")
LESS = any_of(
    r"reduc|\bsav(?:e|ing)|avoid|offset|lower|\bless\b|\bcut|halve",
    r"削減|低減|減少|減ら|半減|抑制|相殺|オフセット",
)

VERIFIED = any_of(r"verif|certif|approv|audit|confirm", r"検証|認証|承認|確認|監査|保証")
OTHERS = any_of(
    r"(?<!no )(?:other|another|second|further|additional)\W+(?:\w+\W+)?(?:customer|buyer|compan|"
    r"shipment|deliver|goods|lot|product)|\byour\W+(?:own\W+)?(?:customer|buyer)",
    r"(?:他|別|ほか)の(?:お客様|顧客|会社|出荷|製品|ロット|取引先)",
    r"resold|resell|転売|譲渡",
)
AGAIN = any_of(
    r"also|again(?!st)|\b(?:can|may|could|might)\b(?!\W*not)|claimable|usable|valid|eligible",
    r"reus|resold|resell|pass(?:ed)?\W+on",
    r"でき(?!な|ま?せん)|可(?:能|$|\W)|にも|でも|使え|併用|転売|譲渡",
)

DENIED = any_of(r"\bnot?\b|never", r"ません|ではな")
NOT_AGAIN = any_of(
    r"cannot|not\W+(?:also\W+)?(?:be\W+)?(?:us|claim|count|valid)|never", r"ません|できない"
)
NO_SUM = r"^(?!.*%).*(?:\bnot?\b|never|ません|しない)"
PROVEN_ELECTRICITY = any_of(
    r"facilit.*electricity\W+(?:\w+\W+){0,2}from\W+100\W*%\W*renewable\W+sources",
    r"施設.*100\s*%\s*再生可能エネルギー由来の電力",
)
"""The portal's own note, which is printed where there is evidence, and nowhere else (rule 42)."""
