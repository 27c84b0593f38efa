"""One task in a process of its own: its time after a warm-up, and the most memory the process ever held."""

import json
import pickle
import re
import resource
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq

from benchmarks.tasks import TASKS


def peak_mb() -> float:
    """The most memory this process has held. (On Linux, getrusage starts from the parent's.)"""
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024**2 if sys.platform == "darwin" else 1024)


def main() -> None:
    key, root, plan, correlations = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[4])
    product = pickle.loads(plan.read_bytes())
    task = next(task for task in TASKS if task.key == key)
    run = task.prepare(root, product)
    run()
    start, cpu_start = time.perf_counter(), time.process_time()
    result = run()
    seconds, cpu_seconds = time.perf_counter() - start, time.process_time() - cpu_start
    peak = peak_mb()
    if task.gaps:
        pq.write_table(result, correlations)
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main()
