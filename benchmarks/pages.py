"""Pages and downloads beside Flask saying hello, and beside Flask sending a file."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask
from flask.testing import FlaskClient

from benchmarks.measuring import Ratio, Work, compare
from benchmarks.portal import Portal
from remine_portal.persistence.declarations import DeclarationRow
from remine_portal.persistence.shipments import ShipmentRow


def ratios(portal: Portal) -> Iterator[Ratio]:
    hello = ("Flask's hello", fetch(portal.hello, "/"))
    yield compare(
        "shipments list, 50 rows, signed in",
        floor=hello,
        subject=fetch(portal.buyer, "/shipments?size=50"),
        reach=20,
        aim=12,
    )
    number = portal.newest(ShipmentRow, "shipment_no")
    yield compare(
        "shipment page",
        floor=hello,
        subject=fetch(portal.buyer, f"/shipments/{number}"),
        reach=25,
        aim=15,
    )
    number = portal.newest(DeclarationRow, "number")
    yield compare(
        "stored PDF, signed in, ownership checked",
        floor=("the same file from Flask static", static_file(portal, number)),
        subject=fetch(portal.buyer, f"/declarations/{number}.pdf"),
        reach=3.5,
        aim=2,
    )


def fetch(client: FlaskClient, url: str) -> Work:
    """A page fetched whole; anything but 200 ends the benchmark."""

    def work() -> None:
        with client.get(url) as response:
            assert response.status_code == 200, f"{url}: {response.status}"
            response.get_data()

    return work


def static_file(portal: Portal, number: str) -> Work:
    with portal.buyer.get(f"/declarations/{number}.pdf") as response:
        content = response.get_data()
    folder = portal.app.extensions["settings"].data_dir / "static"
    folder.mkdir()
    (folder / "document.pdf").write_bytes(content)
    app = Flask("files", static_folder=str(folder))
    return fetch(app.test_client(), "/static/document.pdf")
