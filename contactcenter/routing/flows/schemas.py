"""Flows, numbers and sounds on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.routing.flows.document import DocumentSchema, reference
from contactcenter.routing.queue_callbacks.dialogue import PARTS


class FlowProblemSchema(StrictSchema):
    code = fields.String()
    step = fields.String()
    field = fields.String()
    is_warning = fields.Boolean()
    params = fields.Dict()
    text = fields.Dict(keys=fields.String(), values=fields.String())


class FlowSchema(StrictSchema):
    """`published_number` 0: callers hear the built-in flow, or, of one that is not the default, nothing of it yet."""

    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    is_default = fields.Boolean()
    is_archived = fields.Boolean()
    numbers = fields.Integer()
    published_number = fields.Integer()
    published_at = UtcTime(allow_none=True)
    has_changes = fields.Boolean()
    draft_at = UtcTime()
    draft_by = fields.String(allow_none=True)
    created_at = UtcTime()


class FlowDetailSchema(FlowSchema):
    document = fields.Dict()
    problems = fields.List(fields.Nested(FlowProblemSchema))
    is_fit = fields.Boolean()
    draft_by_name = fields.String(allow_none=True)


class FlowListSchema(StrictSchema):
    items = fields.List(fields.Nested(FlowSchema))


class FlowIn(StrictSchema):
    name = Line(required=True, min_length=1, max_length=80)
    copy_of = reference()


class FlowChangeIn(StrictSchema):
    name = Line(min_length=1, max_length=80)
    is_archived = fields.Boolean()


class FlowDraftIn(StrictSchema):
    document = fields.Nested(DocumentSchema, required=True)


class CheckedSchema(StrictSchema):
    problems = fields.List(fields.Nested(FlowProblemSchema))
    is_fit = fields.Boolean()


class PublishIn(StrictSchema):
    note = Line(load_default="", max_length=200)


class RestoreIn(StrictSchema):
    version_id = Line(required=True, min_length=1, max_length=40)


class VersionSchema(StrictSchema):
    id = fields.String()
    number = fields.Integer()
    note = fields.String()
    restored_number = fields.Integer(allow_none=True)
    published_at = UtcTime(allow_none=True)
    published_by_name = fields.String(allow_none=True)
    is_current = fields.Boolean()


class VersionListSchema(StrictSchema):
    items = fields.List(fields.Nested(VersionSchema))


class CallbackTalkSchema(StrictSchema):
    """How far somebody who asked to be called back has come."""

    part = fields.String(required=True, validate=validate.OneOf(PARTS))
    tries = fields.Integer(required=True, strict=True, validate=validate.Range(1, 9))
    number = Line(required=True, allow_none=True, max_length=40)


class PlaceSchema(StrictSchema):
    step = fields.String(required=True, validate=validate.Length(max=40))
    tries = fields.Integer(required=True, strict=True, validate=validate.Range(1, 99))
    turn = fields.Integer(required=True, strict=True, validate=validate.Range(1, 99))
    callback = fields.Nested(CallbackTalkSchema, load_default=None, allow_none=True)


INPUTS = ("arrive", "key", "callback", "full", "nobody", "closed", "unanswered")


class InputIn(StrictSchema):
    kind = fields.String(required=True, validate=validate.OneOf(INPUTS))
    key = fields.String(load_default="", validate=validate.Length(max=20))


class WalkIn(StrictSchema):
    document = fields.Nested(DocumentSchema, required=True)
    place = fields.Nested(PlaceSchema, load_default=None, allow_none=True)
    input = fields.Nested(InputIn, load_default=lambda: {"kind": "arrive", "key": ""})
    language = fields.String(load_default="vi", validate=validate.OneOf(("vi", "en")))
    hours = fields.String(load_default="now", validate=validate.OneOf(("now", "open", "closed", "holiday")))
    line = fields.String(load_default="ready", validate=validate.OneOf(("ready", "nobody", "closed")))


class HeardSchema(StrictSchema):
    step = fields.String()
    text = fields.String()
    language = fields.String(allow_none=True)
    url = fields.String(allow_none=True)


class TurnSchema(StrictSchema):
    stop = fields.String()
    place = fields.Nested(PlaceSchema)
    passed = fields.List(fields.String())
    heard = fields.List(fields.Nested(HeardSchema))
    keys = fields.List(fields.String())
    queue_name = fields.String(allow_none=True)
    callback_key = fields.String(allow_none=True)


class NumberSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    number = fields.String()
    e164 = fields.String()
    label = fields.String()
    flow_id = fields.String(allow_none=True)
    flow_name = fields.String(allow_none=True)
    created_at = UtcTime()


class NumberListSchema(StrictSchema):
    items = fields.List(fields.Nested(NumberSchema))


class NumberIn(StrictSchema):
    number = Line(required=True, min_length=1, max_length=40)
    label = Line(load_default="", max_length=80)
    flow_id = reference()


class NumberChangeIn(StrictSchema):
    label = Line(max_length=80)
    flow_id = Line(allow_none=True, max_length=40)


class SoundSchema(StrictSchema):
    """`url`: where it is played from, for browsers and carriers alike."""

    id = fields.String()
    name = fields.String()
    content_type = fields.String()
    size_bytes = fields.Integer()
    is_archived = fields.Boolean()
    uploaded_at = UtcTime()
    url = fields.Function(lambda row: f"/media/prompts/{row.file_name}", metadata={"type": "string"})


class SoundListSchema(StrictSchema):
    items = fields.List(fields.Nested(SoundSchema))


class SoundChangeIn(StrictSchema):
    name = Line(min_length=1, max_length=200)
    is_archived = fields.Boolean()


class FallbackQuery(StrictSchema):
    language = fields.String(load_default="vi", validate=validate.OneOf(("vi", "en")))
    forward = Line(load_default="", max_length=40)
