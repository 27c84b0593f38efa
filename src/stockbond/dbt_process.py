"""dbt in a process of its own: each event above debug is one line of JSON on standard output.

dbt's own loggers put every event into words and JSON before they look at its level, a sixth of a build: here
they are off, and dbt calls back.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dbt_common.events.base_types import EventMsg

STOPPED = 2  # dbt's own code where it stops before or outside of models and tests


def main() -> int:
    """Run dbt with the arguments of this process; returns its exit code."""
    from dbt.cli.main import dbtRunner

    done = dbtRunner(callbacks=[tell]).invoke(sys.argv[1:])
    if done.success:
        return 0
    if done.exception is None:
        return 1
    if type(done.exception).__name__ == "DbtUsageException":  # dbt tells of all others by an event
        said = {"name": "MainEncounteredError", "level": "error", "msg": str(done.exception)}
        print(json.dumps({"info": said, "data": {"exc": str(done.exception)}}), flush=True)
    return STOPPED


def tell(event: EventMsg) -> None:
    """Write an event as dbt writes it, secrets of its environment left out."""
    if event.info.level == "debug":
        return
    from dbt_common.events.functions import env_scrubber, msg_to_dict

    print(env_scrubber(json.dumps(msg_to_dict(event), sort_keys=True, default=str)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
