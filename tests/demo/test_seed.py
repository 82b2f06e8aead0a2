"""The demo company is consistent: what the product would have written, with audio that is really there."""

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.worktime import get_calendar, is_open, is_working
from contactcenter.calls.models import Call, Leg, Recording, TranscriptLine
from contactcenter.calls.recordings import audio, queries
from contactcenter.calls.states import Facts, derive
from contactcenter.core import db, storage
from contactcenter.core.phone import parse_phone
from contactcenter.core.settings import Settings
from contactcenter.crm import matching
from contactcenter.crm.files.models import CustomerFile
from contactcenter.crm.models import Customer, Identity, TimelineItem
from contactcenter.demo import company, history, people, profiles
from contactcenter.demo.seed import seed
from contactcenter.providers.simulator import phone_book
from contactcenter.quality.models import Rating
from contactcenter.routing.models import Queue, QueueMember
from tests.demo.conftest import NOW


def calls(session: Session) -> list[Call]:
    return list(session.scalars(sa.select(Call).order_by(Call.started_at)))


def test_there_is_a_month_of_calls(session: Session):
    found = calls(session)
    assert 500 <= len(found) <= 750
    assert NOW - timedelta(days=31) < found[0].started_at < NOW - timedelta(days=28)
    assert all(call.ended_at and call.ended_at < NOW for call in found)
    assert len([call for call in found if call.started_at > NOW - timedelta(hours=9)]) >= 10
    states = Counter(call.state for call in found)
    assert set(states) == {"completed", "abandoned", "missed", "voicemail"}
    assert 0.75 < states["completed"] / len(found) < 0.9


def test_every_calls_state_follows_from_its_facts(session: Session):
    for call in calls(session):
        facts = Facts(
            direction=call.direction,
            is_ended=call.provider_status is not None,
            provider_status=call.provider_status,
            is_answered=call.answered_at is not None,
            has_dial_ended=call.has_dial_ended,
            is_queued=call.queued_at is not None,
            has_reached_voicemail=call.voicemail_at is not None,
            has_voicemail=call.has_voicemail,
            agent_hung_up=call.agent_hung_up,
        )
        assert derive(facts) == (call.state, call.end_reason)


def test_times_add_up(session: Session):
    legs = {leg.call_id: leg for leg in session.scalars(sa.select(Leg))}
    for call in calls(session):
        assert call.queued_at
        assert call.ended_at
        assert call.started_at < call.queued_at <= call.ended_at
        assert call.duration_seconds == (call.ended_at - call.started_at).total_seconds()
        if call.state != "completed":
            assert call.wait_seconds == (call.ended_at - call.queued_at).total_seconds()
            assert call.id not in legs
            continue
        leg = legs[call.id]
        assert call.answered_at
        assert leg.answered_at
        assert leg.ended_at
        assert call.wait_seconds == (call.answered_at - call.queued_at).total_seconds()
        assert leg.answered_at == call.answered_at
        assert leg.duration_seconds == call.talk_seconds == (leg.ended_at - leg.answered_at).total_seconds()
        assert leg.ended_at <= call.ended_at
        assert call.wrap_up_started_at == leg.ended_at
        assert call.wrap_up_ended_at


def test_nobody_talks_to_two_people_at_once(session: Session):
    free: dict[str, datetime] = {}
    for call in sorted((c for c in calls(session) if c.answered_at), key=lambda c: c.answered_at):  # type: ignore[arg-type, return-value]
        assert call.agent_id
        assert call.answered_at
        assert call.wrap_up_ended_at
        assert call.answered_at >= free.get(call.agent_id, call.answered_at)
        free[call.agent_id] = call.wrap_up_ended_at


def test_people_are_only_named_where_their_number_names_them(session: Session):
    for call in calls(session):
        match = matching.find_match(session, "phone", call.party)
        assert call.customer_id == match.customer_id
    assert any(call.is_anonymous for call in calls(session))
    assert any(call.party == people.SHARED_LINE for call in calls(session))
    assert any(call.party and not call.customer_id for call in calls(session))


def test_recordings_are_in_the_store_as_the_rows_say(session: Session):
    recordings = list(session.scalars(sa.select(Recording)))
    assert len(recordings) >= 60
    store = storage.current_store()
    for recording in recordings[::7]:
        assert recording.storage_key
        assert recording.sha256
        assert store.size(recording.storage_key) == recording.size_bytes
        assert store.digest(recording.storage_key) == recording.sha256
    call_ids = {recording.call_id for recording in recordings}
    for call in calls(session):
        has_audio = call.id in call_ids
        assert (call.transcription_state == "done") == has_audio
    assert {r.state for r in recordings} == {"verified"}
    kept = {r.storage_key for r in recordings} | set(session.scalars(sa.select(CustomerFile.storage_key)))
    assert set(store.list_keys()) == kept


def test_peaks_and_length_are_those_of_the_file(session: Session, seeded: Settings):
    recording = session.scalars(sa.select(Recording).where(Recording.kind == "call").limit(1)).one()
    folder = Path(seeded.recordings_url.removeprefix("file:"))
    facts = audio.measure(folder / (recording.storage_key or ""))
    assert (recording.channels, recording.peaks) == (facts.channels, facts.peaks)
    assert recording.duration_seconds == round(facts.duration_seconds)
    assert recording.channel_map == ["agent", "customer"]


def test_no_alarm_for_missing_audio(session: Session):
    assert queries.list_unheard_calls(session, NOW - timedelta(days=2), NOW) == []


def test_transcripts_lie_within_their_recording(session: Session):
    durations = {r.call_id: r.duration_seconds for r in session.scalars(sa.select(Recording))}
    lines = list(session.scalars(sa.select(TranscriptLine)))
    assert len(lines) > 300
    for line in lines:
        assert 0 <= line.start_seconds < (durations[line.call_id] or 0)
    assert {line.call_id for line in lines} == set(durations)


def test_ratings_belong_to_answered_calls_that_the_agent_ended(session: Session):
    by_id = {call.id: call for call in calls(session)}
    ratings = list(session.scalars(sa.select(Rating)))
    assert len(ratings) > 100
    for rating in ratings:
        call = by_id[rating.call_id]
        assert call.agent_hung_up
        assert call.ended_at
        assert (rating.agent_id, rating.queue_id, rating.customer_id) == (
            call.agent_id,
            call.queue_id,
            call.customer_id,
        )
        assert rating.created_at < call.ended_at
    assert 3.8 < sum(rating.score for rating in ratings) / len(ratings) < 4.7


def test_every_call_is_one_card_on_the_timeline(session: Session):
    items = {i.ref_id: i for i in session.scalars(sa.select(TimelineItem).where(TimelineItem.kind == "call"))}
    found = calls(session)
    assert set(items) == {call.id for call in found}
    for call in found:
        item = items[call.id]
        assert (item.customer_id, item.party, item.occurred_at) == (call.customer_id, call.party, call.started_at)
        assert item.summary == call.notes[:300]
        assert item.has_recording == (call.transcription_state == "done")


def test_demanded_next_steps_are_there(session: Session):
    demands = {"callback": "callback", "transferred": "task"}
    for call in calls(session):
        if call.disposition in demands:
            assert call.next_step
            assert call.next_step["kind"] == demands[call.disposition]


def test_customers_can_be_found(session: Session):
    rows = list(session.scalars(sa.select(Customer).where(Customer.source == profiles.SOURCE)))
    assert len(rows) == people.COUNT
    assert len({row.display_name for row in rows}) > 100
    numbers = list(session.scalars(sa.select(Identity).where(Identity.channel == "phone")))
    for identity in numbers:
        phone = parse_phone(identity.value)
        assert phone is not None
        assert (identity.value, identity.national, identity.last9) == (phone.e164, phone.national, phone.last9)
    assert matching.find_match(session, "phone", people.SHARED_LINE).confidence == "shared"
    assert len(matching.find_match(session, "phone", people.SHARED_LINE).candidate_ids) == 3
    assert len(matching.find_match(session, "phone", people.HOUSEHOLD_LINE).candidate_ids) == 2


def test_colleagues_and_queues(session: Session):
    users = {user.email: user for user in session.scalars(sa.select(User))}
    assert Counter(user.role for user in users.values()) == {"agent": 3, "supervisor": 1, "admin": 1}
    assert all(user.is_demo for user in users.values())
    assert users["lan@demo.vn"].voice_identity == "agent_lan"
    found = {queue.menu_key: queue for queue in session.scalars(sa.select(Queue))}
    assert found["1"].is_default
    assert found["2"].name == company.SALES_QUEUE
    members = Counter(session.scalars(sa.select(QueueMember.queue_id)))
    assert members[found["2"].id] == 3
    assert len(people.sign_in_lines()) == 5


def test_colleagues_have_shifts_and_leave_and_lan_can_be_called_at_any_hour(session: Session):
    ids = {user.name.rsplit(" ", 1)[-1]: user.id for user in session.scalars(sa.select(User))}
    off = is_working(session, ids.values(), NOW)
    assert {name: off[user_id] for name, user_id in ids.items()} == {
        "Lan": None, "Minh": "off_shift", "Hương": None, "Nam": None, "Bích": None,
    }  # fmt: skip
    away = is_working(session, ids.values(), NOW + timedelta(days=6))
    assert away[ids["Hương"]] == "on_leave"
    assert is_open(get_calendar(session), NOW + timedelta(hours=12))


def test_the_carrier_is_told_who_calls_and_the_traffic_gets_a_key(seeded: Settings):
    book = phone_book.load(seeded.instance_path / phone_book.PHONE_BOOK)
    assert book == people.phone_book()
    assert len(book.lines) > 100
    key_file = seeded.instance_path / "demo.json"
    assert key_file.stat().st_mode & 0o777 == 0o600
    assert json.loads(key_file.read_text())["api_key"].startswith("cck_")


def test_seeding_again_changes_nothing(seeded: Settings):
    everything = [mapper.class_ for mapper in db.Base.registry.mappers]

    def count() -> list[int]:
        with db.read() as session:
            return [session.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for t in everything]

    before, key = count(), (seeded.instance_path / "demo.json").read_text()
    seed(seeded, NOW + timedelta(days=1))
    assert count() == before
    assert (seeded.instance_path / "demo.json").read_text() == key


@pytest.mark.parametrize(
    "now",
    [NOW, datetime(2026, 3, 21, 17, 1, tzinfo=UTC), datetime(2026, 3, 22, 22, 0, tzinfo=UTC)],
    ids=["afternoon", "a minute past midnight", "before dawn"],
)
def test_the_plan_is_the_same_each_time_and_never_in_the_future(now: datetime):
    def plan() -> list[history.PlannedCall]:
        return history.plan_month(people.customers(), now, "Asia/Ho_Chi_Minh", people.phone_book().shared, 7)

    first = plan()
    assert first == plan()
    assert all(history.ends_at(call) < now for call in first)
    with_audio = [call for call in first if call.dialogue]
    assert len(with_audio) >= 55
    answered = [c for c in first if c.outcome == "answered" and c.started_at > now - timedelta(days=2)]
    assert all(call.dialogue for call in answered)


def test_invented_people_do_not_change_between_runs():
    people.customers.cache_clear()
    digest = hashlib.sha256(repr(people.customers()).encode()).hexdigest()
    people.customers.cache_clear()
    assert hashlib.sha256(repr(people.customers()).encode()).hexdigest() == digest
