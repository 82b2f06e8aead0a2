"""The desk's own traces: notes that name colleagues, promises kept and overdue, files."""

import io
import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.calls.models import Call
from contactcenter.core import storage
from contactcenter.crm.files.models import CustomerFile
from contactcenter.crm.models import Customer, TimelineItem
from contactcenter.crm.notes.mentions import STORED, show
from contactcenter.crm.notes.models import Note, NoteMention
from contactcenter.crm.notifications.models import Notification
from contactcenter.crm.tasks.models import Task
from contactcenter.demo import papers
from contactcenter.demo.desk_wording import DONE, RICH_NOTES, TASKS
from contactcenter.demo.rows import id_at


@dataclass(frozen=True)
class Staff:
    """The agents in their order, and who looks after them."""

    agents: list[User]
    supervisor: User

    @property
    def names(self) -> dict[str, str]:
        return {user.id: user.name for user in (*self.agents, self.supervisor)}


def adopt_notes(session: Session) -> None:
    """The month's notes were written as cards; each gets its note."""
    known = sa.select(Note.id)
    for item in session.scalars(
        sa.select(TimelineItem).where(TimelineItem.kind == "note", TimelineItem.ref_id.not_in(known))
    ):
        session.add(
            Note(
                id=item.ref_id,
                customer_id=item.customer_id,
                text=item.data.get("text") or item.summary,
                author_id=item.agent_id,
                created_at=item.occurred_at,
            )
        )


def add_notes(session: Session, people: list[Customer], staff: Staff, now: datetime, rng: random.Random) -> None:
    """Longer notes, some pinned, some naming a colleague, who finds the newest unread."""
    chosen = rng.sample(people, len(RICH_NOTES))
    for number, ((template, named, is_pinned), person) in enumerate(zip(RICH_NOTES, chosen, strict=True)):
        at = now - timedelta(hours=5 + 19 * number, minutes=rng.randrange(60))
        text = _with_mention(template, staff)
        author = staff.supervisor if named is not None else rng.choice(staff.agents)
        note = Note(
            id=id_at("not", at, rng),
            customer_id=person.id,
            text=text,
            author_id=author.id,
            is_pinned=is_pinned,
            created_at=at,
        )
        session.add(note)
        session.flush()
        shown = show(text, staff.names)
        session.add(_card("note", note.id, person.id, at, shown, author.id, rng, {"text": shown}))
        if named is not None:
            _mention(session, note, staff.agents[named], is_read=number > 2, rng=rng)


def add_promises(session: Session, now: datetime, rng: random.Random) -> None:
    """What agents promised at the end of their calls: the last two days' are open, the older ones done."""
    promised = sa.select(Call).where(Call.next_step.is_not(None), Call.agent_id.is_not(None)).order_by(Call.started_at)
    for call in session.scalars(promised).all():
        step: dict[str, Any] = call.next_step or {}
        if step.get("kind") not in ("task", "callback") or call.wrap_up_ended_at is None:
            continue
        due_at = datetime.fromisoformat(step["due_at"])
        is_open = call.wrap_up_ended_at > now - timedelta(days=2)
        task = _task(step["text"], step["kind"], due_at, call.wrap_up_ended_at, str(call.agent_id), now, rng)
        task.customer_id, task.call_id, task.origin = call.customer_id, call.id, f"wrap_up:{call.id}"
        if not is_open:
            _close(task, min(due_at - timedelta(minutes=rng.randrange(5, 240)), now))
        _put(session, task, rng)


def add_tasks(
    session: Session, people: list[Customer], company_ids: list[str], staff: Staff, now: datetime, rng: random.Random
) -> None:
    """For each agent: overdue, today, later, some day; and what was done this week."""
    for user in staff.agents:
        for title, kind, priority, hours in rng.sample(TASKS, 7):
            due_at = None if hours is None else _on_the_half_hour(now + timedelta(hours=hours))
            created_at = now - timedelta(days=rng.randrange(2, 9), hours=rng.randrange(8))
            task = _task(title, kind, due_at, created_at, user.id, now, rng)
            task.priority, task.created_by = priority, rng.choice((user.id, staff.supervisor.id))
            task.customer_id = rng.choice(people).id
            _put(session, task, rng)
        for title in rng.sample(DONE, 2):
            closed_at = now - timedelta(days=rng.randrange(1, 6), hours=rng.randrange(6))
            task = _task(title, "task", closed_at, closed_at - timedelta(days=2), user.id, now, rng)
            task.customer_id = rng.choice(people).id
            _close(task, closed_at)
            _put(session, task, rng)
    due_at = _on_the_half_hour(now + timedelta(days=3))
    review = _task("Rà soát công nợ và gia hạn hợp đồng", "task", due_at, now, staff.agents[0].id, now, rng)
    review.company_id, review.created_by = rng.choice(company_ids), staff.supervisor.id
    _put(session, review, rng)


def add_files(session: Session, people: list[Customer], staff: Staff, now: datetime, rng: random.Random) -> None:
    """A price list and a plan with the people they were made for; the bytes are in the store when this returns."""
    contents = (
        ("Bảng giá tháng này.pdf", "application/pdf", papers.price_list()),
        ("Mặt bằng bếp.png", "image/png", papers.kitchen_plan()),
        ("Bảng giá gửi đại lý.pdf", "application/pdf", papers.price_list()),
    )
    for (name, content_type, data), person in zip(contents, rng.sample(people, len(contents)), strict=True):
        at = now - timedelta(days=rng.randrange(1, 12), minutes=rng.randrange(600))
        file_id, digest = id_at("fil", at, rng), sha256(data).hexdigest()
        key = f"files/{at:%Y/%m/%d}/{file_id}.{name.rpartition('.')[2]}"
        storage.current_store().put_once(key, io.BytesIO(data), sha256=digest, content_type=content_type)
        uploaded_by = rng.choice(staff.agents).id
        session.add(
            CustomerFile(
                id=file_id,
                customer_id=person.id,
                state="stored",
                name=name,
                content_type=content_type,
                size_bytes=len(data),
                sha256=digest,
                storage_key=key,
                uploaded_by=uploaded_by,
                uploaded_at=at,
            )
        )
        session.add(_card("file", file_id, person.id, at, name, uploaded_by, rng))


def _with_mention(template: str, staff: Staff) -> str:
    text = template.replace("@{lan}", f"<@{staff.agents[0].id}>").replace("@{minh}", f"<@{staff.agents[1].id}>")
    return text.replace("@{huong}", f"<@{staff.agents[2].id}>")


def _mention(session: Session, note: Note, user: User, *, is_read: bool, rng: random.Random) -> None:
    if user.id not in STORED.findall(note.text):
        raise ValueError("the note names somebody else")
    session.add(NoteMention(note_id=note.id, user_id=user.id))
    session.add(
        Notification(
            id=id_at("ntf", note.created_at, rng),
            user_id=user.id,
            kind="mention",
            occasion=f"mention:{note.id}:{user.id}",
            ref_id=note.id,
            customer_id=note.customer_id,
            actor_id=note.author_id,
            at=note.created_at,
            read_at=note.created_at + timedelta(hours=2) if is_read else None,
        )
    )


def _task(
    title: str, kind: str, due_at: datetime | None, at: datetime, user_id: str, now: datetime, rng: random.Random
) -> Task:
    return Task(
        id=id_at("tsk", at, rng),
        title=title,
        kind=kind,
        state="open",
        due_at=due_at,
        reminder_at=due_at,
        remind_next_at=due_at if due_at and due_at > now else None,
        assignee_id=user_id,
        created_by=user_id,
        created_at=at,
        updated_at=at,
    )


def _close(task: Task, at: datetime) -> None:
    at = max(at, task.created_at + timedelta(minutes=3))
    task.state, task.closed_at, task.closed_by, task.updated_at = "done", at, task.assignee_id, at
    task.remind_next_at = None


def _put(session: Session, task: Task, rng: random.Random) -> None:
    session.add(task)
    if task.customer_id is not None:
        at, who = task.closed_at or task.created_at, task.closed_by or task.created_by
        session.add(_card("task", task.id, task.customer_id, at, task.title, who, rng))


def _card(
    kind: str,
    ref_id: str,
    customer_id: str,
    at: datetime,
    summary: str,
    agent_id: str | None,
    rng: random.Random,
    data: dict[str, Any] | None = None,
) -> TimelineItem:
    return TimelineItem(
        id=id_at("tli", at, rng),
        customer_id=customer_id,
        kind=kind,
        channel="internal",
        occurred_at=at,
        summary=summary[:300],
        agent_id=agent_id,
        ref_id=ref_id,
        data=data or {},
    )


def _on_the_half_hour(moment: datetime) -> datetime:
    return moment.replace(minute=moment.minute // 30 * 30, second=0, microsecond=0)
