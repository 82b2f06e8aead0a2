"""The webhooks' address: verify, take in, answer. Nothing is interpreted before it is verified."""

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from contactcenter.agents.marks import public
from contactcenter.core import settings
from contactcenter.core.errors import DomainError
from contactcenter.core.urgency import urgent
from contactcenter.providers import registry
from contactcenter.providers.base import ProviderRequest, Reply, TelephonyProvider, UnreadablePayload
from contactcenter.webhooks import inbox, refusals
from contactcenter.webhooks import jobs as _jobs  # noqa: F401 - registers them: a failed delivery enqueues one
from contactcenter.webhooks.counters import count
from contactcenter.webhooks.requests import CutOff, TooLarge, read_request

RETRY_AFTER_SECONDS = 5

blueprint = Blueprint("webhooks", __name__)


@blueprint.route("/webhooks/<provider_name>/<path:hook>", methods=["GET", "POST"])
@public("signed by the provider; refused before anything of it is read")
def receive(provider_name: str, hook: str) -> ResponseReturnValue:
    """One webhook request: 403 unless the provider signed exactly this."""
    provider = registry.find(provider_name)
    if provider is None:
        return _refusal(404, "not_found", "There is no such webhook.")
    using = settings.current()
    try:
        incoming = read_request(request, hook, using.public_url, using.max_body_bytes)
    except DomainError as error:
        _refused(provider, hook, "too_large" if isinstance(error, TooLarge) else "malformed")
        if isinstance(error, CutOff):  # what was signed is not what came
            return _forged()
        return _refusal(error.status, error.code, error.message)
    with urgent():  # not while it is read: whoever sends slowly would hold everybody up
        return _take(provider, incoming, hook, using)


def _take(
    provider: TelephonyProvider, incoming: ProviderRequest, hook: str, using: settings.Settings
) -> ResponseReturnValue:
    if not provider.verify(incoming):
        _refused(provider, hook, "forged")
        return _forged()
    path = incoming.url.removeprefix(using.public_url)
    try:
        return _response(inbox.receive(provider, incoming, path, using.locale))
    except UnreadablePayload:
        _refused(provider, hook, "malformed")
        return _refusal(400, "malformed", "The request is not one that this provider sends.")


def _refused(provider: TelephonyProvider, hook: str, outcome: str) -> None:
    count(provider.name, outcome)
    refusals.note(provider.name, hook, outcome)


def _response(reply: Reply) -> Response:
    response = Response(reply.body, reply.status, content_type=reply.content_type or None)
    if reply.status == inbox.BUSY.status:
        response.headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    return response


def _forged() -> ResponseReturnValue:
    return _refusal(403, "bad_signature", "The signature is missing or wrong.")


def _refusal(status: int, code: str, message: str) -> ResponseReturnValue:
    return jsonify(error={"code": code, "message": message, "details": {}}), status
