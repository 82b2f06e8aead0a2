"""Shifts, leave and opening hours over HTTP: agents see their own, supervisors plan everybody's."""

from datetime import date
from typing import Any

from flask_smorest import Blueprint

from contactcenter.agents.policies import can
from contactcenter.agents.queries import get_user
from contactcenter.agents.session import current_actor, own_user_id, require
from contactcenter.agents.worktime import calendars, plans, queries, schemas, service
from contactcenter.agents.worktime.clock_face import day_of
from contactcenter.agents.worktime.models import Holiday, Leave, Shift
from contactcenter.core.clock import now
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import NotFound
from contactcenter.core.versions import IfMatch

blp = Blueprint("schedule", __name__, url_prefix="/api/v1", description="Shifts, leave, opening hours and holidays")


@blp.get("/schedule")
@require("schedule.read")
@blp.arguments(schemas.DaysQuery, location="query")
@blp.response(200, schemas.ScheduleSchema)
def show_schedule(query: dict[str, Any]) -> Any:
    """Who works when, who is away, which days are holidays; agents see themselves."""
    with read() as session:
        return queries.show_schedule(session, query["first"], query["last"], user_id=_whose(query["agent"]))


@blp.get("/schedule/now")
@require("account.own")
@blp.response(200, schemas.DutySchema)
def show_duty() -> Any:
    """Whether one is in shift right now: outside it, being Available brings no work."""
    with read() as session:
        return queries.show_duty(session, own_user_id(), now())


@blp.post("/shifts")
@require("schedule.edit")
@blp.arguments(schemas.ShiftIn)
@blp.response(201, schemas.ShiftList)
def add_shifts(body: dict[str, Any]) -> Any:
    """One day or several weekdays, all or none; 409 `shift_overlap` names what is in the way."""
    weekdays = sorted(set(body.pop("weekdays")))
    body["starts_minute"], body["ends_minute"] = schemas.next_day(body["starts_minute"], body["ends_minute"])
    with transaction() as session:
        rows = [
            service.add_shift(session, **body, weekday=weekday, actor_id=current_actor().id)
            for weekday in (weekdays or [None])
        ]
        return {"items": rows}


@blp.patch("/shifts/<shift_id>")
@require("schedule.edit")
@blp.arguments(schemas.ShiftChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.ShiftSchema)
def change_shift(body: dict[str, Any], match: dict[str, Any], shift_id: str) -> Shift:
    """Another time, person or note, for all its days."""
    if "starts_minute" in body:
        body["starts_minute"], body["ends_minute"] = schemas.next_day(body["starts_minute"], body["ends_minute"])
    with transaction() as session:
        return service.change_shift(session, shift_id, body, version=match["version"])


@blp.post("/shifts/<shift_id>/moves")
@require("schedule.edit")
@blp.arguments(schemas.ShiftMoveIn)
@blp.response(201, schemas.ShiftSchema)
def move_shift(body: dict[str, Any], shift_id: str) -> Shift:
    """Move one day of it; the rest of a weekly shift stays."""
    body["starts_minute"], body["ends_minute"] = schemas.next_day(body["starts_minute"], body["ends_minute"])
    day = body.pop("day")
    with transaction() as session:
        return service.move_day(session, shift_id, day, body, actor_id=current_actor().id)


@blp.delete("/shifts/<shift_id>")
@require("schedule.edit")
@blp.arguments(schemas.ShiftRemoval, location="query")
@blp.response(204)
def remove_shift(query: dict[str, Any], shift_id: str) -> None:
    """Take a shift away: one day, that day and all after, or all of it."""
    with transaction() as session:
        if query["scope"] == "day" and service.get_shift(session, shift_id).weekday is not None:
            service.skip_day(session, shift_id, query["day"])
        elif query["scope"] == "following":
            service.end_shift(session, shift_id, query["day"])
        else:
            service.remove_shift(session, shift_id)


@blp.post("/schedule/copies")
@require("schedule.edit")
@blp.arguments(schemas.CopyIn)
@blp.response(201, schemas.CopiedSchema)
def copy_week(body: dict[str, Any]) -> Any:
    """Repeat a week's single shifts in another week; what would overlap stays out and is counted."""
    with transaction() as session:
        copied, left_out = service.copy_week(session, **body, actor_id=current_actor().id)
        return {"items": copied, "left_out": left_out}


@blp.get("/leaves")
@require("schedule.read")
@blp.arguments(schemas.LeaveFilters, location="query")
@blp.response(200, schemas.LeaveList)
def list_leaves(query: dict[str, Any]) -> Any:
    """Leave that touches the days asked for; without any, what is not over. Agents see their own."""
    whose = _whose(query["agent"])
    first = query["first"] or (None if query["last"] else day_of(now(), plans.company_zone()))
    with read() as session:
        rows = queries.list_leaves(
            session,
            first,
            query["last"],
            user_ids=None if whose is None else [whose],
            with_canceled=query["with_canceled"],
        )
        return {"items": queries.present_leaves(session, rows)}


@blp.post("/leaves")
@require("schedule.edit")
@blp.arguments(schemas.LeaveIn)
@blp.response(201, schemas.LeaveSchema)
def enter_leave(body: dict[str, Any]) -> Any:
    """Somebody will be away; 409 `leave_overlap` when they are already."""
    with transaction() as session:
        row = service.enter_leave(session, **_moments(body), actor_id=current_actor().id)
        return _shown(session, row)


@blp.patch("/leaves/<leave_id>")
@require("schedule.edit")
@blp.arguments(schemas.LeaveChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.LeaveSchema)
def change_leave(body: dict[str, Any], match: dict[str, Any], leave_id: str) -> Any:
    with transaction() as session:
        return _shown(session, service.change_leave(session, leave_id, _moments(body), version=match["version"]))


@blp.delete("/leaves/<leave_id>")
@require("schedule.edit")
@blp.response(200, schemas.LeaveSchema)
def cancel_leave(leave_id: str) -> Any:
    """Take leave back; the row stays, with who did it."""
    with transaction() as session:
        return _shown(session, service.cancel_leave(session, leave_id, actor_id=current_actor().id))


@blp.get("/calendars")
@require("schedule.read")
@blp.response(200, schemas.CalendarList)
def list_calendars() -> Any:
    """Opening hours by name, the default first; each says whether it is open now."""
    with read() as session:
        return {"items": queries.present_calendars(session, now())}


@blp.post("/calendars")
@require("schedule.edit")
@blp.arguments(schemas.CalendarIn)
@blp.response(201, schemas.CalendarSchema)
def create_calendar(body: dict[str, Any]) -> Any:
    """A new calendar; 422 `hours_overlap`, `calendar_never_open`."""
    with transaction() as session:
        return queries.present_calendar(session, calendars.create_calendar(session, **body), now())


@blp.patch("/calendars/<calendar_id>")
@require("schedule.edit")
@blp.arguments(schemas.CalendarChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.CalendarSchema)
def change_calendar(body: dict[str, Any], match: dict[str, Any], calendar_id: str) -> Any:
    """Rename, other hours, make it the default, put it away."""
    with transaction() as session:
        row = calendars.change_calendar(session, calendar_id, body, version=match["version"])
        return queries.present_calendar(session, row, now())


@blp.get("/holidays")
@require("schedule.read")
@blp.arguments(schemas.HolidayFilters, location="query")
@blp.response(200, schemas.HolidayList)
def list_holidays(query: dict[str, Any]) -> Any:
    """The days of one year that differ."""
    first, last = date(query["year"], 1, 1), date(query["year"], 12, 31)
    with read() as session:
        found = calendars.list_holidays(session, first, last, scope=query["scope"], with_removed=query["with_removed"])
        return {"items": found}


@blp.post("/holidays")
@require("schedule.edit")
@blp.arguments(schemas.HolidayIn)
@blp.response(201, schemas.HolidaySchema)
def put_holiday(body: dict[str, Any]) -> Holiday:
    """A day that differs: closed, or open for its `hours`. What was said of that day before is replaced."""
    with transaction() as session:
        return calendars.put_holiday(session, **body, actor_id=current_actor().id)


@blp.patch("/holidays/<holiday_id>")
@require("schedule.edit")
@blp.arguments(schemas.HolidayChangeIn)
@blp.response(200, schemas.HolidaySchema)
def change_holiday(body: dict[str, Any], holiday_id: str) -> Holiday:
    """Remove a holiday, or take that back."""
    with transaction() as session:
        return calendars.set_holiday_removed(session, holiday_id, **body, actor_id=current_actor().id)


def _whose(agent: str | None) -> str | None:
    """Whose schedule may be shown: None is everybody's. Raises NotFound for an agent's look at others."""
    actor = current_actor()
    if can(actor, "schedule.edit"):
        if agent is not None:
            with read() as session:
                get_user(session, agent)
        return agent
    if agent not in (None, actor.user_id):
        raise NotFound("user_not_found", "There is no such person.")
    return actor.user_id or ""


def _moments(body: dict[str, Any]) -> dict[str, Any]:
    if "first_day" not in body:
        return {**body, "is_whole_days": False} if "starts_at" in body else body
    start, end = service.whole_days(body["first_day"], body["last_day"])
    kept = {name: value for name, value in body.items() if name not in ("first_day", "last_day")}
    return {**kept, "starts_at": start, "ends_at": end, "is_whole_days": True}


def _shown(session: Any, row: Leave) -> dict[str, Any]:
    return queries.present_leaves(session, [row])[0]
