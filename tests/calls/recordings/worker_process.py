"""A process of its own that fetches one recording, to be killed on the way.

Arguments: DATABASE_URL FOLDER MEDIA_URL RECORDING_ID WISH. The wish `direct` runs the job by itself; the
others run a worker of the durable queue: `enqueue` after queueing the job, `resume` with what is there.
"""

import sys
import time
from pathlib import Path

from contactcenter import tables  # noqa: F401 - foreign keys lead to all of them
from contactcenter.calls.models import Recording
from contactcenter.calls.recordings import jobs as recording_jobs
from contactcenter.core import db, jobs, storage
from contactcenter.core import settings as settings_module
from contactcenter.core.settings import Settings, TwilioSettings
from contactcenter.providers import registry

PATIENCE_SECONDS = 40


def main(database_url: str, folder: str, media_url: str, recording_id: str, wish: str) -> int:
    settings = Settings(
        database_url=database_url,
        secret_key="a secret of forty characters or a little more",
        instance_path=Path(folder),
        recordings_url=f"file:{folder}",
        twilio=TwilioSettings(account_sid="AC" + "0" * 32, auth_token="t", api_url=media_url),
    )
    db.configure(settings.database_url)
    storage.configure(settings)
    settings_module.use(settings)
    registry.configure(settings)
    if wish == "direct":
        jobs.use(jobs.MemoryQueue())
        recording_jobs.fetch_recording(recording_id)
        return 0
    jobs.migrate(settings.database_url)
    jobs.use(jobs.DbosQueue(settings.database_url))
    if wish == "enqueue":
        with db.transaction() as session:
            recording_jobs.enqueue_fetch(session, session.get_one(Recording, recording_id))
    jobs.start(settings.database_url)
    state = _final_state(recording_id)
    jobs.stop()
    return 0 if state == "verified" else 1


def _final_state(recording_id: str) -> str:
    deadline = time.monotonic() + PATIENCE_SECONDS
    state = ""
    while state not in ("verified", "failed") and time.monotonic() < deadline:
        time.sleep(0.1)
        with db.read() as session:
            state = session.get_one(Recording, recording_id).state
    return state


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
