"""`python -m bench.product`: the product as it is, with one more address that only emits.

Asked for, `/bench/emit?room=…` puts one small message into one room: the floor of ring → pop,
in the same process with the same sockets.
"""

from flask import Flask, request

from contactcenter.agents.marks import public
from contactcenter.embedded import serve
from contactcenter.factory import create_app
from contactcenter.realtime.socket import socketio


def make() -> Flask:
    app = create_app()

    @app.get("/bench/emit")
    @public("Only while measuring, on loopback.")
    def emit() -> tuple[str, int]:
        socketio.emit("bench", {"seq": None, "type": "bench", "data": {}}, to=request.args["room"])
        return "", 204

    return app


if __name__ == "__main__":
    serve(make())
