"""The optional second factor: a time-based code (RFC 6238, 30 s, six digits) from a phone.

The shared secret is sealed at rest. A code works once: the counter of the last one used
is kept and older or equal ones are refused, so that a code read over a shoulder is dead.
"""

from dataclasses import dataclass

import pyotp
import segno
import sqlalchemy as sa
from pyotp.utils import strings_equal
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.core.clock import now
from contactcenter.core.errors import Conflict, Invalid
from contactcenter.core.sealing import seal, unseal
from contactcenter.core.settings import current

STEP_SECONDS = 30
TOLERATED_STEPS = 1
"""How many steps a phone's clock may be off, each way."""

ISSUER = "Contact Center"
_PURPOSE = "totp"


@dataclass(frozen=True)
class Enrolment:
    """What the phone needs, shown once. `qr_svg` is an inline <svg> of `otpauth_url`."""

    secret: str
    otpauth_url: str
    qr_svg: str


def start(session: Session, user: User) -> Enrolment:
    """Give the user a new secret; it counts only once `confirm` has seen a code of it. Raises Conflict."""
    if user.is_totp_on:
        raise Conflict("totp_is_on", "The second factor is on already. Turn it off first.")
    secret = pyotp.random_base32()
    user.totp_secret = seal(current().secret_key, secret, purpose=_PURPOSE, context=user.id)
    user.totp_last_counter = 0
    session.flush()
    url = pyotp.TOTP(secret).provisioning_uri(name=user.email, issuer_name=ISSUER)
    return Enrolment(secret, url, segno.make(url, error="m", micro=False).svg_inline(scale=4, omitsize=True))


def confirm(session: Session, user: User, code: str) -> None:
    """Turn the second factor on. Raises Conflict when not started or on already, Invalid on a wrong code."""
    if user.is_totp_on or user.totp_secret is None:
        raise Conflict("totp_not_started", "Start setting up the second factor first.")
    if not use_code(session, user, code):
        raise Invalid("bad_code", "That code is not right.", code=["Not the current code."])
    user.is_totp_on = True
    session.flush()


def turn_off(session: Session, user: User) -> None:
    user.is_totp_on = False
    user.totp_secret = None
    user.totp_last_counter = 0
    session.flush()


def use_code(session: Session, user: User, code: str) -> bool:
    """Whether `code` is right now and was not used before; using it up is atomic."""
    counter = _matching_counter(user, code.replace(" ", ""))
    if counter is None:
        return False
    used = session.execute(
        sa.update(User).where(User.id == user.id, User.totp_last_counter < counter).values(totp_last_counter=counter)
    )
    return bool(used.rowcount)  # type: ignore[attr-defined]


def _matching_counter(user: User, code: str) -> int | None:
    if user.totp_secret is None or not (code.isascii() and code.isdigit()):
        return None
    secret = unseal(current().secret_key, user.totp_secret, purpose=_PURPOSE, context=user.id)
    generator = pyotp.TOTP(secret)
    step = int(now().timestamp()) // STEP_SECONDS
    for counter in range(step - TOLERATED_STEPS, step + TOLERATED_STEPS + 1):
        if strings_equal(code, generator.generate_otp(counter)):
            return counter
    return None
