"""dbt in a process of its own: each event above debug is one line of JSON on standard output.

dbt puts every event into words and JSON before anyone looks at its level, a sixth of a build: here its loggers
are off, events that nobody hears are not made, and dbt calls back.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from dbt_common.events.base_types import EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager

if TYPE_CHECKING:
    from dbt_common.events.base_types import BaseEvent, EventMsg

STOPPED = 2  # dbt's own code where it stops before or outside of models and tests


def main() -> int:
    """Run dbt with the arguments of this process; returns its exit code."""
    from dbt.cli.main import dbtRunner

    ctx_set_event_manager(OnlyWhatIsHeard())
    done = dbtRunner(callbacks=[tell]).invoke(sys.argv[1:])
    if done.success:
        return 0
    if done.exception is None:
        return 1
    if type(done.exception).__name__ == "DbtUsageException":  # dbt tells of all others by an event
        said = {"name": "MainEncounteredError", "level": "error", "msg": str(done.exception)}
        print(json.dumps({"info": said, "data": {"exc": str(done.exception)}}), flush=True)
    return STOPPED


class OnlyWhatIsHeard(EventManager):
    """dbt's events, but for those of debug level where no log takes them."""

    def fire_event(self, e: BaseEvent, level: EventLevel | None = None, *others: Any, **named: Any) -> None:
        """Make the event and hand it to whoever listens."""
        is_heard = any(logger.level == EventLevel.DEBUG for logger in self.loggers)
        if is_heard or (level or e.level_tag()) != EventLevel.DEBUG:
            super().fire_event(e, level, *others, **named)


def tell(event: EventMsg) -> None:
    """Write an event as dbt writes it, secrets of its environment left out."""
    if event.info.level == "debug":
        return
    from dbt_common.events.functions import env_scrubber, msg_to_dict

    print(env_scrubber(json.dumps(msg_to_dict(event), sort_keys=True, default=str)), flush=True)


if __name__ == "__main__":
    sys.exit(main())
