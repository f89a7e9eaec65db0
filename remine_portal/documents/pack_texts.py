"""What a pack says of itself, in both languages: what is in it, and how to check it without us."""

from __future__ import annotations

from remine_portal.documents.pack_manifest import Asked

README = """\
REMINE 宣言書パック
{rule}
{sample_ja}顧客コード：{company}
基準日：{as_of}(日本時間のこの日の終わり。当日に作成した場合は作成時点)
宣言書：{documents}件

declarations/     発行時のままの宣言書(PDF)と、公開登録簿の証明(.tlog-proof)、
                  期間が締められていれば集計の証明(.sum-proof.json)
data/             システム用のデータ：declaration.json、署名付きUNTPクレデンシャル(.vc.jwt)、
                  該当する場合はCatena-X
certificates/     貴社に開示された第三者機関の証書と送付状(ある場合)
index.csv / .xlsx 貴社の注文番号・出荷番号・ロット番号による一覧。金属に含まれる割合と、
                  マスバランスで割り当てた割合は別の列です。合算しないでください。
missing.csv       ご指定のうち収録していないものと、その理由
manifest.json     全ファイルの大きさとSHA-256(署名：manifest.json.sig)
SHA256SUMS        全ファイルのSHA-256
how-to-verify.txt 確認方法

同じ選択・同じ基準日・同じファイル名であれば、いつ作成しても内容は1バイトも変わりません。
現在有効かどうかは、各宣言書のQRコードまたは {address}/verify で確認してください。


REMINE pack of declarations
{rule}
{sample_en}Customer code: {company}
As of: {as_of} (the end of that day in Japan, or the time of the order if ordered that day)
Declarations: {documents}

declarations/     the declarations as issued (PDF) with their proofs from the public register
                  (.tlog-proof) and, once a balance period is closed, of its sums (.sum-proof.json)
data/             the same for programs: declaration.json, the signed UNTP credential (.vc.jwt) and
                  Catena-X where there is one
certificates/     third parties' certificates released to your company, with covering pages, if any
index.csv / .xlsx the contents by your order, delivery and lot numbers. What is in the metal and
                  what is attributed by mass balance are in separate columns: never add them up.
missing.csv       what you asked for that is not in this pack, and why
manifest.json     every file with its size and SHA-256 (signature: manifest.json.sig)
SHA256SUMS        every file with its SHA-256
how-to-verify.txt how to check all this

The same selection, day and file names give an identical pack, whenever it is made.
To see whether a declaration is valid now, scan its QR code or go to {address}/verify.
"""

HOW_TO_VERIFY = """\
確認方法
{rule}
1. ファイルが揃っていて、変わっていないこと(Linux、またはmacOSでsha256sumを入れた場合)

       sha256sum -c SHA256SUMS

   Windows(PowerShell)では、次の値をSHA256SUMSの行と比べてください。

       Get-FileHash -Algorithm SHA256 manifest.json

2. 一覧(manifest.json)に当ポータルが署名したこと。OpenSSL 3が必要です。
   鍵はこのパックからではなく、ポータルから取得してください。

       curl -o pack-keys.pem {address}/verify/pack-keys.pem
       openssl pkeyutl -verify -pubin -inkey pack-keys.pem -rawin \\
               -in manifest.json -sigfile manifest.json.sig

   "Signature Verified Successfully" と表示されれば正しい署名です。pack-keys.pemには新しい鍵から順に
   並んでいます。OpenSSLは先頭の鍵だけを読むため、鍵の交換前に作成されたパックでは、以前の鍵を
   別のファイルに写して試してください。

3. 各宣言書が真正で、現在有効であること

       {address}/verify にPDFを置くか、PDFのQRコードを読み取ってください。

   当ポータルに接続せずに確認する場合は、次のプログラムを一度だけ取得してください(Pythonとopenssl)。

       curl -o verify_declaration.py {address}/verify/verify-declaration.py
       python3 verify_declaration.py declarations/<name>.pdf

   ファイルの真正性は確認できますが、発行後に差替えや取消があったかどうかは分かりません。

この確認で分かるのは、当社がこの内容で発行したこと、ファイルが変わっていないこと、基準日時点の
状態です。お手元の金属を分析したものではありません。


How to check this pack
{rule}
1. That every file is here and unchanged (Linux, or macOS with sha256sum):

       sha256sum -c SHA256SUMS

   On Windows (PowerShell), compare with the lines of SHA256SUMS:

       Get-FileHash -Algorithm SHA256 manifest.json

2. That the portal has signed the list (manifest.json). You need OpenSSL 3. Get the key from the
   portal and not from this pack:

       curl -o pack-keys.pem {address}/verify/pack-keys.pem
       openssl pkeyutl -verify -pubin -inkey pack-keys.pem -rawin \\
               -in manifest.json -sigfile manifest.json.sig

   "Signature Verified Successfully" means that the signature is genuine. The newest key comes
   first, and OpenSSL reads only that one: for a pack made before a key was replaced, copy an older
   key into a file of its own.

3. That each declaration is genuine, and valid now:

       drop the PDF at {address}/verify, or scan its QR code.

   To check without asking us, get this program once (Python and openssl):

       curl -o verify_declaration.py {address}/verify/verify-declaration.py
       python3 verify_declaration.py declarations/<name>.pdf

   It tells you whether a file is genuine, but not whether it was superseded or revoked since.

This proves that we issued these documents with these data, that the files are unchanged, and how
they stood on the day named. It is not a test of the metal in your hands.
"""

RULE = "=" * 60


def readme(asked: Asked, *, documents: int, sample: bool, address: str) -> bytes:
    """README.txt. It names the company by its code, because its name may change."""
    return README.format(
        rule=RULE,
        company=asked.company,
        as_of=asked.as_of.isoformat(),
        documents=documents,
        address=address,
        sample_ja="見本：数値は架空です。\n" if sample else "",
        sample_en="SAMPLE: the figures are invented.\n" if sample else "",
    ).encode()


def how_to_verify(address: str) -> bytes:
    """how-to-verify.txt, with the portal's own address."""
    return HOW_TO_VERIFY.format(rule=RULE, address=address).encode()
