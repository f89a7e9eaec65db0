"""The words of a certificate's covering page that no other document has."""

from __future__ import annotations

from remine_portal.domain.catalog import Text

COVERING_PAGE = Text(en="Covering page to a third-party certificate", ja="第三者機関の証書の送付状")
SAMPLE_MEANS = Text(
    en="Made with sample data. No such certificate exists.",
    ja="サンプルデータで作成したもので、このような証書は存在しません。",
)
NO_PART_OF_IT = Text(
    en=(
        "This page is by the portal and is not part of the certificate. The certificate is a "
        "separate file, passed on byte for byte as it was received."
    ),
    ja=(
        "本状は当ポータルが作成したもので、証書の一部ではありません。"
        "証書は別のファイルであり、受領したまま一切変更せずにお渡ししています。"
    ),
)
RELEASE = Text(en="Release", ja="開示")
RELEASED_ON = Text(en="Released on", ja="開示日")
REQUEST = Text(en="Your request", ja="ご依頼番号")
CERTIFICATE = Text(en="Certificate", ja="証書")
ISSUER = Text(en="Issuer", ja="発行機関")
REFERENCE = Text(en="Reference", ja="証書番号")
VALID = Text(en="Valid", ja="有効期間")
NO_END = Text(en="from {day}; it states no last day", ja="{day}から(終了日の記載なし)")
SCOPE = Text(en="Scope", ja="対象範囲")
WHAT_IT_IS = Text(en="What it is", ja="証書の内容")
WHAT_IT_IS_NOT = Text(en="What it is not", ja="対象外の事項")
FILE = Text(en="The file", ja="ファイル")
FILE_NAME = Text(en="Name", ja="ファイル名")
FILE_SIZE = Text(en="Size", ja="サイズ")
BYTES = Text(en="{n} bytes", ja="{n}バイト")
SHA256 = Text(en="SHA-256", ja="SHA-256")
CHECK = Text(
    en=(
        "A file with this SHA-256 is the certificate that was released. "
        "Any other file is not, whatever it looks like."
    ),
    ja=(
        "SHA-256がこの値と一致するファイルが、開示した証書です。"
        "一致しないファイルは、外観にかかわらず開示した証書ではありません。"
    ),
)
