"""Orders, products, interests and points on the wire. Amounts are whole minor units of the currency."""

from typing import Any

from marshmallow import fields, validate

from contactcenter.core.schemas import Line, PageArgs, Question, StrictSchema, UtcTime, page_of
from contactcenter.crm.orders.lines import MOST_LINES, MOST_OF_ONE
from contactcenter.crm.orders.loyalty import MOST_POINTS
from contactcenter.crm.orders.money import LARGEST
from contactcenter.crm.orders.states import STATUSES
from contactcenter.crm.stats.rfm import CLASSES

MOST_ROWS = 1_000


def _amount(**more: Any) -> fields.Integer:
    return fields.Integer(strict=True, validate=validate.Range(0, LARGEST), **more)


def _code(length: int, **more: Any) -> Line:
    return Line(min_length=1, max_length=length, **more)


class OrderLineSchema(StrictSchema):
    product_id = fields.String(allow_none=True)
    product_code = fields.String(allow_none=True)
    name = fields.String()
    quantity = fields.Integer()
    price_minor = fields.Integer()


class OrderSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    source = fields.String()
    code = fields.String()
    external_id = fields.String(allow_none=True)
    customer_id = fields.String()
    customer_name = fields.String()
    placed_at = UtcTime()
    status = fields.String()
    next_statuses = fields.List(fields.String())
    total_minor = fields.Integer()
    currency = fields.String()
    channel = fields.String()
    lines = fields.List(fields.Nested(OrderLineSchema))
    created_at = UtcTime()
    updated_at = UtcTime()


OrderPage = page_of(OrderSchema)


class OrderLineIn(StrictSchema):
    """A product by id or code, or just a name; name and price default to the product's."""

    product_id = _code(40)
    product_code = _code(40)
    name = _code(200)
    quantity = fields.Integer(strict=True, load_default=1, validate=validate.Range(1, MOST_OF_ONE))
    price_minor = _amount(allow_none=True)


class OrderChangesIn(StrictSchema):
    status = fields.String(validate=validate.OneOf(STATUSES))
    placed_at = UtcTime()
    channel = _code(20)
    total_minor = _amount()
    lines = fields.List(fields.Nested(OrderLineIn), validate=validate.Length(max=MOST_LINES))


class OrderIn(OrderChangesIn):
    """Whose it is: `customer_id`, or a number or address that finds one person, or a name to save."""

    code = _code(60)
    source = Line(min_length=1, max_length=30, load_default="manual")
    external_id = _code(80)
    currency = Line(min_length=3, max_length=3, load_default="VND")
    customer_id = _code(40)
    phone = _code(40)
    email = _code(254)
    display_name = _code(200)


class OrdersIn(StrictSchema):
    source = Line(min_length=1, max_length=30, load_default="import")
    items = fields.List(fields.Dict(), required=True, validate=validate.Length(1, MOST_ROWS))


class OrderResultSchema(StrictSchema):
    """`row` counts from 1; `outcome` is created, updated, unchanged or failed."""

    row = fields.Integer()
    outcome = fields.String()
    id = fields.String(allow_none=True)
    error = fields.Dict(allow_none=True)


class OrderResultsSchema(StrictSchema):
    items = fields.List(fields.Nested(OrderResultSchema))
    created = fields.Integer()
    updated = fields.Integer()
    unchanged = fields.Integer()
    failed = fields.Integer()


class OrderFilters(PageArgs):
    q = Question(load_default=None, max_length=100)
    customer_id = Line(load_default=None, max_length=40)
    status = fields.String(load_default=None, validate=validate.OneOf(STATUSES))
    channel = Line(load_default=None, max_length=20)
    source = Line(load_default=None, max_length=30)
    product_id = Line(load_default=None, max_length=40)
    from_ = UtcTime(load_default=None, data_key="from")
    to = UtcTime(load_default=None)


class ProductSchema(StrictSchema):
    id = fields.String()
    version = fields.Integer()
    code = fields.String()
    name = fields.String()
    category = fields.String()
    price_minor = fields.Integer()
    currency = fields.String()
    is_active = fields.Boolean()
    created_at = UtcTime()
    updated_at = UtcTime()


ProductPage = page_of(ProductSchema)


class ProductChangesIn(StrictSchema):
    code = _code(40)
    name = _code(200)
    category = Line(max_length=80)
    price_minor = _amount()
    currency = Line(min_length=3, max_length=3)
    is_active = fields.Boolean()


class ProductIn(ProductChangesIn):
    code = _code(40, required=True)
    name = _code(200, required=True)


class ProductFilters(PageArgs):
    q = Question(load_default=None, max_length=100)
    category = Line(load_default=None, max_length=80)
    is_active = fields.Boolean(load_default=None, allow_none=True)


class CategoriesSchema(StrictSchema):
    items = fields.List(fields.String())


class InterestSchema(StrictSchema):
    product_id = fields.String()
    code = fields.String()
    name = fields.String()
    category = fields.String()
    level = fields.Integer()
    source = fields.String()
    updated_at = UtcTime()


class InterestsSchema(StrictSchema):
    items = fields.List(fields.Nested(InterestSchema))


class InterestIn(StrictSchema):
    product_id = _code(40, required=True)
    level = fields.Integer(strict=True, required=True, validate=validate.Range(1, 5))


class InterestsIn(StrictSchema):
    items = fields.List(fields.Nested(InterestIn), required=True, validate=validate.Length(max=100))


class LoyaltyEntrySchema(StrictSchema):
    id = fields.String()
    points = fields.Integer()
    reason = fields.String()
    order_id = fields.String(allow_none=True)
    actor_id = fields.String(allow_none=True)
    actor_name = fields.String(allow_none=True)
    created_at = UtcTime()


class LoyaltyPageSchema(page_of(LoyaltyEntrySchema)):  # type: ignore[misc]
    balance = fields.Integer()


class LoyaltyIn(StrictSchema):
    points = fields.Integer(
        strict=True, required=True, validate=[validate.Range(-MOST_POINTS, MOST_POINTS), validate.NoneOf((0,))]
    )
    reason = Line(required=True, min_length=1, max_length=200)
    order_id = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))


class PurchaseClassSchema(StrictSchema):
    rfm_class = fields.String(validate=validate.OneOf(CLASSES))
    currency = fields.String()
    customers = fields.Integer()
    spent = fields.Integer()


class PurchaseClassesSchema(StrictSchema):
    items = fields.List(fields.Nested(PurchaseClassSchema))
