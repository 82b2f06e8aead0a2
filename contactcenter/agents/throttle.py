"""Guessing slows down: failures are counted in the database, across restarts and processes.

An attempt is written before the secret is checked and taken back when it was right, so
that a burst of parallel guesses is counted as well.
"""

import ipaddress
from collections.abc import Mapping
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import LoginAttempt
from contactcenter.core.clock import now
from contactcenter.core.errors import DomainError

WINDOW = timedelta(minutes=10)
FAILURES_PER_SUBJECT = 5
FAILURES_PER_ADDRESS = 100
"""From one public address, whoever is tried. Addresses that are not public are not counted so: they may
be a proxy's, and one guesser behind it would shut out the whole company."""


class TooManyAttempts(DomainError):
    status = 429


def admit(session: Session, limits: Mapping[str, int]) -> list[str]:
    """Count one attempt for each subject, given how many failures each may have in the window.

    Returns the attempt's ids, for `take_back`. Raises TooManyAttempts, having written nothing.
    """
    moment = now()
    session.execute(sa.delete(LoginAttempt).where(LoginAttempt.attempted_at < moment - WINDOW))
    for subject, limit in limits.items():
        recent = session.scalars(
            sa.select(LoginAttempt.attempted_at)
            .where(LoginAttempt.subject == subject)
            .order_by(LoginAttempt.attempted_at.desc())
            .limit(limit)
        ).all()
        if len(recent) >= limit:
            wait = max(1, round((recent[-1] + WINDOW - moment).total_seconds()))
            raise TooManyAttempts(
                "too_many_attempts", "Too many attempts. Wait a few minutes.", retry_after_seconds=wait
            )
    attempts = [LoginAttempt(subject=subject, attempted_at=moment) for subject in limits]
    session.add_all(attempts)
    session.flush()
    return [attempt.id for attempt in attempts]


def sign_in_limits(subject: str, ip: str) -> dict[str, int]:
    """The failures allowed for a sign-in: by whom it is about, and by where it comes from."""
    limits = {subject: FAILURES_PER_SUBJECT}
    if is_public(ip):
        limits[f"address|{ip}"] = FAILURES_PER_ADDRESS
    return limits


def is_public(ip: str) -> bool:
    """Whether an address is one person's or office's, and not a proxy's or the machine's own."""
    try:
        return ipaddress.ip_address(ip).is_global
    except ValueError:
        return False


def take_back(session: Session, attempt_ids: list[str]) -> None:
    """The attempt was no failure."""
    session.execute(sa.delete(LoginAttempt).where(LoginAttempt.id.in_(attempt_ids)))


def forgive(session: Session, subject: str) -> None:
    """Forget the subject's failures: they have shown who they are."""
    session.execute(sa.delete(LoginAttempt).where(LoginAttempt.subject == subject))
