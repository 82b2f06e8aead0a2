"""Named reads of flows, and how they are shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.worktime.models import BusinessCalendar
from contactcenter.core.clock import now
from contactcenter.privacy import gate
from contactcenter.routing.flows import builtin
from contactcenter.routing.flows.check import Known, Problem, check, is_fit
from contactcenter.routing.flows.check_texts import in_words
from contactcenter.routing.flows.models import Flow, FlowSound, FlowVersion, PhoneNumber
from contactcenter.routing.models import Queue, QueueMember


def known(session: Session) -> Known:
    """What a flow may refer to, as it stands now."""
    members = sa.select(QueueMember.queue_id, sa.func.count().label("n")).group_by(QueueMember.queue_id).subquery()
    rows = session.execute(
        sa.select(Queue.id, Queue.is_active, Queue.is_default, Queue.menu_key, members.c.n).outerjoin(
            members, members.c.queue_id == Queue.id
        )
    ).all()
    calendars = sa.select(BusinessCalendar.id).where(BusinessCalendar.is_archived.is_(False))
    sounds = sa.select(FlowSound.id).where(FlowSound.state == "stored")
    return Known(
        queues={row.id: (row.is_active, row.n or 0) for row in rows},
        default_queue=next((row.id for row in rows if row.is_default), None),
        calendars=frozenset(session.scalars(calendars)),
        sounds=frozenset(session.scalars(sounds)),
        may_call=lambda number: gate.may_contact(session, None, number, gate.VOICE, gate.SERVICE, now()).is_allowed,
        has_queue_keys=any(row.menu_key for row in rows if row.is_active),
    )


def list_flows(session: Session) -> list[dict[str, Any]]:
    """The default first, archived ones last; with how many numbers use each."""
    used = sa.select(PhoneNumber.flow_id, sa.func.count().label("n")).group_by(PhoneNumber.flow_id).subquery()
    rows = session.execute(
        sa.select(Flow, used.c.n, FlowVersion.number, FlowVersion.published_at, FlowVersion.document)
        .outerjoin(used, used.c.flow_id == Flow.id)
        .outerjoin(FlowVersion, FlowVersion.id == Flow.published_id)
        .order_by(Flow.is_archived, Flow.is_default.desc(), Flow.name, Flow.id)
    )
    return [
        {
            **_columns(flow),
            "numbers": n or 0,
            "published_number": number or 0,
            "published_at": at,
            "has_changes": flow.draft != (document or builtin.document()),
        }
        for flow, n, number, at, document in rows
    ]


def show_flow(session: Session, flow: Flow) -> dict[str, Any]:
    """With its draft, and what is wrong with that."""
    row = next(one for one in list_flows(session) if one["id"] == flow.id)
    problems = check(flow.draft, known(session))
    return {
        **row,
        "document": flow.draft,
        "problems": present_problems(problems),
        "is_fit": is_fit(problems),
        "draft_by_name": _names(session, [flow.draft_by]).get(flow.draft_by or ""),
    }


def list_versions(session: Session, flow: Flow) -> list[dict[str, Any]]:
    """The newest first, without their documents; of the default flow the built-in one last, as number 0."""
    statement = sa.select(FlowVersion).where(FlowVersion.flow_id == flow.id).order_by(FlowVersion.number.desc())
    rows = list(session.scalars(statement.limit(200)))
    names = _names(session, [row.published_by for row in rows])
    shown = [present_version(row, flow, names.get(row.published_by or "")) for row in rows]
    if flow.is_default:
        first = {"id": builtin.VERSION, "number": 0, "note": "", "restored_number": None, "published_at": None}
        shown.append({**first, "published_by_name": None, "is_current": flow.published_id is None})
    return shown


def present_version(row: FlowVersion, flow: Flow, name: str | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "note": row.note,
        "restored_number": row.restored_number,
        "published_at": row.published_at,
        "published_by_name": name,
        "is_current": row.id == flow.published_id,
    }


def list_numbers(session: Session) -> list[dict[str, Any]]:
    statement = sa.select(PhoneNumber, Flow.name).outerjoin(Flow, Flow.id == PhoneNumber.flow_id)
    rows = session.execute(statement.order_by(PhoneNumber.label, PhoneNumber.e164))
    return [present_number(number, name) for number, name in rows]


def present_number(number: PhoneNumber, flow_name: str | None) -> dict[str, Any]:
    shown = {column.key: getattr(number, column.key) for column in PhoneNumber.__table__.columns}
    return {**shown, "number": number.e164, "flow_name": flow_name}


def list_sounds(session: Session) -> list[FlowSound]:
    """Those on offer, the newest first."""
    offered = sa.select(FlowSound).where(FlowSound.state == "stored", FlowSound.is_archived.is_(False))
    return list(session.scalars(offered.order_by(FlowSound.uploaded_at.desc()).limit(500)))


def sound_names(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Sound id → file name, of those that are there."""
    rows = session.scalars(sa.select(FlowSound).where(FlowSound.id.in_(list(ids)), FlowSound.state == "stored"))
    return {row.id: row.file_name for row in rows}


def find_sound(session: Session, secret: str) -> FlowSound | None:
    return session.scalars(sa.select(FlowSound).where(FlowSound.secret == secret, FlowSound.state == "stored")).first()


def published_document(session: Session, flow: Flow) -> Mapping[str, Any]:
    """What callers of the flow hear now."""
    row = session.get(FlowVersion, flow.published_id) if flow.published_id else None
    return row.document if row is not None else builtin.document()


def present_problems(problems: Sequence[Problem]) -> list[dict[str, Any]]:
    return [
        {
            "code": one.code,
            "step": one.step,
            "field": one.field,
            "is_warning": one.is_warning,
            "params": dict(one.params),
            "text": in_words(one),
        }
        for one in problems
    ]


def _columns(flow: Flow) -> dict[str, Any]:
    left_out = {"draft", "published_id"}
    return {c.key: getattr(flow, c.key) for c in Flow.__table__.columns if c.key not in left_out}


def _names(session: Session, ids: Iterable[str | None]) -> dict[str, str]:
    wanted = {one for one in ids if one}
    rows = session.execute(sa.select(User.id, User.name).where(User.id.in_(wanted)))
    return {row.id: row.name for row in rows}
