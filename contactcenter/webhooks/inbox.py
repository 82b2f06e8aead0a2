"""One delivery, once: stored and acted on in a single transaction, then acknowledged.

What is acknowledged is durable: either its effect and its row were committed together, or
the row alone, as failed, with a job that runs it again. A repeat finds the row and gets
the same answer. When not even a row can be written, a notification is refused with 503 and
an interactive hook still answers a document, since a caller hears every reply.

Where an applier runs in the process, a notification is acknowledged as soon as its row
stands, as pending, and takes effect a moment later: storing costs a tenth of acting.
"""

import hashlib
from http import HTTPStatus
from typing import Any

import structlog
from sqlalchemy.orm import Session

from contactcenter.core import jobs
from contactcenter.core.crash_points import reach
from contactcenter.core.db import transaction
from contactcenter.providers.base import ProviderRequest, Reply, TelephonyProvider, UnreadablePayload
from contactcenter.providers.events import ProviderEvent, Unhandled
from contactcenter.providers.instructions import Acknowledge
from contactcenter.webhooks import applier, dispatch, failures, storage
from contactcenter.webhooks.counters import count

_log = structlog.get_logger(__name__)

TAKEN = Reply(HTTPStatus.NO_CONTENT, "", "")
BUSY = Reply(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "application/json",
    '{"error":{"code":"unavailable","message":"Try again in a moment.","details":{}}}',
)
BACKOFF_SECONDS = (5, 30, 120, 600)
"""Before each further attempt. After the last the delivery stays failed, for people to see."""
REPLAY_JOB = "replay_delivery"


def receive(provider: TelephonyProvider, request: ProviderRequest, path: str, language: str) -> Reply:
    """Take a verified request in. `path` is its raw path and query. Raises UnreadablePayload."""
    event: ProviderEvent | None = None
    try:
        event = provider.parse(request)
        return _take(provider, request, path, event)
    except UnreadablePayload:
        raise
    except Exception as error:  # noqa: BLE001 - the webhook edge: whatever breaks, the carrier gets its answer
        return _fail(provider, request, path, event, language, error)


def take_listed(session: Session, provider: TelephonyProvider, request: ProviderRequest, event: ProviderEvent) -> bool:
    """Take in, as part of this transaction, a webhook that never came but whose content the provider lists.

    False when it had come after all.
    """
    if event.event_key is None:
        return False
    path = f"/webhooks/{provider.name}/{request.hook}"
    row = _row(request, path, event, event.event_key, final_state(event))
    if storage.insert(session.connection(), **row) is None:
        return False
    answer(session, provider, event, is_interactive=False)
    return True


def answer(session: Session, provider: TelephonyProvider, event: ProviderEvent, *, is_interactive: bool) -> Reply:
    """Act on the event; the document for whoever listens, or that it was taken."""
    instruction = Acknowledge() if isinstance(event, Unhandled) else dispatch.handle(session, event, provider)
    return provider.render(instruction) if is_interactive else TAKEN


def final_state(event: ProviderEvent) -> str:
    return "ignored" if isinstance(event, Unhandled) else "done"


def enqueue_replay(session: Session, delivery_id: str, attempts: int) -> None:
    """Try a failed delivery again later, while there are attempts left."""
    if attempts <= len(BACKOFF_SECONDS):
        jobs.enqueue(
            session,
            REPLAY_JOB,
            delivery_id,
            key=f"replay-{delivery_id}-{attempts}",
            delay_seconds=BACKOFF_SECONDS[attempts - 1],
        )


def _take(provider: TelephonyProvider, request: ProviderRequest, path: str, event: ProviderEvent) -> Reply:
    try:
        reply, outcome = _take_once(provider, request, path, event)
    except Exception as error:
        if not failures.is_passing(error):
            raise
        reply, outcome = _take_once(provider, request, path, event)
    reach("intake.after_commit")
    count(provider.name, outcome)
    return reply


def _take_once(
    provider: TelephonyProvider, request: ProviderRequest, path: str, event: ProviderEvent
) -> tuple[Reply, str]:
    is_interactive = provider.is_interactive(request.hook)
    if not is_interactive and applier.is_running() and event.event_key is not None:
        outcome = _put_off(request, path, event, event.event_key)
        if outcome is not None:
            return TAKEN, outcome
    with transaction() as session:
        if event.event_key is None:
            return answer(session, provider, event, is_interactive=is_interactive), "polled"
        reach("intake.before_store")
        connection = session.connection()
        delivery_id = storage.insert(connection, **_row(request, path, event, event.event_key, final_state(event)))
        reach("intake.after_store")
        if delivery_id is None:
            return _repeat(session, provider, event, event.event_key, is_interactive=is_interactive)
        reply = answer(session, provider, event, is_interactive=is_interactive)
        if reply is not TAKEN:
            storage.store_reply(connection, delivery_id, reply)
        reach("intake.before_commit")
    return reply, "ignored" if isinstance(event, Unhandled) else "handled"


def _put_off(request: ProviderRequest, path: str, event: ProviderEvent, key: str) -> str | None:
    """Store a notification for the applier; the outcome, or None when it has failed before."""
    is_ignored = isinstance(event, Unhandled)
    reach("intake.before_store")
    delivery_id = storage.insert_alone(**_row(request, path, event, key, "ignored" if is_ignored else "pending"))
    reach("intake.after_store")
    if delivery_id is None:
        with storage.writing() as connection:
            stored = storage.find_locked(connection, event.provider, event.account, key)
        return "repeated" if stored is not None and stored.state != "failed" else None
    if not is_ignored:
        applier.wake()
    return "ignored" if is_ignored else "handled"


def _row(request: ProviderRequest, path: str, event: ProviderEvent, key: str, state: str) -> dict[str, Any]:
    """A delivery, as `storage` takes it."""
    return {
        "provider": event.provider,
        "account": event.account,
        "event_key": key,
        "request": request,
        "public_path": path,
        "state": state,
        "reply": TAKEN,
        "call_ref": _call_ref(event),
        "happened_at": getattr(event, "at", None),
    }


def _call_ref(event: ProviderEvent) -> str | None:
    """The provider's id of the call that an event is about, where it is about one."""
    call = getattr(event, "call", None)
    return call.provider_call_id if call is not None else getattr(event, "provider_call_id", None)


def _repeat(
    session: Session, provider: TelephonyProvider, event: ProviderEvent, key: str, *, is_interactive: bool
) -> tuple[Reply, str]:
    """The same answer as the first time; another try when the first one failed."""
    connection = session.connection()
    stored = storage.find_locked(connection, event.provider, event.account, key)
    if stored is None:
        raise LookupError("a delivery vanished between two statements")
    if stored.state != "failed":
        return Reply(stored.reply_status, stored.reply_type, stored.reply_body), "repeated"
    reply = answer(session, provider, event, is_interactive=is_interactive)
    storage.settle(connection, stored.id, state=final_state(event), attempts=stored.attempts + 1, reply=reply)
    return reply, "handled"


def _fail(
    provider: TelephonyProvider,
    request: ProviderRequest,
    path: str,
    event: ProviderEvent | None,
    language: str,
    error: Exception,
) -> Reply:
    """Nothing was committed. Keep the delivery for later if that can be done at all, and answer."""
    reason = failures.describe(error)
    is_interactive = provider.is_interactive(request.hook)
    is_kept = False
    key = event.event_key if event is not None else _digest_key(request)
    if key is not None and not failures.is_database_gone(error):
        try:
            is_kept = _keep_failed(provider, request, path, key, reason, event)
        except Exception as second:  # noqa: BLE001 - even this may fail, and the answer must not
            reason = f"{reason}; then {failures.describe(second)}"
    _log.error("delivery failed", provider=provider.name, hook=request.hook, reason=reason, is_kept=is_kept)
    count(provider.name, "failed" if is_kept else "unavailable")
    if is_interactive:
        return provider.apology(language, request)
    return TAKEN if is_kept else BUSY


def _keep_failed(
    provider: TelephonyProvider,
    request: ProviderRequest,
    path: str,
    key: str,
    reason: str,
    event: ProviderEvent | None,
) -> bool:
    """Write the delivery down as failed and have it run again; True once that is committed."""
    with transaction() as session:
        connection = session.connection()
        delivery_id = storage.insert(
            connection,
            provider=provider.name,
            account=provider.account,
            event_key=key,
            request=request,
            public_path=path,
            state="failed",
            reply=TAKEN,
            error=reason,
            call_ref=_call_ref(event) if event else None,
            happened_at=getattr(event, "at", None),
        )
        attempts = 1
        if delivery_id is None:
            stored = storage.find_locked(connection, provider.name, provider.account, key)
            if stored is None or stored.state != "failed":
                return stored is not None  # a twin succeeded meanwhile
            delivery_id, attempts = stored.id, stored.attempts + 1
            storage.settle(connection, stored.id, state="failed", attempts=attempts, error=reason)
        enqueue_replay(session, delivery_id, attempts)
    return True


def _digest_key(request: ProviderRequest) -> str:
    """For a request that broke the parser itself: it has no business key yet."""
    content = f"{request.hook}?{request.query}\n".encode("utf-8", "replace") + request.body
    return f"unparsed:{hashlib.sha256(content).hexdigest()}"
