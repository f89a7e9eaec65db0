"""The words of an attributed declaration in both languages: attributed, and never contained."""

from __future__ import annotations

from decimal import Decimal

from remine_portal.documents.wording import NBSP, written_number
from remine_portal.domain.attributed_declarations import AttributedShare
from remine_portal.domain.catalog import Text
from remine_portal.domain.mass import Mass

DECLARATION = Text(en="Declaration of attributed credits", ja="マスバランス割当て宣言書")

BY_MASS_BALANCE = Text(en="Attributed by mass balance", ja="マスバランスで割当て")
ATTRIBUTED = Text(en="Attributed", ja="割当て")
NOT_ATTRIBUTED = Text(en="Not attributed", ja="未割当て")
REST = Text(en="Rest of the net mass.", ja="正味質量の残り。")
SHARES_DIFFER = Text(
    en="Each share is of the same net mass and stands for itself; there is no total.",
    ja="割合はそれぞれ同じ正味質量に対するもので、合計値は示しません。",
)

SHARE_OF = Text(en="attributed: {characteristic}", ja="割当て：{characteristic}")
"""What stands beside a percentage, so that no eye takes it for a content."""

SHARE_DRAWN = Text(
    en="Attributed, {characteristic}: {percent}",
    ja="マスバランスで割当て、{characteristic}：{percent}",
)

CHAIN_OF_CUSTODY = Text(en="Chain of custody", ja="加工流通過程の管理")
RECKONING_IN_WORDS = Text(
    en=(
        "Net mass × percentage; attributed mass rounded down to whole kilograms, "
        "credits taken rounded up."
    ),
    ja="正味質量×割合(1 kg未満は、割当質量は切捨て、使用するクレジットは切上げ)。",
)
GUIDELINE = Text(en="Guideline", ja="ガイドライン")
GUIDELINE_NAMED = Text(
    en="{title}, version {version}; guideline verified by {verifier}",
    ja="{title}(版：{version})、ガイドラインの検証機関：{verifier}",
)
CHARACTERISTIC = Text(en="Specified characteristic", ja="特定の特性")
DEFINED = Text(en="{characteristic}: {definition}", ja="{characteristic}：{definition}")
BALANCE_PERIOD = Text(en="Balance period", ja="収支期間")
BOUNDARY = Text(en="System boundary", ja="システム境界")
BOUNDARY_NAMED = Text(en="{boundary} ({sites})", ja="{boundary}({sites})")
POLICY = Text(en="Policy", ja="方針")
POLICY_NAMED = Text(en="{policy}, from {day}", ja="{policy}、{day}から適用")
FACTOR = Text(en="Conversion factor", ja="変換係数")
FACTOR_NAMED = Text(
    en="{factor} (policy {policy}, from {day})", ja="{factor}(方針{policy}、{day}から適用)"
)
ACCOUNT = Text(en="Credit account", ja="クレジット口座")
ENTRIES = Text(en="Ledger entries", ja="台帳の記入番号")
NAMED_AT_ISSUE = Text(en="named at issue", ja="発行時に記載")
CLAIMED_ONCE = Text(en="No double claim", ja="二重計上の防止")


def written_tonnes(mass: Mass) -> str:
    """The exact mass in tonnes, with at least three decimals, so that the kilograms are seen."""
    tonnes = mass.in_unit("t")
    whole_kilograms = tonnes.quantize(Decimal("0.001"))
    return f"{written_number(whole_kilograms if whole_kilograms == tonnes else tonnes)}{NBSP}t"


def written_attributed(share: AttributedShare) -> str:
    return f"{written_number(share.attributed_t)}{NBSP}t"


def written_kilograms(kilograms: int) -> str:
    return f"{written_number(kilograms)}{NBSP}kg"
