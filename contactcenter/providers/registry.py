"""Which carriers this process speaks to, by the name in their webhooks' address."""

from contactcenter.core.errors import NotFound
from contactcenter.core.settings import Settings
from contactcenter.providers.base import TelephonyProvider
from contactcenter.providers.twilio.provider import TwilioProvider

_providers: dict[str, TelephonyProvider] = {}


def configure(settings: Settings) -> None:
    """Build the providers from the settings, replacing earlier ones.

    Twilio is always there: without an account it refuses every webhook (403). The simulated
    carrier speaks Twilio's protocol with an account of its own, and only in the demo.
    """
    _providers.clear()
    _providers.update(build(settings))


def build(settings: Settings) -> dict[str, TelephonyProvider]:
    """The providers these settings ask for."""
    providers: dict[str, TelephonyProvider] = {
        "twilio": TwilioProvider("twilio", settings.twilio, settings.public_url, settings.recording_channel_order)
    }
    if settings.is_demo:
        providers["simulator"] = _simulator(settings)
    return providers


def add_simulator(settings: Settings) -> None:
    """For a command beside a running demo that was not told it is one."""
    _providers.setdefault("simulator", _simulator(settings))


def _simulator(settings: Settings) -> TelephonyProvider:
    """Its dialogues were recorded with the agent on the left."""
    return TwilioProvider("simulator", settings.simulator, settings.public_url, "agent_first")


def find(name: str) -> TelephonyProvider | None:
    return _providers.get(name)


def get(name: str) -> TelephonyProvider:
    """The provider of that name. Raises NotFound."""
    provider = _providers.get(name)
    if provider is None:
        raise NotFound("provider_not_found", "There is no such provider.")
    return provider


def telephony() -> TelephonyProvider:
    """The company's own carrier."""
    return list_all()[0]


def list_all() -> list[TelephonyProvider]:
    return list(_providers.values())
