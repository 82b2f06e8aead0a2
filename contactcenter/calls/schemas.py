"""Calls on the wire: what goes out, what comes in."""

from marshmallow import fields, validate

from contactcenter.calls.rooms.schemas import RoomSchema
from contactcenter.core.schemas import Line, PageArgs, Prose, Question, StrictSchema, UtcTime, page_of

NEXT_STEPS = ("callback", "task", "lead")


class RecordingSchema(StrictSchema):
    id = fields.String()
    kind = fields.String()
    state = fields.String()
    duration_seconds = fields.Integer(allow_none=True)
    channels = fields.Integer(allow_none=True)
    channel_map = fields.List(fields.String(), allow_none=True)
    sha256 = fields.String(allow_none=True)
    error = fields.String(allow_none=True)
    url = fields.String()


class RecordingPartSchema(RecordingSchema):
    """One of a call's recordings, and where it begins on the clock of the transcript."""

    offset_seconds = fields.Float()
    speaker_name = fields.String(allow_none=True)


class LineSchema(StrictSchema):
    """`agent_id`, `speaker_name`: of our side, whose part of the call the second falls into."""

    speaker = fields.String(metadata={"enum": ["agent", "customer"]})
    agent_id = fields.String(allow_none=True)
    speaker_name = fields.String(allow_none=True)
    start_seconds = fields.Float()
    text = fields.String()


class CallPartSchema(StrictSchema):
    """One person's part of a call: an agent's, or that of `number` outside, to whom it was handed."""

    agent_id = fields.String(allow_none=True)
    agent_name = fields.String(allow_none=True)
    number = fields.String(allow_none=True, metadata={"description": "E.164; null for an agent's part"})
    started_at = UtcTime()
    ended_at = UtcTime(allow_none=True, metadata={"description": "null while it lasts"})
    talk_seconds = fields.Integer(allow_none=True)
    is_recorded = fields.Boolean()


class WrapUpSchema(StrictSchema):
    started_at = UtcTime()
    due_at = UtcTime(allow_none=True)
    ended_at = UtcTime(allow_none=True)
    is_auto_closed = fields.Boolean()


class CallCustomerSchema(StrictSchema):
    id = fields.String()
    display_name = fields.String()
    owner_id = fields.String(allow_none=True, metadata={"description": "Whose customer; they may hear their calls"})


class RatingSchema(StrictSchema):
    id = fields.String()
    kind = fields.String()
    score = fields.Integer()
    channel = fields.String()
    created_at = UtcTime()


class CallTransferTargetSchema(StrictSchema):
    agent_id = fields.String(allow_none=True)
    queue_id = fields.String(allow_none=True)
    number = fields.String(allow_none=True)
    name = fields.String(allow_none=True)


class CallTransferSchema(StrictSchema):
    """The transfer under way; all of it, and those before, at /calls/{id}/transfers."""

    id = fields.String()
    kind = fields.String()
    state = fields.String()
    talk_to = fields.String(allow_none=True)
    from_agent_id = fields.String(allow_none=True)
    from_name = fields.String(allow_none=True)
    taken_by_id = fields.String(allow_none=True)
    participant_id = fields.String(allow_none=True)
    note = fields.String()
    to = fields.Nested(CallTransferTargetSchema)


class CallQueueCallbackSchema(StrictSchema):
    """The place in line that an outgoing call was made for; `call_id`: in which they asked to be called back."""

    id = fields.String()
    call_id = fields.String()
    asked_at = UtcTime()
    waited_seconds = fields.Integer(metadata={"description": "From joining the line until an agent took the place"})


class CallAbilitySchema(StrictSchema):
    hold = fields.Boolean()
    transfer = fields.Boolean()
    mute = fields.Boolean()
    hang_up = fields.Boolean()


class NextStepSchema(StrictSchema):
    kind = fields.String(required=True, validate=validate.OneOf(NEXT_STEPS))
    due_at = UtcTime(load_default=None, allow_none=True)
    text = Line(load_default="", max_length=300)


class CallSchema(StrictSchema):
    """A call as everybody sees it."""

    id = fields.String()
    version = fields.Integer()
    provider = fields.String()
    provider_call_id = fields.String()
    direction = fields.String()
    from_ = fields.String(data_key="from", attribute="from")
    to = fields.String()
    number_national = fields.String()
    state = fields.String()
    customer_id = fields.String(allow_none=True)
    customer = fields.Nested(CallCustomerSchema, allow_none=True)
    caller_name = fields.String(allow_none=True)
    is_anonymous = fields.Boolean()
    agent_id = fields.String(allow_none=True)
    agent_name = fields.String(allow_none=True)
    parts = fields.List(fields.Nested(CallPartSchema), metadata={"description": "Who had the call, one after another"})
    queue_id = fields.String(allow_none=True)
    queue_name = fields.String(allow_none=True)
    menu_key = fields.String(allow_none=True)
    started_at = UtcTime()
    queued_at = UtcTime(allow_none=True)
    answered_at = UtcTime(allow_none=True)
    ended_at = UtcTime(allow_none=True)
    talk_seconds = fields.Integer(allow_none=True)
    wait_seconds = fields.Integer(allow_none=True)
    duration_seconds = fields.Integer(allow_none=True)
    end_reason = fields.String(
        allow_none=True,
        metadata={
            "description": "Who ended it: agent, customer, outside (to whom it was handed), system; or why it failed"
        },
    )
    is_missed = fields.Boolean()
    disposition = fields.String(allow_none=True)
    next_step = fields.Dict(allow_none=True)
    notes = fields.String()
    wrap_up = fields.Nested(WrapUpSchema, allow_none=True)
    forwarded_to = fields.String(allow_none=True)
    placed_via = fields.String(allow_none=True, metadata={"enum": ["softphone", "phone", "log"]})
    answered_by = fields.String(allow_none=True, metadata={"enum": ["human", "machine", "fax", "unknown"]})
    held_at = UtcTime(allow_none=True)
    hold_seconds = fields.Integer(allow_none=True)
    handler_id = fields.String(allow_none=True)
    is_between = fields.Boolean()
    room = fields.Nested(RoomSchema, allow_none=True)
    transfer = fields.Nested(CallTransferSchema, allow_none=True)
    queue_callback = fields.Nested(CallQueueCallbackSchema, allow_none=True)
    can = fields.Nested(CallAbilitySchema)
    transcript_state = fields.String()
    recording = fields.Nested(RecordingSchema, allow_none=True)
    recordings = fields.List(fields.Nested(RecordingPartSchema))
    transcript = fields.List(fields.Nested(LineSchema))
    ratings = fields.List(fields.Nested(RatingSchema))


CallPage = page_of(CallSchema)


class CallFilters(PageArgs):
    """Filters of the call log. `phone` takes any written form; times bound `started_at`."""

    provider_call_id = Line(load_default=None, max_length=80)
    state = Line(load_default=None, max_length=20)
    direction = fields.String(load_default=None, validate=validate.OneOf(("inbound", "outbound")))
    agent = Line(load_default=None, max_length=40, metadata={"description": "Who has or had a part of the call"})
    queue = Line(load_default=None, max_length=40)
    customer = Line(load_default=None, max_length=40)
    phone = Line(load_default=None, max_length=40)
    q = Question(load_default=None, max_length=100)
    has_recording = fields.Boolean(load_default=None)
    from_ = UtcTime(load_default=None, data_key="from")
    to = UtcTime(load_default=None)


class DraftSchema(StrictSchema):
    text = fields.String()
    version = fields.Integer()
    saved_at = UtcTime()


class DraftIn(StrictSchema):
    text = Prose(required=True, max_length=20_000)
    version = fields.Integer(required=True, strict=True, validate=validate.Range(0, 2**31))


class NewCustomerIn(StrictSchema):
    display_name = Line(required=True, min_length=1, max_length=200)


class WrapUpIn(StrictSchema):
    disposition = Line(required=True, max_length=40)
    notes = Prose(load_default=None, allow_none=True, max_length=20_000)
    next_step = fields.Nested(NextStepSchema, load_default=None, allow_none=True)
    customer = fields.Nested(NewCustomerIn, load_default=None, allow_none=True)


class WhoIn(StrictSchema):
    """Who called: an existing person, a new one, or (customer_id null) none of the candidates."""

    customer_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))
    display_name = Line(load_default=None, allow_none=True, max_length=200)


class TranscriptSchema(StrictSchema):
    state = fields.String()
    items = fields.List(fields.Nested(LineSchema))
