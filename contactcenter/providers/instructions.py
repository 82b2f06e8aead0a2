"""What we answer a provider that asks what to do with a live call.

Adapters render these (to TwiML, …). Texts are already in the caller's language; numbers
and names from outside go into markup only through the provider's library.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Instruction:
    pass


@dataclass(frozen=True)
class Acknowledge(Instruction):
    """Nothing to do: a notification was taken."""


@dataclass(frozen=True)
class Speech:
    """Words to say, with a BCP 47 language such as vi-VN."""

    text: str
    language: str


@dataclass(frozen=True)
class Audio:
    """A sound file to play, by an absolute address that the provider fetches without credentials."""

    url: str


Sound = Speech | Audio


@dataclass(frozen=True)
class PlaySounds(Instruction):
    """Say or play these, one after the other; what comes next stands beside it in an `InTurn`."""

    sounds: tuple[Sound, ...]


@dataclass(frozen=True)
class InTurn(Instruction):
    """Several instructions in one answer; only the last may wait for something."""

    parts: tuple[Instruction, ...]


@dataclass(frozen=True)
class OfferMenu(Instruction):
    """Greet, announce the recording, ask for a key. No key falls through to a further ask.

    `attempt` counts a call's questions, so that each answer is news. `walk` comes back with the answer: which menu
    of which flow asked. `wait_seconds`: for the first key, after the prompt; None is the adapter's own. `max_digits`:
    what is asked for is a number of up to so many digits, ended by the hash key.
    """

    greeting: tuple[Sound, ...]
    prompt: tuple[Sound, ...]
    attempt: int
    keys: tuple[str, ...]
    walk: str | None = None
    wait_seconds: int | None = None
    max_digits: int | None = None


@dataclass(frozen=True)
class EnterQueue(Instruction):
    """Put the caller in line; the provider then polls for waiting music. `attempt` counts up when
    the same caller is put back in line, so that leaving it again is news."""

    queue_name: str
    announcement: Sound | None
    attempt: int = 1


@dataclass(frozen=True)
class KeyOffer:
    """A key that does something while the caller waits, and the words that say so, when it is time for them."""

    key: str
    words: Speech | None


@dataclass(frozen=True)
class PlayWaiting(Instruction):
    """A few seconds of music (and words), then ask again; a key pressed meanwhile comes with the question."""

    music_url: str
    announcement: Speech | None
    offer: KeyOffer | None = None


@dataclass(frozen=True)
class LeaveQueue(Instruction):
    """Take the caller out of line; the provider then asks what comes next."""


@dataclass(frozen=True)
class ConnectAgent(Instruction):
    """Bridge the caller to an agent's softphone (`identity`) or own phone (`phone`)."""

    offer_id: str
    identity: str | None
    phone: str | None
    caller_id: str | None
    ring_seconds: int
    is_recorded: bool
    is_transcribed: bool
    language: str


@dataclass(frozen=True)
class ConnectNumber(Instruction):
    """Bridge the caller to somebody outside; the provider then asks what comes next, naming the transfer, or the
    `walk` where a flow has sent them there."""

    transfer_id: str | None
    phone: str
    caller_id: str | None
    ring_seconds: int
    is_recorded: bool
    walk: str | None = None


@dataclass(frozen=True)
class DialCustomer(Instruction):
    """The agent's leg of a placed call is up: ring the customer and bridge the two."""

    placement_id: str
    phone: str
    caller_id: str
    ring_seconds: int
    is_recorded: bool
    is_transcribed: bool
    language: str


@dataclass(frozen=True)
class JoinRoom(Instruction):
    """Put a leg into a conference room under a label of ours.

    The room begins when somebody enters for whom `starts_room` holds; until then music is heard. It ends for
    everybody when somebody leaves for whom `ends_room` holds, so that nobody is left in silence. `is_caller`: the
    provider asks what comes next when they are out (RoomLeft). `is_recorded`: this leg, both directions, from now on.
    """

    room_name: str
    label: str
    music_url: str
    is_caller: bool = False
    starts_room: bool = True
    ends_room: bool = True
    is_recorded: bool = False


@dataclass(frozen=True)
class AskRating(Instruction):
    """Ask for 1–5 on the keypad about the agent on `provider_leg_id`."""

    prompt: Speech
    provider_leg_id: str | None


@dataclass(frozen=True)
class TakeVoicemail(Instruction):
    """Apologise and record a message (mono)."""

    prompt: Sound
    max_seconds: int


@dataclass(frozen=True)
class SayAndHangUp(Instruction):
    speech: Sound | None


@dataclass(frozen=True)
class Whisper(Instruction):
    """What only the agent hears before the bridge; `must_confirm` asks a key (own phones)."""

    speech: Speech
    must_confirm: bool


@dataclass(frozen=True)
class RefuseCall(Instruction):
    """Blocked caller: end at once."""


@dataclass(frozen=True)
class StaticDoor:
    """What a carrier does without asking us: greet, try a number if there is one, take a message, say good-bye."""

    greeting: tuple[Speech, ...]
    forward_to: str | None
    voicemail: Speech
    goodbye: Speech
    max_seconds: int
