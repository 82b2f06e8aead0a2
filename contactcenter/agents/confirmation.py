"""Asking for the password again before a change that a stolen session must not make."""

from contactcenter.agents import passwords, throttle
from contactcenter.agents.queries import get_user
from contactcenter.core.db import transaction
from contactcenter.core.errors import Invalid


def confirm_password(user_id: str, password: str, *, field: str) -> None:
    """Raises Invalid (wrong_password, under details[field]) or TooManyAttempts.

    Opens its own transactions, so that the failure stays counted: call it outside one.
    """
    subject = f"password|{user_id}"
    with transaction() as session:
        throttle.admit(session, {subject: throttle.FAILURES_PER_SUBJECT})
        password_hash = get_user(session, user_id).password_hash
    if not passwords.is_correct(password_hash, password):
        raise Invalid("wrong_password", "That is not your password.", **{field: ["Not your password."]})
    with transaction() as session:
        throttle.forgive(session, subject)
