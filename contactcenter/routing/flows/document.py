"""The shape of a flow's document: what may be saved as a draft, right or wrong.

Shapes are strict and bounded, so that whatever is stored can be drawn, checked and walked. Whether it makes sense is
the business of `check`.
"""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from contactcenter.core.schemas import Line, Prose, StrictSchema
from contactcenter.routing.flows import builtin
from contactcenter.routing.flows.walk import Document

MAX_STEPS = 60
MAX_KEYS = 12
MAX_STORED_TEXT = 4000
KEY = re.compile(r"[0-9*#]")
_ID = re.compile(r"[A-Za-z0-9_\-]{1,40}")


def step_id(**kwargs: Any) -> fields.String:
    return fields.String(validate=validate.Regexp(f"^{_ID.pattern}$", error="Not an id."), **kwargs)


def target() -> fields.String:
    return step_id(load_default=None, allow_none=True)


def reference() -> Line:
    return Line(load_default=None, allow_none=True, max_length=40)


class PromptSchema(StrictSchema):
    """What is said, in each language: a sound where there is one, else the text."""

    vi = Prose(load_default="", max_length=MAX_STORED_TEXT)
    en = Prose(load_default="", max_length=MAX_STORED_TEXT)
    sound_vi = reference()
    sound_en = reference()


def prompt() -> fields.Nested:
    return fields.Nested(PromptSchema, load_default=builtin.no_words)


class _StepSchema(StrictSchema):
    id = step_id(required=True)
    kind = fields.String(required=True)


class HoursSchema(_StepSchema):
    calendar_id = reference()
    open = target()
    closed = target()
    holiday = target()


class PlainSchema(_StepSchema):
    prompt = prompt()
    next = target()


class KeySchema(StrictSchema):
    key = fields.String(required=True, validate=validate.Length(0, 5))
    label = Line(load_default="", max_length=80)
    next = target()


class MenuSchema(_StepSchema):
    prompt = prompt()
    keys = fields.List(fields.Nested(KeySchema), load_default=list, validate=validate.Length(0, MAX_KEYS))
    queues_next = target()
    repeats = fields.Integer(load_default=2, strict=True, validate=validate.Range(0, 5))
    wait_seconds = fields.Integer(load_default=5, strict=True, validate=validate.Range(1, 30))
    sorry = fields.Nested(PromptSchema, load_default=lambda: builtin.words("sorry"))
    no_input = target()
    invalid = target()


class CallbackSchema(StrictSchema):
    """From what wait on a caller may have us call back, by which key; how often and how far apart they are tried."""

    key = fields.String(required=True, validate=validate.Length(0, 5))
    after_seconds = fields.Integer(load_default=60, strict=True, validate=validate.Range(0, 3600))
    tries = fields.Integer(load_default=3, strict=True, validate=validate.Range(1, 5))
    retry_minutes = fields.Integer(load_default=15, strict=True, validate=validate.Range(1, 240))


class QueueStepSchema(_StepSchema):
    queue_id = reference()
    prompt = prompt()
    music = reference()
    says_place = fields.Boolean(load_default=False)
    says_wait = fields.Boolean(load_default=False)
    every_seconds = fields.Integer(load_default=60, strict=True, validate=validate.Range(20, 600))
    callback = fields.Nested(CallbackSchema, allow_none=True)
    nobody = target()
    full = target()
    closed = target()

    @post_load
    def _leave_out_what_is_not_offered(self, step: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Documents from before there were callbacks stay as they are."""
        if step.get("callback") is None:
            step.pop("callback", None)
        return step


class OutsideSchema(_StepSchema):
    """Somebody outside the company: the caller is bridged to them, or goes on when nobody answers."""

    prompt = prompt()
    number = Line(load_default="", max_length=40)
    ring_seconds = fields.Integer(load_default=25, strict=True, validate=validate.Range(5, 120))
    is_recorded = fields.Boolean(load_default=False)
    unanswered = target()


class VoicemailSchema(_StepSchema):
    prompt = prompt()
    max_seconds = fields.Integer(load_default=120, strict=True, validate=validate.Range(10, 600))


class SaySchema(_StepSchema):
    prompt = prompt()


KINDS: dict[str, type[_StepSchema]] = {
    "hours": HoursSchema,
    "greeting": PlainSchema,
    "recording": PlainSchema,
    "menu": MenuSchema,
    "queue": QueueStepSchema,
    "outside": OutsideSchema,
    "voicemail": VoicemailSchema,
    "say": SaySchema,
}
TARGETS: dict[str, tuple[str, ...]] = {
    "hours": ("open", "closed", "holiday"),
    "greeting": ("next",),
    "recording": ("next",),
    "menu": ("queues_next", "no_input", "invalid"),
    "queue": ("nobody", "full", "closed"),
    "outside": ("unanswered",),
    "voicemail": (),
    "say": (),
}
"""The fields of each kind that name another step, besides a menu's keys."""
PROMPTS: dict[str, tuple[str, ...]] = {
    "hours": (),
    "greeting": ("prompt",),
    "recording": ("prompt",),
    "menu": ("prompt", "sorry"),
    "queue": ("prompt",),
    "outside": ("prompt",),
    "voicemail": ("prompt",),
    "say": ("prompt",),
}


class StepField(fields.Field[Any]):
    """One step, by its kind."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["metadata"] = {"type": "object", **kwargs.get("metadata", {})}
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        kind = value.get("kind") if isinstance(value, dict) else None
        schema = KINDS.get(kind) if isinstance(kind, str) else None
        if schema is None:
            raise ValidationError("Not a step of a known kind.")
        return schema().load(value)


class DocumentSchema(StrictSchema):
    """Steps in the order in which they are drawn; `start` is the first one heard."""

    start = step_id(required=True)
    steps = fields.List(StepField(), required=True, validate=validate.Length(1, MAX_STEPS))


def as_document(version_id: str, document: Mapping[str, Any], sounds: Mapping[str, str] | None = None) -> Document:
    """Ready to walk. Of steps with the same id the first counts."""
    steps: dict[str, Mapping[str, Any]] = {}
    for step in document["steps"]:
        steps.setdefault(step["id"], step)
    return Document(version_id, document["start"], steps, sounds or {})


def targets_of(step: Mapping[str, Any]) -> list[tuple[str, str | None]]:
    """(field, step id) of everything that a step can lead to; a menu's keys as `keys.<n>`."""
    found = [(name, step.get(name)) for name in TARGETS[step["kind"]]]
    return found + [(f"keys.{at}", row["next"]) for at, row in enumerate(step.get("keys", ()))]


def sounds_of(document: Mapping[str, Any]) -> set[str]:
    """Ids of every sound that the document plays."""
    found = set()
    for step in document["steps"]:
        for name in PROMPTS[step["kind"]]:
            found |= {step[name]["sound_vi"], step[name]["sound_en"]}
        found.add(step.get("music"))
    return {one for one in found if one}
