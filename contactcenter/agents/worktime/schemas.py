"""Working time on the wire. Hours are `HH:MM` of the wall clock; an end before its start is the next day's."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from contactcenter.agents.worktime.clock_face import DAY_MINUTES, clock_text
from contactcenter.agents.worktime.models import EVERYWHERE, LEAVE_KINDS
from contactcenter.core.schemas import Line, StrictSchema, UtcTime

_CLOCK = re.compile(r"([01]\d|2[0-4]):([0-5]\d)", re.ASCII)


def _in_reach(day: date) -> None:
    if not 2000 <= day.year <= 2100:
        raise ValidationError("A day between 2000 and 2100.")


class ClockTime(fields.Field[int]):
    """`08:30` ↔ 510 minutes; `24:00` is the end of the day."""

    default_error_messages = {"invalid": "Not a time such as 08:30."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(metadata={"type": "string", "pattern": "HH:MM"}, **kwargs)

    def _serialize(self, value: int | None, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else clock_text(value)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        found = _CLOCK.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise self.make_error("invalid")
        minute = int(found[1]) * 60 + int(found[2])
        if minute > DAY_MINUTES:
            raise self.make_error("invalid")
        return minute


class Hours(fields.Field[list[list[int]]]):
    """A day's `[["08:00", "12:00"], …]` ↔ spans of minutes."""

    _time = ClockTime()

    def __init__(self, **kwargs: Any) -> None:
        metadata = {"type": "array", "items": {"type": "array", "items": {"type": "string"}}}
        super().__init__(metadata=metadata, **kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> list[list[str]]:
        return [[clock_text(start), clock_text(end)] for start, end in value or ()]

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> list[list[int]]:
        if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
            raise ValidationError("Pairs of times such as 08:00 and 12:00.")
        spans = [[self._time.deserialize(end) for end in pair] for pair in value]
        return [list(next_day(start, end)) for start, end in spans]


def next_day(start: int, end: int) -> tuple[int, int]:
    """22:00-06:00 ends the day after."""
    return start, end if end > start else end + DAY_MINUTES


class CalendarSchema(StrictSchema):
    """`weekly` is Monday first. `is_open` and `next_change_at` are of this moment."""

    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    timezone = fields.String(allow_none=True)
    weekly = fields.List(Hours())
    observes_holidays = fields.Boolean()
    is_default = fields.Boolean()
    is_archived = fields.Boolean()
    is_open = fields.Boolean()
    next_change_at = UtcTime(allow_none=True)


class CalendarList(StrictSchema):
    items = fields.List(fields.Nested(CalendarSchema))


class CalendarChangeIn(StrictSchema):
    name = Line(min_length=1, max_length=80)
    weekly = fields.List(Hours())
    timezone = Line(allow_none=True, max_length=60)
    observes_holidays = fields.Boolean()
    is_default = fields.Boolean(validate=validate.Equal(comparable=True, error="Make another the default instead."))
    is_archived = fields.Boolean()


class CalendarIn(StrictSchema):
    name = Line(required=True, min_length=1, max_length=80)
    weekly = fields.List(Hours(), required=True)
    timezone = Line(load_default=None, allow_none=True, max_length=60)
    observes_holidays = fields.Boolean(load_default=True)


class HolidaySchema(StrictSchema):
    """`scope` is `all` or a calendar's id; without `hours` the day is closed."""

    id = fields.String()
    scope = fields.String()
    day = fields.Date()
    name_vi = fields.String()
    name_en = fields.String()
    hours = Hours(attribute="spans")
    source = fields.String()
    is_expected = fields.Boolean()
    is_removed = fields.Boolean()


class HolidayList(StrictSchema):
    items = fields.List(fields.Nested(HolidaySchema))


class HolidayFilters(StrictSchema):
    year = fields.Integer(required=True, validate=validate.Range(2000, 2100))
    scope = Line(load_default=None, max_length=40)
    with_removed = fields.Boolean(load_default=False)


class HolidayIn(StrictSchema):
    day = fields.Date(validate=_in_reach, required=True)
    name_vi = Line(required=True, min_length=1, max_length=80)
    name_en = Line(load_default="", max_length=80)
    spans = Hours(data_key="hours", load_default=list)
    scope = Line(load_default=EVERYWHERE, max_length=40)


class HolidayChangeIn(StrictSchema):
    is_removed = fields.Boolean(required=True)


class ShiftSchema(StrictSchema):
    """`weekday` (0 = Monday) is None for a single day. `ends` at or before `starts` is the next day's."""

    id = fields.String()
    version = fields.Integer()
    user_id = fields.String()
    weekday = fields.Integer(allow_none=True)
    first_day = fields.Date()
    last_day = fields.Date(allow_none=True)
    starts = ClockTime(attribute="starts_minute")
    ends = ClockTime(attribute="ends_minute")
    skipped = fields.List(fields.String())
    works_holidays = fields.Boolean()
    note = fields.String()
    entered_by = fields.String(allow_none=True)


class ShiftList(StrictSchema):
    items = fields.List(fields.Nested(ShiftSchema))


class _Timed(StrictSchema):
    """`starts` and `ends` come together; the end may be the next day's."""

    @validates_schema
    def come_together(self, data: dict[str, Any], **_: object) -> None:
        if ("starts_minute" in data) != ("ends_minute" in data):
            raise ValidationError("Give both starts and ends.", "ends")
        if data.get("starts_minute") == DAY_MINUTES:
            raise ValidationError("A day ends at 24:00 and starts at 00:00.", "starts")
        if "starts_minute" in data and data["starts_minute"] == data.get("ends_minute"):
            raise ValidationError("It ends when it starts.", "ends")


class ShiftIn(_Timed):
    """One day, or with `weekdays` (0 = Monday) each of them weekly from `first_day` on."""

    user_id = Line(required=True, max_length=40)
    first_day = fields.Date(validate=_in_reach, required=True)
    last_day = fields.Date(validate=_in_reach, load_default=None, allow_none=True)
    weekdays = fields.List(
        fields.Integer(validate=validate.Range(0, 6)), load_default=list, validate=validate.Length(max=7)
    )
    starts_minute = ClockTime(required=True, data_key="starts")
    ends_minute = ClockTime(required=True, data_key="ends")
    works_holidays = fields.Boolean(load_default=False)
    note = Line(load_default="", max_length=200)

    @validates_schema
    def ends_by_weeks_only(self, data: dict[str, Any], **_: object) -> None:
        last = data.get("last_day")
        if last is not None and not data.get("weekdays") and last != data.get("first_day"):
            raise ValidationError("Only a weekly shift has a last day.", "last_day")


class ShiftChangeIn(_Timed):
    user_id = Line(max_length=40)
    first_day = fields.Date(validate=_in_reach)
    last_day = fields.Date(validate=_in_reach, allow_none=True)
    starts_minute = ClockTime(data_key="starts")
    ends_minute = ClockTime(data_key="ends")
    works_holidays = fields.Boolean()
    note = Line(max_length=200)


class ShiftMoveIn(_Timed):
    """One day of a shift, moved: to another day, time or person."""

    day = fields.Date(validate=_in_reach, required=True)
    user_id = Line(required=True, max_length=40)
    first_day = fields.Date(validate=_in_reach, required=True)
    starts_minute = ClockTime(required=True, data_key="starts")
    ends_minute = ClockTime(required=True, data_key="ends")


class ShiftRemoval(StrictSchema):
    """What to take away of a weekly shift: that day, it and all after, or all."""

    scope = fields.String(load_default="all", validate=validate.OneOf(("day", "following", "all")))
    day = fields.Date(validate=_in_reach, load_default=None)

    @validates_schema
    def has_its_day(self, data: dict[str, Any], **_: object) -> None:
        if data["scope"] != "all" and data["day"] is None:
            raise ValidationError("Which day?", "day")


class CopyIn(StrictSchema):
    """Both weeks by their Mondays."""

    source = fields.Date(validate=_in_reach, required=True)
    target = fields.Date(validate=_in_reach, required=True)
    user_ids = fields.List(Line(max_length=40), load_default=None, allow_none=True, validate=validate.Length(max=1000))


class CopiedSchema(StrictSchema):
    items = fields.List(fields.Nested(ShiftSchema))
    left_out = fields.Integer()


class LeaveSchema(StrictSchema):
    """Whole days are shown as `first_day`–`last_day` of the company's zone."""

    id = fields.String()
    version = fields.Integer()
    user_id = fields.String()
    user_name = fields.String()
    kind = fields.String()
    starts_at = UtcTime()
    ends_at = UtcTime()
    is_whole_days = fields.Boolean()
    first_day = fields.Date()
    last_day = fields.Date()
    note = fields.String()
    entered_by = fields.String(allow_none=True)
    entered_by_name = fields.String(allow_none=True)
    created_at = UtcTime()
    canceled_at = UtcTime(allow_none=True)


class LeaveList(StrictSchema):
    items = fields.List(fields.Nested(LeaveSchema))


class DaysQuery(StrictSchema):
    """Days of the company's zone, both included, at most 62."""

    first = fields.Date(validate=_in_reach, required=True, data_key="from")
    last = fields.Date(validate=_in_reach, required=True, data_key="to")
    agent = Line(load_default=None, max_length=40)

    @validates_schema
    def is_short(self, data: dict[str, Any], **_: object) -> None:
        if not 0 <= (data["last"] - data["first"]).days < 62:
            raise ValidationError("From an earlier to a later day, at most 62.", "to")


class LeaveFilters(StrictSchema):
    """Leave that touches these days; without them, what is not over."""

    first = fields.Date(validate=_in_reach, load_default=None, data_key="from")
    last = fields.Date(validate=_in_reach, load_default=None, data_key="to")
    agent = Line(load_default=None, max_length=40)
    with_canceled = fields.Boolean(load_default=False)


class LeaveChangeIn(StrictSchema):
    """Whole days by `first_day` and `last_day`, hours by `starts_at` and `ends_at`."""

    kind = fields.String(validate=validate.OneOf(LEAVE_KINDS))
    first_day = fields.Date(validate=_in_reach)
    last_day = fields.Date(validate=_in_reach)
    starts_at = UtcTime()
    ends_at = UtcTime()
    note = Line(max_length=200)

    @validates_schema
    def is_one(self, data: dict[str, Any], **_: object) -> None:
        days, hours = (sum(name in data for name in pair) for pair in (_DAYS, _HOURS))
        if days == 1 or hours == 1 or (days and hours):
            raise ValidationError("Give first_day and last_day, or starts_at and ends_at.", "first_day")


_DAYS, _HOURS = ("first_day", "last_day"), ("starts_at", "ends_at")


class LeaveIn(LeaveChangeIn):
    user_id = Line(required=True, max_length=40)
    kind = fields.String(load_default="annual", validate=validate.OneOf(LEAVE_KINDS))
    note = Line(load_default="", max_length=200)

    @validates_schema
    def has_time(self, data: dict[str, Any], **_: object) -> None:
        if not any(name in data for name in (*_DAYS, *_HOURS)):
            raise ValidationError("From when to when?", "first_day")


class RosteredPersonSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    role = fields.String()
    is_rostered = fields.Boolean()


class OccurrenceSchema(StrictSchema):
    """A shift on one day. `rests`: a holiday cancels it; `on_leave`: leave takes some of it."""

    shift = fields.Nested(ShiftSchema)
    user_id = fields.String()
    day = fields.Date()
    starts_at = UtcTime()
    ends_at = UtcTime()
    rests = fields.Boolean()
    on_leave = fields.Boolean()


class DutySchema(StrictSchema):
    """`off_duty`: on_leave, off_shift or holiday, None while in shift; the next shift begins within eight days."""

    off_duty = fields.String(allow_none=True)
    next_shift_at = UtcTime(allow_none=True)


class ScheduleSchema(StrictSchema):
    first = fields.Date(data_key="from")
    last = fields.Date(data_key="to")
    timezone = fields.String()
    people = fields.List(fields.Nested(RosteredPersonSchema))
    occurrences = fields.List(fields.Nested(OccurrenceSchema))
    leaves = fields.List(fields.Nested(LeaveSchema))
    holidays = fields.List(fields.Nested(HolidaySchema))
