"""`make bench`: prints each figure and writes benchmarks/results.json."""

from __future__ import annotations

import json
import platform
import tempfile
from pathlib import Path

from benchmarks import documents, pages
from benchmarks.portal import Portal


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        portal = Portal(Path(folder))
        rows = []
        for ratio in (*pages.ratios(portal), *documents.ratios(portal)):
            print(ratio)
            rows.append(ratio.as_row())
    results = {
        "python": platform.python_version(),
        "shipments": portal.shipments,
        "figures": rows,
    }
    Path(__file__).with_name("results.json").write_text(json.dumps(results, indent=1) + "\n")


main()
