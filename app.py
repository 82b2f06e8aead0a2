"""`flask run` finds `app` here; `python app.py` serves the embedded product."""

from contactcenter import cli
from contactcenter.factory import create_app

app = create_app()
cli.install(app)

if __name__ == "__main__":
    from contactcenter.embedded import serve

    serve(app)
