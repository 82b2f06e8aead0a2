"""A customer of another team who has everything that a customer can have, each with the word `quax` in it."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from contactcenter.calls.models import Recording, TranscriptLine
from contactcenter.core.clock import isoformat, now
from contactcenter.core.db import transaction
from contactcenter.core.jobs import MemoryQueue
from contactcenter.crm.duplicates.jobs import compare_customers
from tests.crm.files.test_files import upload
from tests.crm.hands import patch
from tests.crm.imports.sheets import Importer
from tests.flows.carrier import PhoneCall
from tests.flows.desk import Desk
from tests.flows.rooms import talking

PHONE, OWN_PHONE = "+84903131313", "+84904242424"
"""A number that a double has too, and one that nobody else has."""
SECRETS = ("quax", "quắx", "903131313", "0903 131 313", "+84 903 131 313", "904242424")
"""None of these may be in an answer to somebody of another team."""


@dataclass
class Outside:
    """`ids`: piece of a path → what it names."""

    customer_id: str
    ids: dict[str, str]


def with_everything(client: Any, owner: Desk, admin: Desk, queue: MemoryQueue) -> Outside:
    """`owner` is at their desk, available."""
    importer = Importer(admin, queue)
    importer.run(f"Tên,Điện thoại,Email\nZebra Quax,{PHONE},zebra@quax.vn\n")
    customer = admin.get("/customers?q=quax").json["items"][0]
    customer_id = customer["id"]
    assert (
        patch(admin, f"/customers/{customer_id}", {"owner_id": owner.user_id, "notes": "quaxnotes"}).status_code == 200
    )
    call_id = _a_call(client, owner)
    double = _made(owner.post("/customers?allow_duplicate=1", {"display_name": "Zebra Quax", "phones": [PHONE]}))
    away = _made(
        owner.post("/customers", {"display_name": "Quax Away", "emails": ["away@quax.vn"], "phones": [OWN_PHONE]})
    )
    for one in (double, away):
        patch(admin, f"/customers/{one['id']}", {"owner_id": owner.user_id})
    merge = owner.post(f"/customers/{customer_id}/merge", {"with": [away["id"]]})
    assert merge.status_code in (200, 201), merge.text
    firm = {
        "name": "Công ty Quax",
        "notes": "quaxfirm",
        "address": "Quax 1",
        "tax_code": "QUAX77",
        "phones": [OWN_PHONE],
    }
    company = _made(owner.post("/companies", {**firm, "owner_id": owner.user_id}))
    _made(owner.post(f"/companies/{company['id']}/people", {"customer_id": customer_id, "title": "quaxboss"}))
    members = [{"customer_id": customer_id}]
    household = _made(owner.post("/households", {"label": "Nhà quax", "members": members}))
    due = isoformat(now() + timedelta(hours=1))
    named = {"customer_id": customer_id, "due_at": due}
    order = {"code": "QUAX-1", "customer_id": customer_id, "total_minor": 5_000}
    made = {
        "note_id": {"id": _made(owner.post(f"/customers/{customer_id}/notes", {"text": "quaxnote"}))["ref_id"]},
        "task": _made(owner.post("/tasks", {"title": "quaxtask", "company_id": company["id"], **named})),
        "callback": _made(owner.post("/tasks", {"title": "quaxback", "kind": "callback", **named})),
        "order": _made(owner.post("/orders", order)),
        "file": _made(upload(owner, customer_id, b"quaxfile", "quax.txt", "text/plain")),
        "tag": _made(owner.post("/tags", {"name": "Thân thiết"})),
        "lead": _made(
            owner.post(
                "/leads",
                {
                    "source": "web", "interest": "quaxthing", "owner_id": owner.user_id,
                    "customer": {"customer_id": customer_id},
                },
            )
        ),
        "segment": _made(
            admin.post("/segments", {"name": "Danh sách", "kind": "static", "customer_ids": [customer_id]})
        ),
        "export": _made(admin.post("/exports", {"columns": ["display_name", "phones"], "ids": [customer_id]})),
    }  # fmt: skip
    owner.post(f"/customers/{customer_id}/tags", {"tag_id": made["tag"]["id"]})
    _words(call_id)
    _missed(client)
    queue.drain()
    compare_customers()
    ids = {f"{name}s/<{name}_id>": row["id"] for name, row in made.items()} | {
        "<customer_id>": customer_id,
        "<call_id>": call_id,
        "<company_id>": company["id"],
        "<household_id>": household["id"],
        "<person_id>": _first(admin.get(f"/companies/{company['id']}/people")),
        "<import_id>": admin.get("/imports").json["items"][0]["id"],
        "<merge_id>": admin.get("/customers/merges").json["items"][0]["id"],
        "<pair_id>": _first(admin.get("/duplicates")),
        "missed-callers/<item_id>": _first(admin.get("/missed-callers")),
        "work-items/<item_id>": _first(admin.get("/work-items")),
        "timeline/<item_id>": _first(admin.get(f"/customers/{customer_id}/timeline")),
        "<user_id>": owner.user_id,
        "<agent_id>": owner.user_id,
    }
    return Outside(customer_id, ids)


def _a_call(client: Any, owner: Desk) -> str:
    """Answered by the owner, with words and a recording, and over."""
    phone = PhoneCall(client, caller=PHONE)
    call_id = talking(owner, phone)
    assert owner.put(f"/calls/{call_id}/notes", {"text": "quaxdraft", "version": 0}).status_code == 200
    phone.leg("completed", 3, f"client:agent_{owner.name.lower()}", CallDuration="9")
    phone.end(CallDuration="20")
    return call_id


def _words(call_id: str) -> None:
    with transaction() as session:
        session.add(
            Recording(
                call_id=call_id, provider="twilio", account="a", provider_recording_id="RE1", state="verified",
                storage_key="calls/none.wav",
                started_at=now(), duration_seconds=9,
            )
        )  # fmt: skip
        session.add(
            TranscriptLine(
                call_id=call_id, source_id="GT1", sequence=0, speaker="customer", start_seconds=1.0, text="quaxsaid"
            )
        )


def _missed(client: Any) -> None:
    """They ring again, wait, and hang up."""
    again = PhoneCall(client, caller=PHONE)
    again.arrive()
    again.leave_queue("hangup", status="completed")
    again.end(CallDuration="30")


def _made(answer: Any) -> dict[str, Any]:
    assert answer.status_code in (200, 201, 202), answer.text
    return dict(answer.json)


def _first(answer: Any) -> str:
    assert answer.status_code == 200
    assert answer.json["items"], answer.text
    return str(answer.json["items"][0]["id"])
