"""The words of printed documents in both languages, and how they write figures and days.

A document's language is chosen apart from the page's, so its words are pairs and no catalogue.
Sentences of a claim stand in `domain/claims.py`; these are the labels around them.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from remine_portal.domain.catalog import Text
from remine_portal.domain.written import (
    NBSP,
    OR_MORE,
    filled,
    operator_word,
    written_figure,
    written_mass,
    written_number,
    written_percent,
)

__all__ = [  # documents write figures as claims do, and templates find that here
    "NBSP",
    "OR_MORE",
    "filled",
    "operator_word",
    "written_figure",
    "written_mass",
    "written_number",
    "written_percent",
]

DECLARATION = Text(en="Declaration of recycled content", ja="リサイクル材料含有率宣言書")
NUMBER = Text(en="Number", ja="宣言書番号")
VERSION = Text(en="Version {n}", ja="第{n}版")
REPLACES = Text(en="Replaces {number}", ja="{number}の差替え")
ISSUED = Text(en="Issued", ja="発行済")
NOT_ISSUED = Text(en="Draft, not issued", ja="下書き(未発行)")
SAMPLE = Text(en="SAMPLE", ja="見本")
SAMPLE_MEANS = Text(
    en="Made with sample data. The figures are invented.",
    ja="サンプルデータで作成したもので、数値は架空です。",
)
DRAFT = Text(en="DRAFT", ja="下書き")
DRAFT_MEANS = Text(
    en="Preview. Not issued, and no evidence of anything.",
    ja="プレビューです。未発行のため、証明には使用できません。",
)
PAGE = Text(en="Page", ja="ページ")
PAGE_OF = Text(en="of", ja="/")

RECIPIENT = Text(en="Recipient", ja="宛先")
SHIPMENT = Text(en="Shipment", ja="出荷")
SHIPMENT_NO = Text(en="Number", ja="出荷番号")
SHIPPED_ON = Text(en="Shipped", ja="出荷日")
INVOICE = Text(en="Invoice", ja="請求書番号")
CUSTOMER_PO = Text(en="Your order", ja="貴社注文番号")
ORDER = Text(en="Our order / item", ja="当社受注番号/明細")
PRODUCT = Text(en="Product", ja="製品")
NET_MASS = Text(en="Net mass", ja="正味質量")
NET_MASS_IN = Text(en="Net mass ({unit})", ja="正味質量({unit})")
PRODUCED_BY = Text(en="Produced by", ja="製造者")
SITE = Text(en="Site", ja="製造拠点")

IN_THE_METAL = Text(en="In the metal", ja="金属に含まれる")
ATTRIBUTED = Text(en="Attributed", ja="マスバランスで割当て")
NOT_RECYCLED = Text(en="Not recycled", ja="その他")
RECYCLED_CONTENT = Text(en="Recycled content", ja="リサイクル材料含有率")
WHOLE_BAR = Text(en="The whole bar is the net mass.", ja="帯の全体が正味質量を表します。")
FIGURES_DIFFER = Text(
    en="The lots differ, so each figure stands for its own lots and there is no total.",
    ja="ロットにより値が異なるため、ロットごとに記載し、合計値は示しません。",
)

LOTS = Text(en="Lots", ja="ロット")
LOT = Text(en="Lot", ja="ロット番号")
PRODUCED_ON = Text(en="Produced on", ja="製造日")
VERIFICATION = Text(en="Verification", ja="検証")
TOTAL = Text(en="Total", ja="合計")

HOW_MADE = Text(en="How the figure was made", ja="算定方法")
STANDARD = Text(en="Standard", ja="規格")
FORMULA = Text(en="Formula", ja="算定式")
FORMULA_IN_WORDS = Text(
    en=(
        "Mass of pre-consumer and post-consumer material ÷ mass of product × 100, rounded down "
        "to one decimal. Material returning within the same process is not counted."
    ),
    ja=(
        "プレコンシューマ材料とポストコンシューマ材料の質量÷製品の質量×100(小数第2位以下切捨て)。"
        "同一工程内で再投入される材料は算入していません。"
    ),
)
VERIFIED_BY = Text(en="Verified by", ja="検証機関")
REFERENCE = Text(en="Reference", ja="検証番号")
VALID = Text(en="valid {range}", ja="有効期間 {range}")
BASIS = Text(en="Basis", ja="算定根拠")
PERIOD = Text(en="Period", ja="算定期間")
RANGE = Text(en="{first} to {last}", ja="{first}～{last}")
LOT_CALCULATION = Text(en="By lot", ja="ロット別算定")
LOTS_REACH_IT = Text(
    en="On file; it reaches the verified figure.",
    ja="記録があり、検証された値を満たしています。",
)
NO_LOT_CALCULATION = Text(
    en="No lot calculation is on file; the verified figure stands.",
    ja="記録がないため、検証された値を記載しています。",
)
ORIGIN = Text(en="Origin", ja="材料の内訳")
PRE_CONSUMER = Text(en="pre-consumer {share}", ja="プレコンシューマ {share}")
POST_CONSUMER = Text(en="post-consumer {share}", ja="ポストコンシューマ {share}")
NOT_DISCLOSED = Text(en="not disclosed", ja="非開示")
ORIGIN_NOT_DISCLOSED = Text(
    en="pre-consumer and post-consumer shares not disclosed",
    ja="プレコンシューマ材料とポストコンシューマ材料の内訳は非開示",
)
SCOPE = Text(en="Scope", ja="対象範囲")
METAL_ONLY = Text(
    en="The metal of these lots only, not their packaging.",
    ja="記載のロットの金属のみが対象です。梱包材は含みません。",
)

NOTICES = Text(en="Notices", ja="ご注意")
TRANSLATED = "和文は本ポータルの訳"
ELECTRICITY = Text(en="Electricity", ja="使用電力")
YOUR_USE = Text(en="You may say", ja="使用できる表現")
NOT_YOUR_USE = Text(en="You may not say", ja="使用できない表現")
REMARKS = Text(en="Remarks", ja="備考")
RETENTION = Text(en="Records kept", ja="記録の保存")

PREPARED_BY = Text(en="Prepared by", ja="作成")
ISSUED_BY = Text(en="Approved and issued by", ja="承認・発行")
ISSUED_ON = Text(en="Date of issue (Japan)", ja="発行日(日本時間)")
CONTACT = Text(en="Contact", ja="お問い合わせ先")
CHECK = Text(en="Check it", ja="真正性の確認")
CHECK_HOW = Text(
    en="Scan, or enter number and code at:",
    ja="二次元コードを読み取るか、番号と確認コードを入力:",
)
CODE = Text(en="Code", ja="確認コード")
SIGNED = Text(en="Signature", ja="電子署名")
SIGNED_HOW = Text(
    en=(
        "The PDF file carries the issuer's digital signature and machine-readable copies of its "
        "data. Check the file at:"
    ),
    ja="PDFファイルには発行者の電子署名と機械可読データが含まれています。ファイルの確認先:",
)
CONTENT_HASH = Text(en="SHA-256 of the declared data", ja="宣言内容のSHA-256")
NOTHING = "–"

STATEMENT = Text(en="Product statement", ja="製品説明書")
NO_DECLARATION = Text(
    en=(
        "This is what is published about the product in general. It is not a declaration of a "
        "shipment, and proves nothing about goods delivered."
    ),
    ja=(
        "本書は、製品全般について公表されている内容です。"
        "出荷についての宣言書ではなく、納入品に関する証明にはなりません。"
    ),
)
PRINTED_ON = Text(en="Printed on {day}", ja="{day}印刷")
SOURCES = Text(en="Sources", ja="出典")


def written_share(share: Decimal | None) -> Text | str:
    return NOT_DISCLOSED if share is None else written_percent(share)


def written_date(day: date) -> Text:
    """23 November 2026, and 2026年11月23日: no form that two readers could read differently."""
    return Text(
        en=f"{day.day}{NBSP}{day:%B}{NBSP}{day.year}", ja=f"{day.year}年{day.month}月{day.day}日"
    )


def written_range(first_day: date, last_day: date) -> Text:
    return filled(RANGE, first=written_date(first_day), last=written_date(last_day))


def written_code(code: str) -> str:
    """XXXX-XXXX: easier to read aloud, and the dash may be left out when typing."""
    return f"{code[:4]}-{code[4:]}"
