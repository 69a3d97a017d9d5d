"""``python -m benchmarks [list|page]``: a table on the terminal, JSON in benchmarks/results/."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import pathlib
from dataclasses import asdict

from rich.console import Console
from rich.table import Table

from benchmarks import list_instances, page
from benchmarks.cloud import running
from benchmarks.measure import Comparison

BENCHMARKS = {"list": list_instances.run, "page": page.run}
RESULTS = pathlib.Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="?", choices=sorted(BENCHMARKS))
    only = parser.parse_args().only
    done: list[Comparison] = []
    with running() as cloud:
        for name, run in BENCHMARKS.items():
            if only in (None, name):
                for comparison in run(cloud):
                    # told at once: the next may take minutes, or fail
                    print(f"{comparison.title}: {comparison.ratio:.2f}", flush=True)
                    done.append(comparison)
    Console().print(to_table(done))
    print(f"written: {save(done)}")


def to_table(done: list[Comparison]) -> Table:
    table = Table(
        "what", "who", "median", "unit", "best", "worst", "ratio", "goal", title="Side by side"
    )
    for comparison in done:
        for i, timing in enumerate(comparison.timings):
            first = i == 0
            table.add_row(
                comparison.title if first else "",
                timing.name,
                f"{timing.median:.3f}",
                comparison.unit,
                f"{timing.best:.3f}",
                f"{timing.worst:.3f}",
                f"{comparison.ratio:.2f}" if first else "",
                f"{comparison.goal:.2f}" if first else "",
            )
    return table


def save(done: list[Comparison]) -> pathlib.Path:
    RESULTS.mkdir(exist_ok=True)
    now = datetime.datetime.now(datetime.UTC)
    path = RESULTS / f"{now:%Y%m%dT%H%M%SZ}.json"
    rows = [asdict(comparison) | {"ratio": comparison.ratio} for comparison in done]
    path.write_text(json.dumps({"cores": os.cpu_count(), "comparisons": rows}, indent=2) + "\n")
    return path


if __name__ == "__main__":
    main()
