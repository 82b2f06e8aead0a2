"""One Twilio account, or one that speaks Twilio's protocol, as a telephony provider."""

from contextlib import AbstractContextManager
from datetime import datetime

from contactcenter.core.settings import TwilioSettings
from contactcenter.providers.base import GuestChange, Invitation, MediaStream, ProviderRequest, Reply, Room
from contactcenter.providers.events import ProviderEvent
from contactcenter.providers.instructions import Instruction, StaticDoor
from contactcenter.providers.listing import ListedPage
from contactcenter.providers.placing import Placing
from contactcenter.providers.twilio import hooks, static_door
from contactcenter.providers.twilio.apology import Apologies
from contactcenter.providers.twilio.listing import Lists
from contactcenter.providers.twilio.media import RecordingMedia
from contactcenter.providers.twilio.outbound import PlacedCalls
from contactcenter.providers.twilio.parse_calls import Origin
from contactcenter.providers.twilio.parse_media import intelligence_values
from contactcenter.providers.twilio.render import REPEAT_ON_FAILURE, Renderer
from contactcenter.providers.twilio.rest import LiveCalls
from contactcenter.providers.twilio.rooms import LiveRooms
from contactcenter.providers.twilio.signature import is_signed
from contactcenter.providers.twilio.softphone import access_token

CHANNEL_MAPS = {"customer_first": ("customer", "agent"), "agent_first": ("agent", "customer")}


class TwilioProvider:
    """Satisfies TelephonyProvider. An account that is not configured verifies nothing.

    `channel_map` says who is on which channel of a dual recording: the documents put the
    parent (the customer) first, a field test measured the reverse, so it is a setting.
    """

    def __init__(
        self, name: str, settings: TwilioSettings, public_url: str, channel_order: str = "customer_first"
    ) -> None:
        self.name = name
        self.account = settings.account_sid
        self.channel_map = CHANNEL_MAPS[channel_order]
        self._settings = settings
        self._origin = Origin(name, settings.account_sid)
        self._renderer = Renderer(name, public_url)
        self._apologies = Apologies(self._renderer)
        self._calls = LiveCalls(settings)
        self._rooms = LiveRooms(self._calls)
        self._media = RecordingMedia(settings)
        self._lists = Lists(self._origin, settings)
        self._placing = PlacedCalls(settings, self._calls)

    @property
    def is_configured(self) -> bool:
        return self._settings.is_configured

    def verify(self, request: ProviderRequest) -> bool:
        """The signature is right and the body is this account's: a token alone proves no account."""
        return is_signed(self._settings.auth_token, request) and self._is_ours(request)

    def parse(self, request: ProviderRequest) -> ProviderEvent:
        return hooks.parse_request(self._origin, request)

    def is_interactive(self, hook: str) -> bool:
        return hooks.is_interactive(hook)

    def render(self, instruction: Instruction) -> Reply:
        return self._renderer.reply(instruction)

    def static_documents(self, door: StaticDoor) -> dict[str, str]:
        return static_door.documents(door, self._renderer)

    def apology(self, language: str, request: ProviderRequest | None = None) -> Reply:
        return self._apologies.choose(language, request)

    def redirect_to_agent(self, provider_call_id: str, instruction: Instruction) -> None:
        self._calls.redirect(provider_call_id, self._renderer.document(instruction))

    def find_room(self, room_name: str) -> Room | None:
        return self._rooms.find(room_name)

    def change_guest(self, provider_room_id: str, label: str, change: GuestChange) -> None:
        self._rooms.change(provider_room_id, label, change)

    def invite(self, invitation: Invitation) -> str:
        progress = self._renderer.url("status/leg", call=invitation.provider_call_id, role=invitation.role)
        return self._rooms.invite(invitation, progress + REPEAT_ON_FAILURE)

    def hang_up(self, provider_call_id: str) -> bool:
        return self._calls.hang_up(provider_call_id)

    def is_over(self, provider_call_id: str) -> bool:
        return self._calls.is_over(provider_call_id)

    def open_recording(self, provider_recording_id: str, channels: int | None) -> AbstractContextManager[MediaStream]:
        return self._media.open(provider_recording_id, channels)

    @property
    def line(self) -> str:
        return self._settings.phone_number

    def place(self, placing: Placing) -> str:
        urls = {name: self._renderer.url(name, placement=placing.placement_id) for name in ("c2c/twiml", "status")}
        return self._placing.place(placing, urls["c2c/twiml"], urls["status"] + REPEAT_ON_FAILURE)

    def find_placed(self, placing: Placing, since: datetime) -> list[str]:
        return self._placing.find(placing, since)

    @property
    def listable(self) -> tuple[str, ...]:
        return self._lists.resources

    def list_page(self, resource: str, since: datetime, until: datetime, page: str | None = None) -> ListedPage:
        return self._lists.page(resource, since, until, page)

    def softphone_token(self, identity: str) -> str | None:
        return access_token(self._settings, identity)

    def _is_ours(self, request: ProviderRequest) -> bool:
        """Whether the account named in the request, if any is, is this one."""
        try:
            if request.hook == "intelligence":
                return intelligence_values(request).get("account_sid") in (None, "", self.account)
            return all(named == self.account for named in request.form.get("AccountSid", ()))
        except ValueError:
            return True  # genuine, and for `parse` to refuse
