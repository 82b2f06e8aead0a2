"""A recording comes to its place once, through kill -9 at every step of its job and a provider at its worst."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest
import requests

from tests.flows.carrier import PhoneCall
from tests.system.dying import die_at, points
from tests.system.line import phone_call, recorded
from tests.system.server import Server, wait_for
from tests.system.stand_in import SILENCE_BYTES, StandIn

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

STEPS = ["recording.after_claim", "recording.after_download", "recording.after_store", "recording.after_verify"]
"""In the order in which a fetch passes them."""
FETCH_SECONDS = 90

FAULTS = {
    "slow": ["slow"],
    "not there yet": ["not_found", "not_found"],
    "errors": ["error", "error"],
    "cut off in the middle": ["cut", "cut"],
    "an error page in place of audio": ["page"],
    "one thing after another": ["not_found", "cut"],
}

Rows = Callable[..., list[Any]]


def end_with_recording(call: PhoneCall) -> None:
    """A call with a recording, all told; answered or not makes no difference to the file."""
    call.ring()
    call.end(CallDuration="20")
    recorded(call)


def state_of(rows: Rows, call: PhoneCall) -> Any:
    found = rows(
        "SELECT id, state, error, attempts, sha256, size_bytes, storage_key, channels FROM recordings"
        " WHERE provider_recording_id = :sid",
        sid=call.recording_sid,
    )
    assert len(found) <= 1
    return found[0] if found else None


def wait_until(rows: Rows, call: PhoneCall, state: str) -> Any:
    wait_for(
        lambda: getattr(state_of(rows, call), "state", None) == state,
        f"the recording is not {state}: {state_of(rows, call)}",
        FETCH_SECONDS,
    )
    return state_of(rows, call)


def assert_kept(server: Server, row: Any, audio: bytes) -> None:
    """The one file of this recording holds the provider's bytes, and the row says so."""
    [file] = [path for path in server.recordings.rglob(f"*{row.id}*") if ".incoming" not in path.parts]
    assert str(file.relative_to(server.recordings)) == row.storage_key
    assert file.read_bytes() == audio
    assert (row.sha256, row.size_bytes) == (hashlib.sha256(audio).hexdigest(), len(audio))
    assert (row.channels, row.error) == (2, None)


def test_every_step_is_tried() -> None:
    assert points("recording") == sorted(STEPS)


def test_a_fetch_that_dies_at_every_step_ends_with_one_file(server: Server, rows: Rows, stand_in: StandIn) -> None:
    server.kill()
    call = phone_call(server)
    die_at(server, STEPS[0], lambda: end_with_recording(call))
    for step in STEPS[1:]:
        die_at(server, step)  # the restarted worker takes the job up again by itself
    server.start()
    recorded(call)  # Twilio had no answer to its callback, or repeats it
    row = wait_until(rows, call, "verified")
    assert row.attempts == len(STEPS) + 1
    assert_kept(server, row, stand_in.audio(call.recording_sid))
    [(call_id,)] = rows("SELECT id FROM calls WHERE provider_call_id = :sid", sid=call.call_sid)
    for table, column in (("recordings", "call_id"), ("timeline_items", "ref_id")):
        assert rows(f"SELECT count(*) FROM {table} WHERE {column} = :id", id=call_id) == [(1,)], table


def test_a_provider_at_its_worst_is_outlasted(server: Server, rows: Rows, stand_in: StandIn) -> None:
    server.ensure()
    calls = {fault: phone_call(server) for fault in FAULTS}
    for fault, call in calls.items():
        stand_in.plan[call.recording_sid] = list(FAULTS[fault])
        end_with_recording(call)
    for fault, call in calls.items():
        row = wait_until(rows, call, "verified")
        assert_kept(server, row, stand_in.audio(call.recording_sid))
        assert stand_in.asked[call.recording_sid] >= len(FAULTS[fault]), fault
        assert row.attempts == stand_in.asked[call.recording_sid], fault


def test_ten_megabytes_of_silence_are_a_recording(server: Server, rows: Rows, stand_in: StandIn) -> None:
    server.ensure()
    call = phone_call(server)
    stand_in.silent.add(call.recording_sid)
    end_with_recording(call)
    row = wait_until(rows, call, "verified")
    assert row.size_bytes > SILENCE_BYTES
    assert_kept(server, row, stand_in.audio(call.recording_sid))


def test_a_refusal_is_shown_and_can_be_retried(server: Server, rows: Rows, stand_in: StandIn) -> None:
    server.ensure()
    call = phone_call(server)
    stand_in.plan[call.recording_sid] = ["forbidden"]
    end_with_recording(call)
    failed = wait_until(rows, call, "failed")
    assert failed.error == "provider_refused"

    made = server.run("api-keys", "create", "outside test", "--role", "supervisor")
    asking = requests.Session()
    asking.headers["Authorization"] = f"Bearer {made.stdout.strip()}"
    api = f"{server.url}/api/v1/calls"
    [shown] = asking.get(api, params={"provider_call_id": call.call_sid}, timeout=30).json()["items"]
    assert (shown["recording"]["state"], shown["recording"]["error"]) == ("failed", "provider_refused")
    assert asking.post(f"{api}/{shown['id']}/recording/retry", timeout=30).status_code == 202

    row = wait_until(rows, call, "verified")
    audio = asking.get(f"{api}/{shown['id']}/recording", timeout=30)
    assert audio.content == stand_in.audio(call.recording_sid)
    assert_kept(server, row, audio.content)
