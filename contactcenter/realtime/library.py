"""Flask-SocketIO, without what only its asyncio client needs.

python-engineio imports aiohttp where it is installed (the Twilio library brings it), which costs
every start a quarter of a second for a client that nobody here uses; without it, it goes on as well.
"""

import sys

_had_aiohttp = "aiohttp" in sys.modules
if not _had_aiohttp:
    sys.modules["aiohttp"] = None  # type: ignore[assignment]  # how Python spells "not to be found"

from flask_socketio import ConnectionRefusedError as Refused  # noqa: E402 - the line above must come first
from flask_socketio import SocketIO, disconnect, join_room  # noqa: E402

if not _had_aiohttp:
    del sys.modules["aiohttp"]

__all__ = ["Refused", "SocketIO", "disconnect", "join_room"]
