"""`Idempotency-Key` on POST: the same key by the same actor is acted on once for 24 hours.

The key is claimed before the view runs and its answer kept after. A repeat gets the kept
answer; one that comes while the first still runs, 409; the same key for something else, 422.
What was refused otherwise is forgotten, so that trying again can help. Answers that hold
secrets are never kept. A claim whose process died
is given up after a minute.
"""

import hashlib
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask, Response, g, request

from contactcenter.agents.session import find_actor
from contactcenter.core import jobs
from contactcenter.core.clock import now
from contactcenter.core.db import insert_once, transaction
from contactcenter.core.errors import Conflict, Invalid
from contactcenter.web.models import KeptAnswer

HEADER = "Idempotency-Key"
KEEP = timedelta(hours=24)
GIVE_UP = timedelta(minutes=1)
MAX_KEY_CHARS = 200
SECRET_PATHS = ("/api/v1/session", "/api/v1/me", "/api/v1/socket-tickets", "/api/v1/softphone-token", "/api/v1/users")


def install(app: Flask) -> None:
    app.before_request(_answer_or_claim)
    app.after_request(_keep)


@jobs.every(3600, "purge_kept_answers")
def purge_kept_answers() -> None:
    """Forget answers to idempotent requests older than a day."""
    with transaction() as session:
        session.execute(sa.delete(KeptAnswer).where(KeptAnswer.created_at < now() - KEEP))


def _answer_or_claim() -> Response | None:
    key = request.headers.get(HEADER, "")
    if not key or request.method != "POST" or not request.path.startswith("/api/v1/"):
        return None
    if request.path.startswith(SECRET_PATHS):
        return None
    actor = find_actor()
    if actor is None:
        return None  # the view refuses
    if len(key) > MAX_KEY_CHARS:
        raise Invalid("bad_idempotency_key", "The Idempotency-Key is too long.", limit=MAX_KEY_CHARS)
    key_hash = _hash(actor.id, key)
    fingerprint = _hash(request.full_path, request.get_data(cache=True))
    with transaction() as session:
        values = {"key_hash": key_hash, "fingerprint": fingerprint, "created_at": now()}
        stale = (KeptAnswer.status.is_(None), KeptAnswer.created_at < now() - GIVE_UP)
        session.execute(sa.delete(KeptAnswer).where(KeptAnswer.key_hash == key_hash, *stale))
        is_first = insert_once(session, KeptAnswer, values, key=["key_hash"])
        kept = None if is_first else session.get_one(KeptAnswer, key_hash)
    if kept is None:
        g.idempotency_key_hash = key_hash
        return None
    return _replayed(kept, fingerprint)


def _replayed(kept: KeptAnswer, fingerprint: str) -> Response:
    if kept.fingerprint != fingerprint:
        raise Invalid("idempotency_key_reused", "That Idempotency-Key was used for another request.")
    if kept.status is None:
        raise Conflict("in_progress", "The first request with that Idempotency-Key still runs.")
    response = Response(kept.body, kept.status, content_type="application/json")
    response.headers["Idempotency-Replayed"] = "true"
    return response


def _keep(response: Response) -> Response:
    key_hash = g.pop("idempotency_key_hash", None)
    if key_hash is None:
        return response
    row = KeptAnswer.key_hash == key_hash
    is_final = response.status_code < 300 or response.status_code == 422
    with transaction() as session:
        if is_final:
            values = {"status": response.status_code, "body": response.get_data(as_text=True)}
            session.execute(sa.update(KeptAnswer).where(row).values(values))
        else:
            session.execute(sa.delete(KeptAnswer).where(row))
    return response


def _hash(*parts: str | bytes) -> str:
    digest = hashlib.sha256()
    for part in parts:
        raw = part.encode() if isinstance(part, str) else part
        digest.update(len(raw).to_bytes(8, "big") + raw)
    return digest.hexdigest()
