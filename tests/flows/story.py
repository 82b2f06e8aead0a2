"""What a simulated carrier told of some calls, kept so that it can be told again: in another order, or in part."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import sqlalchemy as sa

from contactcenter.calls.models import Call, Leg, NoteDraft, Recording, RecordingAccess, TranscriptLine
from contactcenter.core.db import read, transaction
from contactcenter.core.settings import Settings, TwilioSettings
from contactcenter.crm.models import TimelineItem
from contactcenter.providers.simulator.carrier import Carrier
from contactcenter.providers.simulator.phone_book import Caller, PhoneBook
from contactcenter.providers.twilio.hooks import is_interactive
from contactcenter.quality.models import Rating
from contactcenter.routing.models import Offer, WorkItem
from contactcenter.webhooks.models import Delivery
from contactcenter.webhooks.reconciliation.models import ReconcilePoint, ReconcileRun
from tests.fixtures import PUBLIC_URL
from tests.providers.signing import FORM, sign
from tests.providers.simulator.conftest import ACCOUNT, make_settings
from tests.providers.simulator.fake_product import CONNECT, EMPTY, HANG_UP, MENU, RATING, VOICEMAIL, FakeProduct

STORIES = ("answered", "answered", "voicemail", "hangs_up_in_menu", "agent_busy")
SPEED = 60.0
AGENT = "agent_lan"


@dataclass(frozen=True)
class Told:
    """One delivery: where to, and its form. `is_asked`: the caller hears the reply, so it cannot be lost unnoticed."""

    path: str
    pairs: list[tuple[str, str]]

    @property
    def hook(self) -> str:
        return urlsplit(self.path).path.removeprefix("/webhooks/simulator/")

    @property
    def is_asked(self) -> bool:
        is_gone = dict(self.pairs).get("CallStatus") == "completed"
        return is_interactive(self.hook) and not is_gone


@dataclass
class Story:
    """All that was told, in order; the carrier goes on listing it."""

    told: list[Told]
    account: TwilioSettings
    carrier: Carrier


@contextmanager
def record(folder: Path) -> Iterator[Story]:
    """Let the stories happen at a carrier whose product answers with fixed documents."""
    replies = {"inbound": MENU, "ivr": CONNECT, "whisper": EMPTY, "dial-action": RATING, "csat": HANG_UP}
    product = FakeProduct({**replies, "voicemail": EMPTY, "fallback": HANG_UP})
    product.replies["dial-action"] = lambda got: VOICEMAIL if got.form["DialCallStatus"] == "busy" else RATING
    settings = make_settings(product.url, folder)
    lines = tuple(Caller(f"+8490123456{n}", "male", "vi") for n in range(9))
    carrier = Carrier(settings, book=PhoneBook(lines=lines, shared=lines, agent_genders={AGENT: "female"}))
    assert carrier.start()
    try:
        for number, scenario in enumerate(STORIES):
            if scenario == "voicemail":
                product.replies["ivr"] = VOICEMAIL
            carrier.place_call(scenario=scenario, speed=SPEED, seed=number, from_number=lines[number].number)
            assert carrier.wait_until_idle(60)
            product.replies["ivr"] = CONNECT
        told = [Told(got.url.removeprefix(product.url), got.pairs) for got in product.received]
        yield Story([one for one in told if one.hook != "voice/transcription"], settings.simulator, carrier)
    finally:
        carrier.stop()
        product.stop()


def of_account(settings: Settings, story: Story) -> Settings:
    return replace(settings, simulator=story.account)


def tell(client: Any, told: Told) -> None:
    """Deliver it through the front door."""
    answer = client.post(
        told.path,
        data=urlencode(told.pairs),
        content_type=FORM,
        headers={"X-Twilio-Signature": sign(ACCOUNT.auth_token, PUBLIC_URL + told.path, told.pairs)},
    )
    assert answer.status_code in (200, 204), answer.text


def forget_everything() -> None:
    """As if nothing had been told: agents and customers stay."""
    tables = (Rating, TranscriptLine, RecordingAccess, Recording, Leg, NoteDraft, Offer, WorkItem, TimelineItem)
    with transaction() as session:
        for table in (*tables, Call, Delivery, ReconcileRun, ReconcilePoint):
            session.execute(sa.delete(table))


CALL = (
    "provider_call_id direction from_number to_number party is_anonymous customer_id state end_reason provider_status "
    "agent_id started_at answered_at ended_at talk_seconds duration_seconds has_voicemail"
).split()
LEG = "provider_leg_id endpoint agent_id status answered_at ended_at duration_seconds".split()
RECORDING = "provider_recording_id kind state duration_seconds channels started_at".split()


def state_of_calls() -> list[dict[str, Any]]:
    """Each call with its legs and recordings, in what both ways of learning of it must agree on."""
    with read() as session:
        calls = session.scalars(sa.select(Call).order_by(Call.provider_call_id)).all()
        return [
            {
                **_picked(call, CALL),
                "legs": [_picked(leg, LEG) for leg in sorted(call.legs, key=lambda leg: leg.provider_leg_id)],
                "recordings": [
                    _picked(one, RECORDING) for one in sorted(call.recordings, key=lambda r: r.provider_recording_id)
                ],
                "cards": session.scalar(
                    sa.select(sa.func.count()).select_from(TimelineItem).where(TimelineItem.ref_id == call.id)
                ),
            }
            for call in calls
        ]


def _picked(row: Any, names: list[str]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}
