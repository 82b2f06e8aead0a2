"""Drawing flows, publishing them, going back; which number uses which."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.core.clock import now
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.core.ids import new_id
from contactcenter.core.phone import parse_phone
from contactcenter.routing.flows import builtin, queries
from contactcenter.routing.flows.check import check, is_fit
from contactcenter.routing.flows.document import sounds_of
from contactcenter.routing.flows.models import Flow, FlowSound, FlowStamp, FlowVersion, PhoneNumber
from contactcenter.routing.flows.published import touch_stamp

DEFAULT_NAME = "Mặc định"
MAX_FLOWS = 100
MAX_NUMBERS = 500


def ensure_default_flow(session: Session) -> Flow:
    """The flow of every number that names no other; until it is published it is the built-in one."""
    insert_once(session, FlowStamp, {"id": 1, "token": new_id("fst")}, key=["id"])
    flow = session.scalars(sa.select(Flow).where(Flow.is_default.is_(True))).first()
    if flow is None:
        flow = Flow(name=DEFAULT_NAME, is_default=True, draft=builtin.document())
        session.add(flow)
        session.flush()
    return flow


def get_flow(session: Session, flow_id: str, *, version: int | None = None, for_update: bool = False) -> Flow:
    """Raises NotFound, and Stale when `version` is not the newest."""
    flow = session.get(Flow, flow_id, with_for_update=for_update, populate_existing=for_update)
    if flow is None:
        raise NotFound("flow_not_found", "There is no such flow.")
    if version is not None and version != flow.version:
        raise Stale("version_conflict", "Somebody changed this flow meanwhile.", version=flow.version)
    return flow


def create_flow(session: Session, name: str, *, copy_of: str | None, actor_id: str) -> Flow:
    """A new one, from another's draft or from the built-in flow. No caller hears it before it is published."""
    if (session.scalar(sa.select(sa.func.count()).select_from(Flow)) or 0) >= MAX_FLOWS:
        raise Conflict("too_many_flows", "There are too many flows.", limit=MAX_FLOWS)
    draft = get_flow(session, copy_of).draft if copy_of else builtin.document()
    flow = Flow(name=name, draft=draft, draft_by=actor_id)
    session.add(flow)
    session.flush()
    return flow


def change_flow(session: Session, flow_id: str, changes: Mapping[str, Any], *, version: int | None) -> Flow:
    """Rename, archive (not the default one, nor one that numbers use: Conflict) or bring back."""
    flow = get_flow(session, flow_id, version=version, for_update=True)
    if changes.get("is_archived") and not flow.is_archived:
        used = session.scalar(sa.select(sa.func.count()).where(PhoneNumber.flow_id == flow.id))
        if flow.is_default or used:
            raise Conflict("flow_in_use", "Callers use this flow.", numbers=used or 0)
    for name, value in changes.items():
        setattr(flow, name, value)
    flow.version += 1
    return flow


def save_draft(session: Session, flow_id: str, document: dict[str, Any], *, version: int | None, actor_id: str) -> Flow:
    """Keep a draft, broken or not. Callers go on hearing what is published."""
    flow = get_flow(session, flow_id, version=version, for_update=True)
    if flow.draft != document:
        flow.draft, flow.draft_at, flow.draft_by = document, now(), actor_id
        flow.version += 1
    return flow


def publish(session: Session, flow_id: str, *, note: str, version: int | None, actor_id: str) -> FlowVersion:
    """From the commit on new callers hear the draft; calls in progress finish on what they began with.

    Raises Invalid `flow_broken` with the problems.
    """
    flow = get_flow(session, flow_id, version=version, for_update=True)
    return _publish(session, flow, flow.draft, note=note, restored=None, actor_id=actor_id)


def restore(session: Session, flow_id: str, version_id: str, *, actor_id: str) -> FlowVersion:
    """Publish an older version again, as a new one; the draft becomes it too. Raises as `publish` does."""
    flow = get_flow(session, flow_id, for_update=True)
    if version_id == builtin.VERSION:
        document, number = builtin.document(), 0
    else:
        row = session.get(FlowVersion, version_id)
        if row is None or row.flow_id != flow.id:
            raise NotFound("flow_version_not_found", "There is no such version.")
        document, number = row.document, row.number
    published = _publish(session, flow, document, note="", restored=number, actor_id=actor_id)
    flow.draft, flow.draft_at, flow.draft_by = document, now(), actor_id
    return published


def add_number(session: Session, values: Mapping[str, Any], *, region: str) -> PhoneNumber:
    """Raises Invalid for what is no number, Conflict for one that is there, NotFound for its flow."""
    phone = parse_phone(values["number"], region)
    if phone is None:
        raise Invalid("bad_phone", "That is no phone number.", number=["Not a phone number."])
    if session.scalar(sa.select(PhoneNumber.id).where(PhoneNumber.e164 == phone.e164)):
        raise Conflict("number_taken", "This number is on the list.", number=phone.e164)
    if (session.scalar(sa.select(sa.func.count()).select_from(PhoneNumber)) or 0) >= MAX_NUMBERS:
        raise Conflict("too_many_numbers", "There are too many numbers.", limit=MAX_NUMBERS)
    number = PhoneNumber(e164=phone.e164, label=values["label"], flow_id=_usable(session, values["flow_id"]))
    session.add(number)
    touch_stamp(session)
    session.flush()
    return number


def change_number(session: Session, number_id: str, changes: Mapping[str, Any], *, version: int | None) -> PhoneNumber:
    """Another label or flow (null: the default one), at once for new calls."""
    number = _get_number(session, number_id)
    if version is not None and version != number.version:
        raise Stale("version_conflict", "Somebody changed this number meanwhile.", version=number.version)
    if "label" in changes:
        number.label = changes["label"]
    if "flow_id" in changes:
        number.flow_id = _usable(session, changes["flow_id"])
    number.version += 1
    touch_stamp(session)
    session.flush()
    return number


def remove_number(session: Session, number_id: str) -> None:
    """Its callers meet the default flow from now on."""
    session.delete(_get_number(session, number_id))
    touch_stamp(session)


def _publish(
    session: Session, flow: Flow, document: dict[str, Any], *, note: str, restored: int | None, actor_id: str
) -> FlowVersion:
    if flow.is_archived:
        raise Conflict("flow_archived", "Bring the flow back first.")
    problems = check(document, queries.known(session))
    if not is_fit(problems):
        raise Invalid("flow_broken", "The flow has mistakes.", problems=queries.present_problems(problems))
    newest = session.scalar(sa.select(sa.func.max(FlowVersion.number)).where(FlowVersion.flow_id == flow.id)) or 0
    files = sa.select(FlowSound).where(FlowSound.id.in_(sounds_of(document)))
    row = FlowVersion(
        id=new_id("flv"),
        flow_id=flow.id,
        number=newest + 1,
        document=document,
        sounds={sound.id: sound.file_name for sound in session.scalars(files)},
        note=note,
        restored_number=restored,
        published_by=actor_id,
    )
    session.add(row)
    flow.published_id = row.id
    flow.version += 1
    touch_stamp(session)
    session.flush()
    return row


def _get_number(session: Session, number_id: str) -> PhoneNumber:
    number = session.get(PhoneNumber, number_id, with_for_update=True, populate_existing=True)
    if number is None:
        raise NotFound("number_not_found", "There is no such number.")
    return number


def _usable(session: Session, flow_id: str | None) -> str | None:
    if flow_id is None:
        return None
    if get_flow(session, flow_id).is_archived:
        raise Conflict("flow_archived", "Bring the flow back first.")
    return flow_id
