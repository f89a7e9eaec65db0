"""`make bench`: prints each figure and writes benchmarks/results.json.

REMINE_BENCH_SHIPMENTS says how many shipments the pages are measured on.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
from pathlib import Path

from benchmarks import documents, ledger, pages
from benchmarks.portal import Portal

SHIPMENTS = "REMINE_BENCH_SHIPMENTS"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder) / "portal", int(os.environ.get(SHIPMENTS, "1000000")))
        rows = []
        ledgers = ledger.ratios(Path(folder))
        for ratio in (*pages.ratios(portal), *documents.ratios(portal), *ledgers):
            print(ratio)
            rows.append(ratio.as_row())
    results = {
        "python": platform.python_version(),
        "shipments": portal.shipments,
        "figures": rows,
    }
    Path(__file__).with_name("results.json").write_text(json.dumps(results, indent=1) + "\n")


main()
