"""The job and the tick of trials."""

from contactcenter.core import jobs
from contactcenter.core.db import read, transaction
from contactcenter.reporting.trials import running, service


@jobs.job(service.JOB)
def try_policy(trial_id: str) -> None:
    """Play a past period by another policy. Idempotent: another run begins anew, to the same end."""
    running.run(trial_id)


@jobs.every(30, "resume_stalled_trials")
def resume_stalled_trials() -> None:
    """Give trials whose job died or failed another one."""
    with read() as session:
        stalled = service.list_stalled(session)
    for trial_id in stalled:
        with transaction() as session:
            service.enqueue_again(session, trial_id)
