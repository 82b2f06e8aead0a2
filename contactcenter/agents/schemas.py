"""Shapes of people, sessions and sign-ins on the wire."""

from marshmallow import fields, validate

from contactcenter.agents.models import ROLES
from contactcenter.agents.teams.models import REACHES
from contactcenter.core.schemas import Line, PageArgs, StrictSchema, UtcTime

LOCALES = ("vi", "en")
THEMES = ("auto", "light", "dark")
ANSWERS_ON = ("browser", "phone")


def _secret(**kwargs: object) -> fields.String:
    """A password or code: taken as typed, never dumped."""
    return fields.String(load_only=True, validate=validate.Length(min=1, max=1000), **kwargs)  # type: ignore[arg-type]


class UserSchema(StrictSchema):
    """Somebody, as they see themselves."""

    id = fields.String()
    name = fields.String()
    email = fields.String()
    role = fields.String()
    locale = fields.String()
    theme = fields.String()
    voice_identity = fields.String()
    own_phone = fields.String(allow_none=True)
    answers_on = fields.String()
    is_totp_on = fields.Boolean()


class MeSchema(UserSchema):
    """`reach`: whose customers one sees, by teams/models.py."""

    reach = fields.String(validate=validate.OneOf(REACHES))


class ManagedUserSchema(UserSchema):
    """Somebody, as an admin sees them."""

    is_active = fields.Boolean()
    is_demo = fields.Boolean()
    created_at = UtcTime()


class SignInSchema(StrictSchema):
    email = fields.String(required=True, validate=validate.Length(min=1, max=254))
    password = _secret(required=True)
    code = fields.String(load_default=None, allow_none=True, load_only=True, validate=validate.Length(max=20))


class SessionSchema(StrictSchema):
    """A sign-in: who, and the token that unsafe requests must carry in X-CSRF-Token."""

    user = fields.Nested(UserSchema)
    csrf_token = fields.String()


class ProfileChangeSchema(StrictSchema):
    locale = fields.String(validate=validate.OneOf(LOCALES))
    theme = fields.String(validate=validate.OneOf(THEMES))
    own_phone = fields.String(allow_none=True, validate=validate.Length(max=40))
    answers_on = fields.String(validate=validate.OneOf(ANSWERS_ON))


class PasswordChangeSchema(StrictSchema):
    current = _secret(required=True)
    new = _secret(required=True)


class PasswordSchema(StrictSchema):
    password = _secret(required=True)


class EnrolmentSchema(StrictSchema):
    secret = fields.String()
    otpauth_url = fields.String()
    qr_svg = fields.String()


class CodeSchema(StrictSchema):
    code = fields.String(required=True, load_only=True, validate=validate.Length(min=6, max=20))


class SignedInBrowserSchema(StrictSchema):
    id = fields.String()
    created_at = UtcTime()
    last_seen_at = UtcTime()
    ip = fields.String()
    user_agent = fields.String()
    is_current = fields.Boolean()


class SignedInBrowsersSchema(StrictSchema):
    items = fields.List(fields.Nested(SignedInBrowserSchema))


class EndedSessionsSchema(StrictSchema):
    ended = fields.Integer()


class SocketTicketSchema(StrictSchema):
    ticket = fields.String()
    expires_at = UtcTime()


class UserQuerySchema(PageArgs):
    """Nothing to filter by yet."""


class NewUserSchema(StrictSchema):
    email = fields.String(required=True, validate=validate.Length(min=3, max=254))
    name = Line(required=True, min_length=1, max_length=120)
    role = fields.String(required=True, validate=validate.OneOf(ROLES))
    password = _secret(required=True)
    locale = fields.String(load_default="vi", validate=validate.OneOf(LOCALES))
    own_phone = fields.String(load_default=None, allow_none=True, validate=validate.Length(max=40))


class UserChangeSchema(ProfileChangeSchema):
    name = Line(min_length=1, max_length=120)
    role = fields.String(validate=validate.OneOf(ROLES))
    is_active = fields.Boolean()
    is_totp_on = fields.Boolean(validate=validate.Equal(comparable=False, error="Only its owner can turn it on."))
    password = _secret()
