"""The words of a yearly statement in both languages, on paper, on its page and in its workbook."""

from __future__ import annotations

from remine_portal.domain.catalog import Text

STATEMENT = Text(en="Yearly statement", ja="年度集計書")
REMINE = "REMINE"
FISCAL_YEAR = Text(en="Fiscal year", ja="対象年度")
UNTIL = Text(en="Counted until {day}", ja="{day}現在")
CUSTOMER_CODE = Text(en="Customer code", ja="顧客コード")
NO_EVIDENCE = Text(
    en=(
        "This statement adds up the declarations named in it. It is not a declaration itself; "
        "they are the evidence. What is replaced, revoked or issued after this day is shown on "
        "the portal, and not on this paper: {address}"
    ),
    ja=(
        "本書は、記載の宣言書を集計したもので、宣言書ではありません。根拠となるのは各宣言書です。"
        "この日より後の差替え、取消または新たな発行は本書には反映されません。ポータルでご確認ください："
        "{address}"
    ),
)

MASSES = Text(en="Mass by product", ja="製品別の質量")
SHIPPED = Text(en="Shipped", ja="出荷質量")
DECLARED = Text(en="Declared", ja="宣言済み")
UNDECLARED = Text(en="Not declared", ja="宣言なし")
UNIT = Text(en="Unit", ja="単位")
UNIT_ATTRIBUTED = Text(en="Unit of the attributed mass", ja="割当質量の単位")

IN_THE_METAL = Text(en="In the metal", ja="金属に含まれる")
IN_THE_METAL_HOW = Text(
    en=(
        "Net mass × verified figure of the declaration, rounded down. A sum that includes an "
        "“or more” figure is “or more” as well."
    ),
    ja=(
        "正味質量×宣言書に記載の検証済みの値(切捨て)。"
        "「以上」の値を含む合計は、「以上」の合計として示します。"
    ),
)
FIGURE = Text(en="Recycled content", ja="リサイクル材料含有率")
RECYCLED_MASS = Text(en="Recycled material", ja="リサイクル材料の質量")
PRE_CONSUMER = Text(en="Pre-consumer", ja="プレコンシューマ材料")
POST_CONSUMER = Text(en="Post-consumer", ja="ポストコンシューマ材料")
NET_MASS = Text(en="Net mass declared", ja="宣言した正味質量")
AT_LEAST = Text(en="{mass} or more", ja="{mass}以上")
ALL_FIGURES = Text(en="All declared lots", ja="宣言したロットの計")
WITHOUT_FIGURE = Text(
    en="No figure, because nothing is declared: {products}",
    ja="宣言がないため値を示さない製品：{products}",
)
NONE_IN_THE_METAL = Text(
    en="No recycled content is declared for goods of this year.",
    ja="この年度の出荷について、リサイクル材料含有率の宣言はありません。",
)

ATTRIBUTED = Text(en="Attributed by mass balance", ja="マスバランスで割当て")
ATTRIBUTED_HOW = Text(
    en=(
        "The sum of what the declarations print for one characteristic, and its share of the net "
        "mass declared, rounded down. Characteristics are never added up."
    ),
    ja=(
        "宣言書に記載の割当質量を特性ごとに合計し、宣言した正味質量に対する割合(切捨て)とともに"
        "示します。特性どうしは合算しません。"
    ),
)
CHARACTERISTIC = Text(en="Characteristic", ja="特定の特性")
SHARE_ATTRIBUTED = Text(en="Share attributed", ja="割当ての割合")
MASS_ATTRIBUTED = Text(en="Attributed", ja="割当質量")
MASS_KEPT = Text(en="Of it for goods not returned", ja="うち返品を除いた分")
KEPT = Text(en="{mass} of it for goods not returned", ja="うち返品を除いた分：{mass}")
NONE_ATTRIBUTED = Text(
    en="Nothing is attributed to goods of this year.",
    ja="この年度の出荷への割当てはありません。",
)

ELECTRICITY = Text(en="Renewable electricity by site", ja="拠点別の再生可能エネルギー電力")
ELECTRICITY_HOW = Text(
    en=(
        "The mass whose declarations carry the note that the facility used electricity derived "
        "from 100 % renewable sources, and the days that the note names. It does not cover "
        "fuels or transport."
    ),
    ja=(
        "施設が100 %再生可能エネルギー由来の電力を使用した旨の注記が宣言書にある質量と、"
        "注記の対象期間です。燃料と輸送は対象外です。"
    ),
)
SITE = Text(en="Site", ja="製造拠点")
NOTED = Text(en="With the note", ja="注記のある質量")
SHARE_NOTED = Text(en="Share", ja="割合")
DAYS = Text(en="Days", ja="対象期間")
NO_DAYS = Text(en="none", ja="なし")

DECLARATIONS = Text(en="Declarations", ja="宣言書")
DECLARATION = Text(en="Declaration", ja="宣言書番号")
IN_ALL = Text(en="{n} in all", ja="計{n}件")
NO_DECLARATIONS = Text(
    en="No declaration is current for goods of this year.",
    ja="この年度の出荷について、有効な宣言書はありません。",
)
RETURNED = Text(en="Goods returned", ja="返品された質量")
RETURNS = Text(
    en="Returned goods remain in these sums, as in their declarations: {returns}",
    ja="返品された質量は、宣言書と同じく集計に含まれています：{returns}",
)
RETURN = Text(en="{number} {mass}", ja="{number} {mass}")

UNDECLARED_HOW = Text(
    en="Shipped in the year without a current declaration. No claim is made for these lots.",
    ja="この年度に出荷し、有効な宣言書がないロットです。これらについては主張を行いません。",
)
ALL_DECLARED = Text(
    en="Everything shipped in the year is declared.",
    ja="この年度の出荷は、すべて宣言済みです。",
)
SHIPMENT = Text(en="Shipment", ja="出荷番号")
SHIPPED_ON = Text(en="Shipped on", ja="出荷日")
PRODUCT = Text(en="Product", ja="製品")
PRODUCT_CODE = Text(en="Product code", ja="製品コード")
LINE = Text(en="Line", ja="明細番号")
LOT = Text(en="Lot", ja="ロット番号")
LOTS = Text(en="Lots", ja="ロット数")
CUSTOMER_PO = Text(en="Your order", ja="貴社注文番号")
MASS = Text(en="Net mass", ja="正味質量")

HASH = Text(en="SHA-256 of the figures", ja="集計内容のSHA-256")

STALE = Text(
    en=(
        "OUT OF DATE: declarations have changed or goods have come back since {day}. "
        "Make the statement again."
    ),
    ja="最新ではありません：{day}より後に宣言書の変更または返品がありました。作成し直してください。",
)
CURRENT = Text(en="Nothing has changed since", ja="作成後の変更なし")
STATE = Text(en="State", ja="状態")
ENDED_SINCE = Text(en="Replaced or revoked since", ja="作成後に差替え・取消された宣言書")
ISSUED_SINCE = Text(en="Issued since", ja="作成後に発行された宣言書")
RETURNED_SINCE = Text(en="Goods returned since", ja="作成後に返品のあった宣言書")

ABOUT_SHEET = Text(en="About", ja="説明")
IN_THE_METAL_SHEET = Text(en="Summary in the metal", ja="金属中の集計")
ATTRIBUTED_SHEET = Text(en="Summary attributed", ja="割当ての集計")
ELECTRICITY_SHEET = Text(en="Electricity", ja="電力")

OPERATOR = Text(en="Exactly or at least", ja="値の種別")
LOTS_DIFFER = Text(en="differs by lot", ja="ロットにより異なる")
EXACTLY = Text(en="exactly", ja="数値どおり")
OR_MORE = Text(en="at least", ja="以上")
FIGURE_PERCENT = Text(en="Recycled content in the metal (%)", ja="金属中のリサイクル材料含有率(%)")
RECYCLED_IN_METAL = Text(en="Recycled material in the metal", ja="金属中のリサイクル材料の質量")
PRE_IN_METAL = Text(en="Pre-consumer material in the metal", ja="金属中のプレコンシューマ材料")
POST_IN_METAL = Text(en="Post-consumer material in the metal", ja="金属中のポストコンシューマ材料")
ATTRIBUTED_OF = Text(
    en="Attributed by mass balance: {characteristic}", ja="マスバランスで割当て：{characteristic}"
)
SHARE_ATTRIBUTED_PERCENT = Text(
    en="Share of the net mass declared (%)", ja="宣言した正味質量に対する割合(%)"
)
ROW_KIND = Text(en="Row", ja="行の種別")
ONE_FIGURE = Text(en="One figure", ja="値ごと")
NOTED_PERCENT = Text(en="Share with the note (%)", ja="注記のある割合(%)")
TOPIC = Text(en="Topic", ja="項目")
SAID = Text(en="Said", ja="内容")
