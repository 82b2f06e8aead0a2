"""The browser phone's access token: a JWT signed with the API key, good for an hour."""

from twilio.jwt.access_token import AccessToken
from twilio.jwt.access_token.grants import VoiceGrant

from contactcenter.core.settings import TwilioSettings

TOKEN_SECONDS = 3600


def access_token(settings: TwilioSettings, identity: str) -> str | None:
    """A token that may receive calls for `identity`, and place them when a TwiML App is set.

    None when the account has no API key.
    """
    if not (settings.is_configured and settings.api_key_sid and settings.api_key_secret):
        return None
    token = AccessToken(
        settings.account_sid,
        settings.api_key_sid,
        settings.api_key_secret,
        identity=identity,
        ttl=TOKEN_SECONDS,
    )
    token.add_grant(VoiceGrant(outgoing_application_sid=settings.twiml_app_sid or None, incoming_allow=True))
    return str(token.to_jwt())
