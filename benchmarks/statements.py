"""Where the time of the whole path goes: each model's statements, in processor time against the scan."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import contenders
from benchmarks.product import Product, connect

REPETITIONS = 3


def cpu_seconds(run: Callable[[], Any]) -> float:
    start = time.process_time()
    run()
    return time.process_time() - start


def statements_of(root: Path, product: Product) -> dict[str, float]:
    """Of each model how many times the scan its statements take, the costly ones first."""
    scan, warehouse = contenders.duckdb_connection(root), connect(product)
    models = [*product.staging, *product.analysis]
    taken: dict[str, list[float]] = {model.name: [] for model in models}
    for _ in range(REPETITIONS):
        limit = min(
            cpu_seconds(lambda: scan.execute(contenders.SCAN_THREE_COLUMNS).fetchall()) for _ in range(3)
        )
        for model in models:
            statements = model.statements
            taken[model.name].append(
                cpu_seconds(lambda: [warehouse.execute(statement) for statement in statements]) / limit  # noqa: B023
            )
    ratios = {name: round(median(values), 2) for name, values in taken.items()}
    return dict(sorted(ratios.items(), key=lambda item: -item[1]))
