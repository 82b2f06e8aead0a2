"""`flask run` finds `app` here; `python app.py` serves the embedded product."""

import gc
import sys

gc.disable()  # a start only makes what stays: looking through it for garbage takes a sixth of the time

from contactcenter import cli  # noqa: E402 - the line above must come first
from contactcenter.core.settings import SettingsError  # noqa: E402
from contactcenter.factory import create_app  # noqa: E402

try:
    app = create_app()
except SettingsError as error:
    sys.exit(f"Not started: {error}")
cli.install(app)

gc.freeze()
gc.enable()

if __name__ == "__main__":
    from contactcenter.embedded import serve

    serve(app)
