"""Named places where a test can kill the process, to prove that dying there loses nothing.

`reach("recording.after_store")` does nothing unless the environment says
`CRASH_AT=recording.after_store`; then the process ends at once, with the status of a
`kill -9`: no cleanup, no flush, no rollback by hand.
"""

import os

KILLED = 137


def reach(name: str) -> None:
    """Die here if the environment names this point."""
    if os.environ.get("CRASH_AT") == name:
        os._exit(KILLED)
