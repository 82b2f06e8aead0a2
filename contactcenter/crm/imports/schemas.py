"""Imports on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime, page_of
from contactcenter.crm.imports.files.limits import MAX_COLUMNS
from contactcenter.crm.imports.kinds import check_kind
from contactcenter.crm.imports.sentences import OUTCOMES
from contactcenter.crm.imports.values.dates import ORDERS
from contactcenter.crm.orders.money import CURRENCIES


class ColumnSchema(StrictSchema):
    header = fields.String()
    samples = fields.List(fields.String())
    guess = fields.String(allow_none=True)


class TargetSchema(StrictSchema):
    name = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    group = fields.String()
    takes_many = fields.Boolean()


class ImportGroupSchema(StrictSchema):
    code = fields.String()
    label_vi = fields.String()
    label_en = fields.String()


class OptionsSchema(StrictSchema):
    """`on_duplicate`: what to do with a row whose number, address, id or code is there already. `bad_values`:
    leave out the whole `row` or only the `value`. `fill_only`: an update never replaces what is there.
    Of orders: `source` says whose codes they are, `new_customers` whether unknown buyers are saved; `currency`
    is that of amounts whose row names none."""

    on_duplicate = fields.String(validate=validate.OneOf(("skip", "update", "create")))
    date_order = fields.String(validate=validate.OneOf(ORDERS))
    locale = fields.String(validate=validate.OneOf(("vi", "en")))
    bad_values = fields.String(validate=validate.OneOf(("row", "value")))
    fill_only = fields.Boolean()
    owner_id = Line(max_length=40, allow_none=True)
    tags = fields.List(Line(min_length=1, max_length=40), validate=validate.Length(max=10))
    source = Line(min_length=1, max_length=30)
    new_customers = fields.Boolean()
    currency = fields.String(validate=validate.OneOf(sorted(CURRENCIES)))


class ImportSchema(StrictSchema):
    """`can`: the steps that may be taken now. `counts`: rows by outcome; `undo_counts`: removed, restored, kept."""

    id = fields.String()
    version = fields.Integer()
    kind = fields.String()
    state = fields.String()
    file_name = fields.String()
    file_format = fields.String()
    size_bytes = fields.Integer()
    columns = fields.List(fields.Nested(ColumnSchema))
    mapping = fields.List(fields.String(allow_none=True))
    options = fields.Nested(OptionsSchema)
    findings = fields.Dict()
    total_rows = fields.Integer(allow_none=True)
    rows_done = fields.Integer()
    counts = fields.Dict()
    undo_counts = fields.Dict()
    error = fields.Dict()
    can = fields.List(fields.String())
    created_by = fields.String(allow_none=True)
    created_by_name = fields.String(allow_none=True)
    created_at = UtcTime()
    started_at = UtcTime(allow_none=True)
    ended_at = UtcTime(allow_none=True)
    targets = fields.List(fields.Nested(TargetSchema))
    groups = fields.List(fields.Nested(ImportGroupSchema))


class ImportLineSchema(ImportSchema):
    """An import in a list."""

    class Meta(StrictSchema.Meta):
        exclude = ("columns", "mapping", "findings", "targets", "groups", "options")


ImportPage = page_of(ImportLineSchema)


class ImportChangeIn(StrictSchema):
    mapping = fields.List(Line(max_length=60, allow_none=True), validate=validate.Length(max=MAX_COLUMNS))
    options = fields.Nested(OptionsSchema)


class ProblemSchema(StrictSchema):
    column = fields.Integer(allow_none=True)
    code = fields.String()
    value = fields.String()
    text_vi = fields.String()
    text_en = fields.String()


class ImportRowSchema(StrictSchema):
    number = fields.Integer()
    outcome = fields.String()
    customer_id = fields.String(allow_none=True)
    customer_name = fields.String(allow_none=True)
    made_id = fields.String(allow_none=True)
    made_name = fields.String(allow_none=True)
    problems = fields.List(fields.Nested(ProblemSchema))
    undo = fields.String(allow_none=True)
    undo_reason = fields.String(allow_none=True)


ImportRowPage = page_of(ImportRowSchema)


class RowFilters(PageArgs):
    outcome = fields.String(
        load_default=None,
        validate=validate.OneOf((*OUTCOMES, "kept")),
    )


class ReportArgs(StrictSchema):
    rows = fields.String(
        load_default=None,
        validate=validate.OneOf((*OUTCOMES, "problems")),
    )
    locale = fields.String(load_default=None, validate=validate.OneOf(("vi", "en")))


class TemplateArgs(StrictSchema):
    kind = fields.String(load_default="customers", validate=check_kind)
    locale = fields.String(load_default=None, validate=validate.OneOf(("vi", "en")))
