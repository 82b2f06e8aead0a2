"""The recorded call, delivered in order, shuffled, repeated: the same rows in the end."""

import random
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from contactcenter.agents import accounts
from contactcenter.calls.models import Call, Leg, Recording
from contactcenter.calls.present import present_one
from contactcenter.core.clock import isoformat
from contactcenter.core.db import read, transaction
from contactcenter.crm.models import TimelineItem
from contactcenter.quality.models import Rating
from contactcenter.routing.models import Offer, WorkItem
from contactcenter.webhooks.models import Delivery
from tests.fixtures import Recorded, deliveries

SCENARIO = "twilio/voice/inbound_call/"
CALL_SID = "CAbfcc9619f981706759164aa08885006c"


def post(client: Any, recorded: Recorded, **changes: Any) -> Any:
    return client.open(
        recorded.path,
        method=recorded.method,
        data=changes.get("body", recorded.body),
        headers={**recorded.headers, **changes.get("headers", {})},
    )


def orders() -> list[Any]:
    recorded = list(deliveries(SCENARIO))
    made = [pytest.param(recorded, id="in order"), pytest.param(recorded[::-1], id="backwards")]
    for seed in range(6):
        shuffled = recorded * 2
        random.Random(seed).shuffle(shuffled)
        made.append(pytest.param(shuffled, id=f"shuffled and repeated {seed}"))
    return made


@pytest.mark.parametrize("order", orders())
def test_any_order_and_number_of_copies_ends_in_the_same_rows(app: Flask, client: Any, order: list[Recorded]) -> None:
    with transaction() as session:
        lan = accounts.create_user(
            session,
            email="lan@example.vn",
            name="Lan",
            role="agent",
            password="correct horse 1",
            voice_identity="agent_lan",
        )
    for recorded in order:
        assert post(client, recorded).status_code in (200, 204), recorded.file

    with read() as session:
        call = session.scalars(sa.select(Call)).one()
        assert (call.provider_call_id, call.state, call.direction) == (CALL_SID, "completed", "inbound")
        assert (call.from_number, call.to_number) == ("+14155550123", "+12065550142")
        assert (call.caller_name, call.verification) == ("NGUYEN LAN", "TN-Validation-Passed-A")
        assert isoformat(call.started_at) == "2026-03-24T09:00:00.000Z"
        assert isoformat(call.answered_at) == "2026-03-24T09:00:17.000Z"
        assert isoformat(call.ended_at) == "2026-03-24T09:02:56.000Z"
        assert (call.duration_seconds, call.talk_seconds, call.wait_seconds) == (176, 144, 17)
        assert (call.menu_key, call.end_reason, call.agent_id) == ("1", "agent", lan.id)

        leg = session.scalars(sa.select(Leg)).one()
        assert (leg.endpoint, leg.status, leg.duration_seconds, leg.max_sequence) == (
            "client:agent_lan", "completed", 144, 3,
        )  # fmt: skip
        rating = session.scalars(sa.select(Rating)).one()
        assert (rating.score, rating.agent_id, rating.call_id) == (5, lan.id, call.id)
        recording = session.scalars(sa.select(Recording)).one()
        assert (recording.channels, recording.duration_seconds) == (2, 142)

        shown = present_one(session, call)
        assert [(line["speaker"], line["start_seconds"], line["text"]) for line in shown["transcript"]] == [
            ("customer", 2.71, "Hello, I'm calling about order 1042, it has not arrived."),
            ("agent", 10.71, "I'm sorry about that, let me check the delivery for you."),
            ("customer", 118.94, "Great, thank you & have a nice day!"),
        ]
        item = session.scalars(sa.select(TimelineItem)).one()
        assert (item.kind, item.ref_id, item.agent_id) == ("call", call.id, lan.id)
        assert session.scalar(sa.select(sa.func.count()).select_from(Delivery)) == len(deliveries(SCENARIO))
        assert session.scalar(sa.select(sa.func.count()).select_from(WorkItem)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(Offer)) == 0


def test_a_repeat_gets_the_first_answer(app: Flask, client: Any) -> None:
    for recorded in deliveries(SCENARIO):
        first, second = post(client, recorded), post(client, recorded)
        assert (first.status_code, first.data) == (second.status_code, second.data)


@pytest.mark.parametrize("recorded", deliveries(SCENARIO), ids=lambda r: r.file.rsplit("/", 1)[-1])
def test_a_forged_or_truncated_delivery_leaves_nothing(app: Flask, client: Any, recorded: Recorded) -> None:
    forged = {"X-Twilio-Signature": "AAAAAAAAAAAAAAAAAAAAAAAAAAA="}
    assert post(client, recorded, headers=forged).status_code == 403
    assert post(client, recorded, body=recorded.body[:-3]).status_code == 403
    with read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Delivery)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(Call)) == 0
