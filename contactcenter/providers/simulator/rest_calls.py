"""Calls over REST: listed, placed, moved to other documents, hung up."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from werkzeug.wrappers import Request, Response

from contactcenter.providers.simulator import placing
from contactcenter.providers.simulator.audio import live_wav
from contactcenter.providers.simulator.line import HangUp, Redirect
from contactcenter.providers.simulator.replies import Refusal, answer_json, is_within, listed_path, missing, paging
from contactcenter.providers.simulator.resources import call_resource, page
from contactcenter.providers.simulator.state import SimulatedCall

if TYPE_CHECKING:
    from contactcenter.core.settings import TwilioSettings
    from contactcenter.providers.simulator.carrier import Carrier

MAX_TWIML_CHARACTERS = 4000


class CallViews:
    """Part of the RestApi."""

    _carrier: "Carrier"
    _account: "TwilioSettings"

    def list_calls(self, request: Request) -> Response:
        calls = [call for call in self._carrier.exchange.calls() if _matches(call, request.args)]
        items = [call_resource(self._account.account_sid, call) for call in calls]
        return answer_json(page("calls", items, listed_path(request), *paging(request)))

    def create_call(self, request: Request) -> Response:
        """Ring somebody of the account's; answered, they follow the document at `Url`."""
        form = request.form
        missing = [name for name in ("To", "From", "Url") if not form.get(name)]
        if missing:
            raise Refusal(400, 21201, f"{missing[0]} is missing")
        if form["From"] != self._account.phone_number:
            raise Refusal(400, 21210, "'From' is not a number of this account")
        call = self._carrier.ring_out(placing.read(form, form.getlist("StatusCallbackEvent")))
        return answer_json(call_resource(self._account.account_sid, call), 201)

    def show_call(self, request: Request, sid: str) -> Response:
        return answer_json(call_resource(self._account.account_sid, self._call(request, sid)))

    def update_call(self, request: Request, sid: str) -> Response:
        """Hang up (Status=completed|canceled) or move the live call to other TwiML."""
        call, form = self._call(request, sid), request.form
        if call.is_over:
            raise Refusal(400, 21220, "Call is not in-progress. Cannot redirect.")
        if form.get("Status") in ("completed", "canceled"):
            call.line.interrupt(call.sid, HangUp("rest"))
        elif form.get("Url"):
            call.line.interrupt(call.sid, Redirect(url=form["Url"]))
        elif form.get("Twiml"):
            if len(form["Twiml"]) > MAX_TWIML_CHARACTERS:
                raise Refusal(400, 21603, "Twiml is longer than 4000 characters")
            call.line.interrupt(call.sid, Redirect(twiml=form["Twiml"]))
        else:
            raise Refusal(400, 21218, "Invalid or missing: Status, Url or Twiml")
        return answer_json(call_resource(self._account.account_sid, call))

    def live_audio(self, request: Request, sid: str) -> Response:
        """The conversation being held (left agent, right customer); a header tells how far it has come."""
        call = self._call(request, sid)
        elapsed, dialogue_id = call.talk_elapsed, call.dialogue_id
        if elapsed is None or dialogue_id is None:
            raise missing(request)
        wav = live_wav(self._carrier.media, dialogue_id, call.line.speed)
        return Response(wav, mimetype="audio/x-wav", headers={"X-Elapsed-Seconds": f"{elapsed:.2f}"})

    def _call(self, request: Request, sid: str) -> SimulatedCall:
        call = self._carrier.exchange.call(sid)
        if call is None:
            raise missing(request)
        return call


def _matches(call: SimulatedCall, wanted: Mapping[str, str]) -> bool:
    facts = (
        ("To", call.to_number),
        ("From", call.from_number),
        ("ParentCallSid", call.parent_sid or ""),
        ("Status", call.status),
    )
    if any(wanted.get(name, fact) != fact for name, fact in facts):
        return False
    return is_within(call.started_at, wanted, "StartTime")
