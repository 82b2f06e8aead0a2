"""The demo's buttons: ask the simulated carrier for a call, hear a simulated call live.

Everything goes over the carrier's own HTTP, as it would for anybody else.
"""

from typing import Any

import requests
from flask import Response, stream_with_context
from flask_smorest import Blueprint
from marshmallow import fields, validate

from contactcenter.agents.policies import may_play
from contactcenter.agents.session import current_actor, require
from contactcenter.calls import service as calls
from contactcenter.calls.rooms.queries import consulted_about
from contactcenter.core.db import read
from contactcenter.core.errors import Forbidden, NotFound, ProviderError
from contactcenter.core.schemas import StrictSchema
from contactcenter.core.settings import current

blp = Blueprint("simulation", __name__, url_prefix="/api/v1", description="The demo's simulated calls")

SCENARIOS = (
    "answered",
    "missed",
    "voicemail",
    "abandons_in_queue",
    "hangs_up_while_ringing",
    "anonymous",
    "asks_callback",
)
SECONDS = 5


class SimulateIn(StrictSchema):
    kind = fields.String(load_default="answered", validate=validate.OneOf(SCENARIOS))


@blp.post("/simulated-calls")
@require("simulate.calls")
@blp.arguments(SimulateIn)
@blp.response(202)
def simulate_call(body: dict[str, Any]) -> Any:
    """Let somebody call in, through the front door; demo only."""
    answer = _ask("POST", "/simulate/calls", json={"scenario": body["kind"]})
    return {"provider_call_id": answer.json().get("sid", "")}


@blp.get("/calls/<call_id>/live-audio")
@require("calls.handle")
def live_audio(call_id: str) -> Response:
    """What is heard on a live simulated call, as WAV with the agent on the left; 204 while nobody talks."""
    with read() as session:
        call = calls.get_call(session, call_id)
        is_asked = current_actor().user_id in consulted_about(call)
    actor = current_actor()
    if not may_play(actor, call) and not is_asked and actor.user_id != call.handler_id:
        raise Forbidden("not_your_call", "Somebody else handles this call.")
    if call.provider != "simulator":
        raise NotFound("not_simulated", "Only simulated calls are heard this way.")
    account = current().simulator.account_sid
    path = f"/2010-04-01/Accounts/{account}/Calls/{call.provider_call_id}/live.wav"
    upstream = _ask("GET", path, stream=True, missing_is_fine=True)
    if upstream.status_code == 404:  # not joined yet, or over: no error, which browsers would log
        return Response(status=204)
    response = Response(stream_with_context(upstream.iter_content(65_536)), content_type="audio/wav")
    response.headers["Cache-Control"] = "no-store"
    for name in ("Content-Length", "X-Elapsed-Seconds"):
        if name in upstream.headers:
            response.headers[name] = upstream.headers[name]
    return response


def _ask(method: str, path: str, *, missing_is_fine: bool = False, **options: Any) -> requests.Response:
    settings = current()
    if not settings.is_demo:
        raise NotFound("no_simulator", "Simulated calls exist in the demo only.")
    carrier = settings.simulator
    try:
        answer = requests.request(
            method,
            carrier.api_url + path,
            auth=(carrier.account_sid, carrier.auth_token),
            timeout=SECONDS,
            **options,
        )
    except requests.RequestException as error:
        raise ProviderError("simulator_down", "The simulated carrier does not answer.", is_retryable=True) from error
    if answer.status_code == 404 and missing_is_fine:
        return answer
    if answer.status_code == 404:
        raise NotFound("nothing_to_hear", "That simulated call is over.")
    if not answer.ok:
        raise ProviderError("simulator_refused", "The simulated carrier refused.", is_retryable=False)
    return answer
