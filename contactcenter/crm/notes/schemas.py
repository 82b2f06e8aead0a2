"""Notes on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import PageArgs, Prose, Question, StrictSchema, UtcTime, page_of

MAX_NOTE = 20_000


class MentionSchema(StrictSchema):
    id = fields.String()
    name = fields.String()


class NoteSchema(StrictSchema):
    """`text` shows colleagues as `@name`; `mentions` tells which of them are people."""

    id = fields.String()
    version = fields.Integer()
    customer_id = fields.String()
    text = fields.String()
    mentions = fields.List(fields.Nested(MentionSchema))
    author_id = fields.String(allow_none=True)
    author_name = fields.String(allow_none=True)
    is_pinned = fields.Boolean()
    created_at = UtcTime()
    edited_at = UtcTime(allow_none=True)


NotePage = page_of(NoteSchema)


class NoteFilters(PageArgs):
    pinned = fields.Boolean(load_default=False)


class NoteIn(StrictSchema):
    text = Prose(required=True, min_length=1, max_length=MAX_NOTE)


class NoteChangeIn(StrictSchema):
    """`is_deleted: false` takes a deletion back."""

    text = Prose(min_length=1, max_length=MAX_NOTE)
    is_pinned = fields.Boolean()
    is_deleted = fields.Boolean(validate=validate.Equal(comparable=False))


class NoteVersionSchema(StrictSchema):
    version = fields.Integer()
    text = fields.String()
    written_at = UtcTime()


class NoteHistory(StrictSchema):
    items = fields.List(fields.Nested(NoteVersionSchema))


class ColleagueSchema(StrictSchema):
    id = fields.String()
    name = fields.String()
    role = fields.String()


class ColleagueList(StrictSchema):
    items = fields.List(fields.Nested(ColleagueSchema))


class ColleagueFilters(StrictSchema):
    q = Question(load_default="", max_length=60)
