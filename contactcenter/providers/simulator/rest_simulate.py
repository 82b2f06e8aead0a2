"""`/simulate`: letting invented customers call, and following them."""

from typing import Any

from werkzeug.wrappers import Request, Response

from contactcenter.providers.simulator.line import HangUp
from contactcenter.providers.simulator.replies import Refusal, answer_json
from contactcenter.providers.simulator.rest_calls import CallViews
from contactcenter.providers.simulator.scenarios import UnknownScenario
from contactcenter.providers.simulator.state import SimulatedCall


class SimulateViews(CallViews):
    """Part of the RestApi, which finds a call as its CallViews do."""

    def describe(self, _request: Request) -> Response:
        return answer_json({"carrier": "simulator", "account_sid": self._account.account_sid})

    def place_call(self, request: Request) -> Response:
        wishes = _wishes(request)
        try:
            call = self._carrier.place_call(**wishes)
        except UnknownScenario as error:
            raise Refusal(400, 20001, str(error)) from error
        return answer_json(self._told(call), 201)

    def active_calls(self, _request: Request) -> Response:
        return answer_json({"items": [self._told(call) for call in self._carrier.exchange.live_calls()]})

    def follow_call(self, request: Request, sid: str) -> Response:
        return answer_json(self._told(self._call(request, sid)))

    def hang_up(self, request: Request, sid: str) -> Response:
        """The caller puts the receiver down."""
        call = self._call(request, sid)
        call.line.interrupt(call.sid, HangUp("caller"))
        return answer_json(self._told(call), 202)

    def _told(self, call: SimulatedCall) -> dict[str, Any]:
        recordings = self._carrier.exchange.recordings(call.sid)
        return {
            "sid": call.sid,
            "from": call.from_number,
            "to": call.to_number,
            "status": call.status,
            "scenario": call.scenario.name,
            "dialogue": call.dialogue_id,
            "is_talking": call.talk_elapsed is not None,
            "recordings": [
                {"sid": r.sid, "status": r.status, "seconds": r.duration_seconds, "downloads": r.downloads}
                for r in recordings
            ],
        }


def _wishes(request: Request) -> dict[str, Any]:
    """The body of POST /simulate/calls, checked. Raises Refusal."""
    body = request.get_json(silent=True) if request.content_length else {}
    if not isinstance(body, dict):
        raise Refusal(400, 20001, "a JSON object is expected")
    texts = {"from": "from_number", "to": "to_number", "scenario": "scenario", "dialogue": "dialogue_id"}
    texts["caller_name"] = "caller_name"
    wishes: dict[str, Any] = {}
    for name, value in body.items():
        if name in texts and isinstance(value, str) and len(value) <= 254:
            wishes[texts[name]] = value
        elif name == "speed" and isinstance(value, int | float) and 0.1 <= value <= 1000:
            wishes["speed"] = float(value)
        elif name == "seed" and isinstance(value, int):
            wishes["seed"] = value
        elif value is not None:
            raise Refusal(400, 20001, f"{name} is unknown or out of range")
    return wishes
