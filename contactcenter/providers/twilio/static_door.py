"""TwiML for when we are down: documents that any web host, or a TwiML Bin, serves as they are.

They refer to each other by relative addresses and by GET, since static hosts know nothing else. Without `action` a
<Record> would have its own document asked for again, and loop.
"""

from twilio.twiml.voice_response import Dial, VoiceResponse

from contactcenter.providers.instructions import StaticDoor
from contactcenter.providers.twilio.render import RECORDING_EVENTS, REPEAT_ON_FAILURE, Renderer, clean_text, say

FRONT, VOICEMAIL, GOODBYE = "front-door.xml", "voicemail.xml", "goodbye.xml"
FORWARD_SECONDS = 30


def documents(door: StaticDoor, renderer: Renderer) -> dict[str, str]:
    """File name → text; the number's address is the first one."""
    front = VoiceResponse()
    say(front, door.greeting)
    files = {FRONT: front}
    if door.forward_to:
        dial = Dial(timeout=FORWARD_SECONDS, action=VOICEMAIL, method="GET")
        dial.number(clean_text(door.forward_to))
        front.append(dial)
        files[VOICEMAIL] = VoiceResponse()
    asked = files.get(VOICEMAIL, front)
    say(asked, [door.voicemail])
    asked.record(
        max_length=door.max_seconds,
        play_beep=True,
        finish_on_key="#",
        action=GOODBYE,
        method="GET",
        recording_status_callback=renderer.url("recording") + REPEAT_ON_FAILURE,
        recording_status_callback_event=RECORDING_EVENTS,
    )
    asked.hangup()
    files[GOODBYE] = VoiceResponse()
    say(files[GOODBYE], [door.goodbye])
    files[GOODBYE].hangup()
    return {name: str(response.to_xml()) for name, response in files.items()}
