"""How a company handles its leads, on the wire."""

from typing import Any

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, StrictSchema, UtcTime
from contactcenter.routing.leads.fitting import CONDITIONS
from contactcenter.routing.leads.schemas import LeadStageSchema
from contactcenter.routing.leads.setup_models import PRESENCES, STAGE_KINDS, STRATEGIES

MAX_CAP = 10_000
MAX_SECONDS = 30 * 86_400


def _id(**more: object) -> Line:
    return Line(max_length=40, **more)  # type: ignore[arg-type]


def _cap() -> fields.Integer:
    return fields.Integer(strict=True, allow_none=True, validate=validate.Range(0, MAX_CAP))


def _list_of(item: type[StrictSchema], name: str) -> Any:
    return StrictSchema.from_dict(
        {"items": fields.List(fields.Nested(item)), "next_cursor": fields.String(allow_none=True)}, name=name
    )


class LeadStageIn(StrictSchema):
    id = _id(allow_none=True)
    label_vi = Line(required=True, min_length=1, max_length=60)
    label_en = Line(required=True, min_length=1, max_length=60)
    kind = fields.String(required=True, validate=validate.OneOf(STAGE_KINDS))
    is_active = fields.Boolean(load_default=True)


class LeadStagesIn(StrictSchema):
    items = fields.List(fields.Nested(LeadStageIn), required=True)


StageList = _list_of(LeadStageSchema, "LeadStageList")


class LeadLostReasonSchema(StrictSchema):
    id = fields.String()
    label_vi = fields.String()
    label_en = fields.String()
    position = fields.Integer()
    is_active = fields.Boolean()


class LeadLostReasonIn(StrictSchema):
    id = _id(allow_none=True)
    label_vi = Line(required=True, min_length=1, max_length=80)
    label_en = Line(required=True, min_length=1, max_length=80)
    is_active = fields.Boolean(load_default=True)


class LeadLostReasonsIn(StrictSchema):
    items = fields.List(fields.Nested(LeadLostReasonIn), required=True)


LostReasonList = _list_of(LeadLostReasonSchema, "LeadLostReasonList")

_ConditionsBase = StrictSchema.from_dict(
    {name: fields.List(Line(min_length=1, max_length=60), validate=validate.Length(max=200)) for name in CONDITIONS},
    name="LeadConditions",
)


class LeadPoolMemberSchema(StrictSchema):
    """`credit`: what they are owed of the weighted rounds, for the curious."""

    agent_id = fields.String()
    name = fields.String(allow_none=True)
    weight = fields.Integer()
    credit = fields.Integer()


class LeadPoolMemberIn(StrictSchema):
    agent_id = _id(required=True)
    weight = fields.Integer(strict=True, load_default=1, validate=validate.Range(0, 100))


class LeadPolicySchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    name = fields.String()
    position = fields.Integer()
    is_active = fields.Boolean()
    is_default = fields.Boolean()
    conditions = fields.Dict()
    strategy = fields.String()
    presence = fields.String()
    goes_to_last_owner = fields.Boolean()
    has_own_pool = fields.Boolean()
    max_per_hour = fields.Integer(allow_none=True)
    max_per_day = fields.Integer(allow_none=True)
    max_open = fields.Integer(allow_none=True)
    members = fields.List(fields.Nested(LeadPoolMemberSchema))


PolicyList = _list_of(LeadPolicySchema, "LeadPolicyList")


class LeadPolicyChangeIn(StrictSchema):
    """Caps of null are none. `members` replaces the whole pool."""

    name = Line(min_length=1, max_length=80)
    is_active = fields.Boolean()
    conditions = fields.Nested(_ConditionsBase)
    strategy = fields.String(validate=validate.OneOf(STRATEGIES))
    presence = fields.String(validate=validate.OneOf(PRESENCES))
    goes_to_last_owner = fields.Boolean()
    has_own_pool = fields.Boolean()
    max_per_hour = _cap()
    max_per_day = _cap()
    max_open = _cap()
    members = fields.List(fields.Nested(LeadPoolMemberIn), validate=validate.Length(max=1_000))


class LeadPolicyIn(LeadPolicyChangeIn):
    name = Line(required=True, min_length=1, max_length=80)


class LeadPolicyOrderIn(StrictSchema):
    ids = fields.List(_id(), required=True, validate=validate.Length(max=200))


class LeadAgentSchema(StrictSchema):
    user_id = fields.String()
    name = fields.String()
    role = fields.String()
    receives_leads = fields.Boolean()
    max_per_hour = fields.Integer(allow_none=True)
    max_per_day = fields.Integer(allow_none=True)
    max_open = fields.Integer(allow_none=True)
    open_leads = fields.Integer()


LeadAgentList = _list_of(LeadAgentSchema, "LeadAgentList")


class LeadAgentIn(StrictSchema):
    receives_leads = fields.Boolean()
    max_per_hour = _cap()
    max_per_day = _cap()
    max_open = _cap()


class LeadSettingsSchema(StrictSchema):
    version = fields.Integer()
    acknowledge_seconds = fields.Integer()
    touch_seconds = fields.Integer()
    warn_percent = fields.Integer()
    max_recalls = fields.Integer()
    floats_to = fields.String()
    hides_history = fields.Boolean()
    opens_from_calls = fields.Boolean()
    calendar_id = fields.String(allow_none=True)


class LeadSettingsIn(StrictSchema):
    """`calendar_id`: the business calendar that deadlines run on; null is the company's."""

    acknowledge_seconds = fields.Integer(strict=True, validate=validate.Range(10, MAX_SECONDS))
    touch_seconds = fields.Integer(strict=True, validate=validate.Range(30, MAX_SECONDS))
    warn_percent = fields.Integer(strict=True, validate=validate.Range(10, 99))
    max_recalls = fields.Integer(strict=True, validate=validate.Range(1, 100))
    floats_to = fields.String(validate=validate.OneOf(("team", "all")))
    hides_history = fields.Boolean()
    opens_from_calls = fields.Boolean()
    calendar_id = _id(allow_none=True)


class LeadFormSchema(StrictSchema):
    """`snippets`: what to paste into a page, by language; with a script the visitor stays on the page."""

    id = fields.String()
    version = fields.Integer()
    key = fields.String()
    url = fields.String()
    name = fields.String()
    source = fields.String()
    is_active = fields.Boolean()
    allowed_origins = fields.List(fields.String())
    interest = fields.String()
    product_id = fields.String(allow_none=True)
    thanks = fields.String()
    redirect_url = fields.String(allow_none=True)
    max_per_hour = fields.Integer()
    last_used_at = UtcTime(allow_none=True)
    leads = fields.Integer()
    trapped = fields.Integer()
    snippets = fields.Dict()


LeadFormList = _list_of(LeadFormSchema, "LeadFormList")


class LeadFormChangeIn(StrictSchema):
    """No `allowed_origins`: any site. `redirect_url` is where visitors go after sending."""

    name = Line(min_length=1, max_length=80)
    source = Line(min_length=1, max_length=40)
    is_active = fields.Boolean()
    allowed_origins = fields.List(Line(min_length=1, max_length=200), validate=validate.Length(max=50))
    interest = Line(max_length=200)
    product_id = _id(allow_none=True)
    thanks = Line(max_length=300)
    redirect_url = fields.Url(allow_none=True, schemes={"http", "https"}, validate=validate.Length(max=500))
    max_per_hour = fields.Integer(strict=True, validate=validate.Range(1, 100_000))


class LeadFormIn(LeadFormChangeIn):
    name = Line(required=True, min_length=1, max_length=80)
