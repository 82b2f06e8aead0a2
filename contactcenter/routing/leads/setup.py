"""The company's own ways with leads: read, changed, and there from the first start."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from contactcenter.agents.models import User
from contactcenter.agents.worktime import get_calendar
from contactcenter.core.db import insert_once
from contactcenter.core.errors import Conflict, Invalid, NotFound, Stale
from contactcenter.routing.leads.models import Lead
from contactcenter.routing.leads.setup_models import (
    SETTINGS_ID,
    LeadAgent,
    LeadLostReason,
    LeadSettings,
    LeadStage,
)

FIRST_STAGE, WON_STAGE, LOST_STAGE = "new", "won", "lost"
STAGES = (
    (FIRST_STAGE, "Mới", "New", "open"),
    ("contacted", "Đã liên hệ", "Contacted", "open"),
    ("qualified", "Có nhu cầu", "Qualified", "open"),
    ("quoted", "Đã báo giá", "Quoted", "open"),
    (WON_STAGE, "Thành công", "Won", "won"),
    (LOST_STAGE, "Thất bại", "Lost", "lost"),
)
LOST_REASONS = (
    ("price", "Giá cao", "Too expensive"),
    ("competitor", "Chọn bên khác", "Chose a competitor"),
    ("no_need", "Không còn nhu cầu", "No need any more"),
    ("no_answer", "Không liên lạc được", "Could not be reached"),
    ("wrong_person", "Sai số, sai người", "Wrong number or person"),
    ("spam", "Tin rác", "Spam"),
)
MAX_STAGES = 20
MAX_REASONS = 50


def ensure_lead_setup(session: Session) -> None:
    """Stages, reasons, deadlines and the policy for everything else: those that are not there yet."""
    from contactcenter.routing.leads.policies import ensure_default_policy

    insert_once(session, LeadSettings, {"id": SETTINGS_ID}, key=["id"])
    if session.scalar(sa.select(sa.func.count()).select_from(LeadStage)) == 0:
        for place, (code, vi, en, kind) in enumerate(STAGES):
            row = {"id": code, "label_vi": vi, "label_en": en, "kind": kind, "position": place}
            insert_once(session, LeadStage, row, key=["id"])
    if session.scalar(sa.select(sa.func.count()).select_from(LeadLostReason)) == 0:
        for place, (code, vi, en) in enumerate(LOST_REASONS):
            row = {"id": code, "label_vi": vi, "label_en": en, "position": place}
            insert_once(session, LeadLostReason, row, key=["id"])
    ensure_default_policy(session)


def get_settings(session: Session, *, for_update: bool = False) -> LeadSettings:
    """The one row. Locked, it is the turn of whoever distributes."""
    statement = sa.select(LeadSettings).where(LeadSettings.id == SETTINGS_ID)
    if for_update:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).one()


def change_settings(session: Session, changes: dict[str, Any], *, version: int | None) -> LeadSettings:
    """Deadlines that run keep what they were given; the next ones follow. Raises Stale, Invalid."""
    settings = get_settings(session, for_update=True)
    if version is not None and version != settings.version:
        raise Stale("version_conflict", "Somebody changed the settings meanwhile.", version=settings.version)
    if changes.get("calendar_id"):
        get_calendar(session, changes["calendar_id"])  # raises NotFound
    for name, value in changes.items():
        setattr(settings, name, value)
    settings.version += 1
    return settings


def list_stages(session: Session) -> list[LeadStage]:
    return list(session.scalars(sa.select(LeadStage).order_by(LeadStage.position, LeadStage.id)))


def get_stage(session: Session, stage_id: str) -> LeadStage:
    """Raises NotFound."""
    stage = session.get(LeadStage, stage_id)
    if stage is None:
        raise NotFound("stage_not_found", "There is no such stage.")
    return stage


def first_stage(session: Session, kind: str = "open") -> LeadStage:
    """The first active stage of its kind."""
    found = [stage for stage in list_stages(session) if stage.kind == kind and stage.is_active]
    if not found:
        raise Conflict("no_stage", "There is no stage for that.", kind=kind)
    return found[0]


def put_stages(session: Session, rows: list[dict[str, Any]]) -> list[LeadStage]:
    """The whole pipeline in its order: rows with an id change, those without are new, missing ones are put away.

    Raises Invalid without a stage of each kind, Conflict `stage_in_use` when leads stand in one that would go.
    """
    kinds = {row["kind"] for row in rows if row.get("is_active", True)}
    if kinds != {"open", "won", "lost"} or len(rows) > MAX_STAGES:
        raise Invalid(
            "invalid_stages", "A pipeline has open stages, one won and one lost.", stages=["Some kind is missing."]
        )
    there = {stage.id: stage for stage in list_stages(session)}
    kept = {row["id"] for row in rows if row.get("id")}
    for stage_id in there.keys() - kept:
        _refuse_stage_in_use(session, stage_id)
        session.delete(there[stage_id])
    for place, row in enumerate(rows):
        _put(session, LeadStage, there, row, place, ("label_vi", "label_en", "kind", "is_active"))
    session.flush()
    return list_stages(session)


def list_lost_reasons(session: Session) -> list[LeadLostReason]:
    return list(session.scalars(sa.select(LeadLostReason).order_by(LeadLostReason.position, LeadLostReason.id)))


def put_lost_reasons(session: Session, rows: list[dict[str, Any]]) -> list[LeadLostReason]:
    """The whole list in its order. Missing ones are put away: leads that name them keep them."""
    if len(rows) > MAX_REASONS:
        raise Invalid("too_many_reasons", "That are too many reasons.", limit=MAX_REASONS)
    there = {reason.id: reason for reason in list_lost_reasons(session)}
    kept = {row["id"] for row in rows if row.get("id")}
    for reason_id in there.keys() - kept:
        there[reason_id].is_active = False
    for place, row in enumerate(rows):
        _put(session, LeadLostReason, there, row, place, ("label_vi", "label_en", "is_active"))
    session.flush()
    return list_lost_reasons(session)


def list_agents(session: Session) -> list[tuple[User, LeadAgent | None]]:
    """Everybody who works here, with their switch and caps if they have any."""
    statement = sa.select(User, LeadAgent).outerjoin(LeadAgent, LeadAgent.user_id == User.id)
    rows = session.execute(statement.where(User.is_active.is_(True)).order_by(User.name, User.id))
    return [(user, agent) for user, agent in rows]


def change_agent(session: Session, user_id: str, changes: dict[str, Any]) -> LeadAgent:
    """The switch and caps of one person. Raises NotFound."""
    if session.get(User, user_id) is None:
        raise NotFound("agent_not_found", "There is no such agent.")
    insert_once(session, LeadAgent, {"user_id": user_id}, key=["user_id"])
    row = session.get_one(LeadAgent, user_id, with_for_update=True)
    for name, value in changes.items():
        setattr(row, name, value)
    return row


def _put(session: Session, table: Any, there: dict[str, Any], row: dict[str, Any], place: int, names: Any) -> None:
    values = {name: row[name] for name in names if name in row}
    found = there.get(row.get("id") or "")
    if row.get("id") and found is None:
        raise NotFound("row_not_found", "There is no such row.", id=row["id"])
    if found is None:
        session.add(table(**values, position=place))
        return
    if "kind" in values and values["kind"] != found.kind:
        _refuse_stage_in_use(session, found.id)
    for name, value in values.items():
        setattr(found, name, value)
    found.position = place


def _refuse_stage_in_use(session: Session, stage_id: str) -> None:
    if session.scalar(sa.select(Lead.id).where(Lead.stage_id == stage_id).limit(1)) is not None:
        raise Conflict("stage_in_use", "Leads stand in that stage: move them first.", stage=stage_id)
