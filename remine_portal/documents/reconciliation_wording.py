"""The words of a reconciliation report in both languages, on paper and in a workbook."""

from __future__ import annotations

from remine_portal.domain.catalog import Text

RECONCILIATION = Text(en="Reconciliation of credits", ja="クレジット照合報告書")
BOUNDARY = Text(en="System boundary", ja="システム境界")
SITES = Text(en="Sites", ja="対象拠点")
METAL = Text(en="Metal", ja="金属")
COPPER = Text(en="Copper (Cu)", ja="銅(Cu)")
PERIOD = Text(en="Balance period", ja="収支期間")
OPEN = Text(en="Open: figures may still change", ja="未締切(数値は変わることがあります)")
CLOSED = Text(en="Closed", ja="締切済")
CLOSED_AT = Text(en="Closed (Japan time)", ja="締切日時(日本時間)")
PROPOSED_BY = Text(en="Proposed by", ja="締切の起案")
CONFIRMED_BY = Text(en="Confirmed by", ja="締切の確認")
NOT_CLOSED = Text(en="not closed", ja="未締切")

BALANCE = Text(en="Balance of each account", ja="口座別の収支")
OPENING = Text(en="Opening balance", ja="期首残高")
CLOSING = Text(en="Closing balance", ja="期末残高")
OF_IT_RESERVED = Text(en="of which reserved for drafts", ja="うち引当済")
CARRIED_OVER = Text(en="Carried over to the next period", ja="翌期への繰越")
DEFICIT = Text(en="Deficit: the account is frozen", ja="不足(口座凍結中)")

OUTPUT = Text(en="Output and physical records", ja="産出量と現物の記録")
SHIPPED = Text(en="Shipped from the boundary, by the ERP", ja="境界からの出荷量(ERP)")
BOOKED_OUTPUT = Text(en="Output, by production records", ja="産出量(生産記録)")
LIMIT = Text(en="Limit of attributions", ja="割当ての上限")
ATTRIBUTED_TOTAL = Text(en="Attributed, all characteristics", ja="割当て(全特性)")
RETURNED_TOTAL = Text(en="Returned", ja="戻入れ")
LEFT = Text(en="Left below the limit", ja="上限までの残り")
PHYSICAL_STOCK = Text(en="Physical stock at the end", ja="期末の現物在庫")
MEASURED_YIELD = Text(en="Measured yield", ja="実測歩留り")
NOT_BOOKED = Text(en="not booked", ja="未計上")

RECEIPTS = Text(en="Inputs received", ja="受入")
RECEIPT = Text(en="Receipt", ja="受入番号")
RECEIVED_ON = Text(en="Received", ja="受入日")
MATERIAL = Text(en="Material", ja="原料")
SUPPLIER = Text(en="Supplier", ja="仕入先")
SITE = Text(en="Site", ja="拠点")
WEIGHT_TICKET = Text(en="Weight ticket", ja="計量票")
ASSAY_REPORT = Text(en="Assay report", ja="分析報告書")
GROSS_KG = Text(en="Gross (kg)", ja="総質量(kg)")
ASSAY = Text(en="Cu assay (%)", ja="Cu品位(%)")
CONTAINED_KG = Text(en="Contained Cu (kg)", ja="含有Cu量(kg)")
FACTOR = Text(en="Factor", ja="変換係数")
CREDITED_KG = Text(en="Credits (kg)", ja="クレジット(kg)")
NO_CHARACTERISTIC = Text(
    en="Without a characteristic: no credits", ja="特定の特性なし(クレジットの対象外)"
)
TOTAL = Text(en="Total", ja="合計")
NO_RECEIPTS = Text(en="No input was booked in the period.", ja="当期に計上された受入はありません。")

ATTRIBUTIONS = Text(en="Attributed to shipments", ja="出荷への割当て")
SHIPMENT = Text(en="Shipment", ja="出荷番号")
SHIPPED_ON = Text(en="Shipped", ja="出荷日")
CUSTOMER = Text(en="Customer", ja="得意先")
DECLARATION = Text(en="Declaration", ja="宣言書番号")
CHARACTERISTIC = Text(en="Characteristic", ja="特定の特性")
ATTRIBUTED_KG = Text(en="Attributed (kg)", ja="割当て(kg)")
NO_ATTRIBUTIONS = Text(en="Nothing was attributed in the period.", ja="当期の割当てはありません。")

ENTRIES = Text(en="Entries of the ledger", ja="台帳の記入明細")
ENTRY = Text(en="Entry", ja="記入番号")
EFFECTIVE_ON = Text(en="Effective", ja="効力日")
ACCOUNT = Text(en="Account", ja="クレジット口座")
BATCH = Text(en="Batch", ja="バッチ")
REASON = Text(en="Reason", ja="事由")
REFERENCE = Text(en="Receipt, shipment", ja="受入番号・出荷番号")
POSTED_AT = Text(en="Posted (Japan time)", ja="記入日時(日本時間)")
POSTED_BY = Text(en="Posted by", ja="記入者")
CORRECTS = Text(en="Corrects", ja="訂正元")
NOTE = Text(en="Note", ja="備考")
KILOGRAMS = Text(en="kg", ja="kg")
CORRECTS_ENTRY = Text(en="corrects entry {id}", ja="記入番号{id}の訂正")
NO_ENTRIES = Text(en="Nothing was entered in the period.", ja="当期の記入はありません。")

POLICY = Text(en="Policy", ja="方針")
NAME = Text(en="Name", ja="名称")
IN_FORCE = Text(en="{name}, in force from {day}", ja="{name}({day}から適用)")
GUIDELINE = Text(en="Guideline", ja="ガイドライン")
GUIDELINE_NAMED = Text(
    en="{title}, version {version}; guideline verified by {verifier}",
    ja="{title}(版：{version})、ガイドラインの検証機関：{verifier}",
)
STANDARDS = Text(en="Standards", ja="規格")
CONVERSION_FACTOR = Text(en="Conversion factor", ja="変換係数")
PERIOD_LENGTH = Text(en="Period", ja="収支期間の長さ")
VALIDITY = Text(en="Validity of credits", ja="クレジットの有効期間")
MONTHS = Text(en="{n} months", ja="{n}か月")
CARRY_OVER = Text(en="Carry-over", ja="繰越")
NO_CARRY_OVER = Text(en="None: the balance expires", ja="なし(残高は失効)")
TRANSFERS = Text(en="Transfers between boundaries", ja="境界間の振替")
ALLOWED = Text(en="Allowed", ja="可")
NOT_ALLOWED = Text(en="Not allowed", ja="不可")

MEANING = Text(en="What this proves", ja="本書が示すこと")
PROVES = (
    Text(
        en=(
            "Every credit booked in the period is traced to the receipt that brought it in, with "
            "its weight ticket and assay; every credit attributed in it, to a shipment. Contained "
            "copper is gross mass × assay; credits are contained copper × conversion factor, "
            "rounded down to a whole kilogram for each receipt."
        ),
        ja=(
            "当期に計上した全クレジットについてもととなった受入(計量票と分析報告書)を、"
            "当期に割り当てた全クレジットについて割当先の出荷を追跡できます。"
            "含有銅量は総質量×品位、クレジットは含有銅量×変換係数とし、"
            "受入ごとにkg未満を切り捨てています。"
        ),
    ),
    Text(
        en=(
            "No entry overdrew an account when it was posted, and nothing was attributed twice. "
            "A deficit that a later correction found is shown in the balance."
        ),
        ja=(
            "記入の時点で残高を超えた割当てはなく、二重の割当てもありません。"
            "後の訂正により判明した不足は、収支に示しています。"
        ),
    ),
)
LIMITS = Text(en="What it does not", ja="本書が示さないこと")
PROVES_NOT = (
    Text(
        en=(
            "A credit is an entitlement to attribute a characteristic to a part of the output. "
            "It says nothing about what is physically in any cathode."
        ),
        ja=(
            "クレジットは、産出物の一部に特性を割り当てることができる権利です。"
            "個々の電気銅に物理的に何が入っているかを示すものではありません。"
        ),
    ),
    Text(
        en=(
            "The third party verified the guideline. It has verified neither this ledger nor any "
            "shipment, and this report is the supplier's own."
        ),
        ja=(
            "第三者が検証したのはガイドラインです。本台帳および個々の出荷は第三者の検証を受けておらず、"
            "本書は供給者が自ら作成したものです。"
        ),
    ),
    Text(
        en=("Weight tickets, assays and production records are quoted here, not tested again."),
        ja=("計量票、分析報告書および生産記録は引用であり、本書で再検証したものではありません。"),
    ),
)

TITLE = Text(
    en="Reconciliation of credits: {boundary}, {metal}, {range}",
    ja="クレジット照合報告書：{boundary}、{metal}、{range}",
)
BALANCE_SHEET = Text(en="Balance", ja="収支")
RECEIPTS_SHEET = Text(en="Receipts", ja="受入")
SHIPMENTS_SHEET = Text(en="Shipments", ja="出荷")
ENTRIES_SHEET = Text(en="Entries", ja="記入明細")
OUTPUT_SHEET = Text(en="Output", ja="産出量")
ABOUT_SHEET = Text(en="About", ja="説明")

LINE = Text(en="Line", ja="項目")
CALCULATED_KG = Text(en="Calculated here (kg)", ja="再計算(kg)")
PORTAL_KG = Text(en="By the portal (kg)", ja="ポータルの値(kg)")
DIFFERENCE_KG = Text(en="Difference (kg)", ja="差(kg)")
RESULT = Text(en="Result", ja="判定")
AGREES = Text(en="agrees", ja="一致")
DIFFERS = Text(en="differs", ja="不一致")
WITHIN_LIMIT = Text(en="within the limit", ja="上限以内")
ABOVE_LIMIT = Text(en="above the limit", ja="上限超過")
BOOKED_BY_ENTRIES = Text(
    en="Check: input booked, by the entries", ja="検算：記入明細による受入計上"
)
ATTRIBUTED_BY_SHIPMENTS = Text(
    en="Check: attributed, by the shipments", ja="検算：出荷別明細による割当て"
)
REASON_IN_WORDS = Text(en="Reason in words", ja="事由の説明")
FIGURE = Text(en="Figure", ja="値")
UNIT = Text(en="Unit", ja="単位")
TOPIC = Text(en="Topic", ja="事項")
SAID = Text(en="Description", ja="内容")
STATUS = Text(en="Status", ja="状態")
HOW_TO_READ = Text(en="How to read it", ja="読み方")
READING = (
    Text(
        en=(
            "On the receipts, contained copper and credits are formulas over gross mass, assay "
            "and factor. The balance sums the credits of the receipts and the entries by account "
            "and reason, and compares every line with the portal's figure."
        ),
        ja=(
            "受入のシートでは、総質量、品位および変換係数から、含有銅量とクレジットを数式で算定しています。"
            "収支のシートでは、受入のクレジットと記入明細を口座および事由ごとに集計し、"
            "各項目をポータルの値と比較しています。"
        ),
    ),
    Text(
        en=(
            "Spreadsheet programs calculate in binary fractions, so a product is rounded to six "
            "decimals before credits are rounded down to a whole kilogram."
        ),
        ja=(
            "表計算ソフトは2進小数で計算するため、積を小数第6位に四捨五入してからkg未満を切り捨てています。"
        ),
    ),
    Text(
        en=(
            "A reserved credit still counts in the balance: to reserve, to release and to carry "
            "over move nothing in or out."
        ),
        ja=(
            "引当済のクレジットは残高に含まれます。引当て、引当ての解除および繰越は、残高を増減させません。"
        ),
    ),
)
