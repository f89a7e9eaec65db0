"""Whose address limits are counted by, where reverse proxies stand before the portal."""

import pytest

from remine_portal.settings import Settings
from remine_portal.web import create_app
from remine_portal.web.network import network


@pytest.mark.parametrize(("proxies", "counted"), [(0, "127.0.0.1"), (1, "198.51.100.9")])
def test_only_a_proxy_of_ours_is_believed_about_a_visitor(tmp_path, proxies, counted):
    app = create_app(
        Settings(
            environment="development",
            data_dir=tmp_path,
            database_url="sqlite://",
            base_url="http://127.0.0.1:8000",
            secret_key="only-for-tests-only-for-tests-only",
            proxies=proxies,
        )
    )
    seen = []
    app.before_request(lambda: seen.append(network()))

    claimed = "203.0.113.77, 198.51.100.9"
    app.test_client().get("/healthz", headers={"X-Forwarded-For": claimed})

    assert seen == [counted]
    app.extensions["database"].engine.dispose()
