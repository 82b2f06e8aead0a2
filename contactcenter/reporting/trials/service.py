"""Trials asked for, looked up, canceled, deleted. The work itself is in running.py."""

from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid, NotFound
from contactcenter.reporting.trials import recorded
from contactcenter.reporting.trials.models import WORKING, PolicyTrial
from contactcenter.routing.models import Queue, QueueMember

JOB = "try_policy"
MOST_DAYS = 31
MOST_WORK = 20_000
MOST_AT_ONCE = 2
STALLED = timedelta(seconds=90)
MOST_ATTEMPTS = 3


def create_trial(session: Session, values: dict[str, Any], *, actor_id: str) -> PolicyTrial:
    """Have another policy tried over a past period, in the background. Raises Invalid, NotFound, Conflict."""
    _check_period(values["starts_at"], values["ends_at"])
    _check_names(session, values)
    waiting = sa.select(sa.func.count()).where(PolicyTrial.created_by == actor_id, PolicyTrial.state.in_(WORKING))
    if (session.scalar(waiting) or 0) >= MOST_AT_ONCE:
        raise Conflict("too_many_trials", "Wait until one of your trials is done.", limit=MOST_AT_ONCE)
    work = recorded.count(session, values["starts_at"], values["ends_at"])
    if work == 0:
        raise Invalid("trial_without_work", "Nothing came in that period.")
    if work > MOST_WORK:
        raise Invalid("trial_too_large", "That is too much work for one trial.", count=work, limit=MOST_WORK)
    trial = PolicyTrial(created_by=actor_id, **values)
    session.add(trial)
    session.flush()
    jobs.enqueue(session, JOB, trial.id, key=f"{JOB}-{trial.id}")
    return trial


def get_trial(session: Session, trial_id: str, *, for_update: bool = False) -> PolicyTrial:
    """Raises NotFound."""
    trial = session.get(PolicyTrial, trial_id, with_for_update=for_update)
    if trial is None:
        raise NotFound("trial_not_found", "There is no such trial.")
    return trial


def cancel_trial(session: Session, trial_id: str) -> PolicyTrial:
    """Stop it; over already: nothing changes."""
    trial = get_trial(session, trial_id, for_update=True)
    if trial.state in WORKING:
        trial.state, trial.ended_at = "canceled", now()
    return trial


def delete_trial(session: Session, trial_id: str) -> None:
    """Forget it and what it found. Raises Conflict while it works."""
    trial = get_trial(session, trial_id, for_update=True)
    if trial.state in WORKING:
        raise Conflict("trial_at_work", "Stop the trial first.")
    session.delete(trial)


def list_stalled(session: Session) -> list[str]:
    """Trials whose job died: nothing was heard of them for a while."""
    statement = sa.select(PolicyTrial.id).where(
        PolicyTrial.state.in_(WORKING), PolicyTrial.touched_at < now() - STALLED
    )
    return list(session.scalars(statement))


def enqueue_again(session: Session, trial_id: str) -> None:
    """Another job for it, or the end when that was tried often enough."""
    trial = session.get_one(PolicyTrial, trial_id, with_for_update=True)
    if trial.state not in WORKING or trial.touched_at >= now() - STALLED:
        return
    trial.touched_at = now()
    if trial.attempts >= MOST_ATTEMPTS:
        trial.state, trial.error, trial.ended_at = "failed", "gave_up", now()
        return
    jobs.enqueue(session, JOB, trial.id, key=f"{JOB}-{trial.id}-{trial.attempts + 1}")


def _check_period(starts_at: datetime, ends_at: datetime) -> None:
    if ends_at <= starts_at:
        _refuse("ends_at", "The end comes before the start.")
    if ends_at > now():
        _refuse("ends_at", "Only what is over can be tried again.")
    if ends_at - starts_at > timedelta(days=MOST_DAYS):
        _refuse("ends_at", f"At most {MOST_DAYS} days.")


def _check_names(session: Session, values: dict[str, Any]) -> None:
    """Queues and people that the trial names exist."""
    if values["queue_id"] is not None and session.get(Queue, values["queue_id"]) is None:
        raise NotFound("queue_not_found", "There is no such queue.")
    named = set()
    for variant in values["variants"]:
        named |= {*variant["without"], *(one["agent_id"] for one in variant["hours"])}
        named |= {one["like"] for one in variant["extra"] if one["like"]}
    known = set(session.scalars(sa.select(QueueMember.user_id).where(QueueMember.user_id.in_(named)).distinct()))
    if named - known:
        _refuse("variants", "Somebody named serves no queue.")


def _refuse(field: str, message: str) -> None:
    raise Invalid("invalid", message, **{field: [message]})
