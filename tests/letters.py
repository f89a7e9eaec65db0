"""A letter as the portal writes it."""

from datetime import UTC, datetime
from typing import Any

from remine_portal.outbound.letters import Letter, Link

PORTAL = "https://remine.example"


def a_letter(**different: Any) -> Letter:
    """To Haruka of ACME, in Japanese."""
    parts = {
        "key": "notice-1-0123456789abcdef",
        "recipient": "haruka@acme.example",
        "language": "ja",
        "written_at": datetime(2026, 11, 23, 3, 0, tzinfo=UTC),
        "subject": "宣言書の発行：RM-2026-000001",
        "greeting": "佐藤 遥 様",
        "sentence": "宣言書 RM-2026-000001 が発行されました。",
        "link": Link("ポータルで開く", f"{PORTAL}/inbox/1"),
        "signature": "宣言書ポータル",
        "why": "この種類の通知をメールで受け取る設定になっています。",
        "choose": Link("メールで受け取る通知を選ぶ", f"{PORTAL}/account/notifications"),
        "genuine": "本ポータルの正規のアドレスは remine.example です。",
    }
    return Letter(**{**parts, **different})
