"""The API's description as a page: every address, what it takes and gives, from the OpenAPI document."""

from threading import Lock
from typing import Any

from flask import Blueprint, Flask, current_app, render_template
from flask_smorest import Api

from contactcenter.agents.marks import public

blueprint = Blueprint("api_pages", __name__)


class DescribedLater(Api):
    """Describes its blueprints when somebody asks: doing it at every start takes longer than all the rest of it."""

    def __init__(self, app: Flask) -> None:
        self._undescribed: list[Any] = []
        self._describing = Lock()
        super().__init__(app)

    def register_blueprint(self, blp: Any, **options: Any) -> None:
        self._app.extensions["flask-smorest"]["blp_name_to_api"][blp.name] = self
        self._app.register_blueprint(blp, **options)
        self._undescribed.append(blp)

    def describe(self) -> None:
        """Bring the description up to date; safe to repeat and from several threads."""
        with self._describing:
            while self._undescribed:
                blp = self._undescribed.pop(0)
                blp.register_views_in_doc(self, self._app, self.spec, name=blp.name, parameters=None)
                self.spec.tag({"name": blp.name, "description": blp.description})


@blueprint.get("/api/docs")
@public("the API's description names no data")
def docs() -> str:
    return render_template("api_docs.html", groups=_groups(_specification()))


def _specification() -> dict[str, Any]:
    api: DescribedLater = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
    api.describe()
    found: dict[str, Any] = api.spec.to_dict()
    return found


def _groups(spec: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """Operations by tag: method, path, words, parameters' names, answers' codes."""
    groups: dict[str, list[dict[str, Any]]] = {tag["name"]: [] for tag in spec.get("tags", [])}
    for path, operations in spec["paths"].items():
        shared = operations.get("parameters", [])
        for method, operation in operations.items():
            if method == "parameters":
                continue
            parameters = [*shared, *operation.get("parameters", [])]
            groups.setdefault(operation.get("tags", ["other"])[0], []).append(
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation.get("summary", ""),
                    "description": operation.get("description", ""),
                    "parameters": [p["name"] for p in parameters if p.get("in") == "query"],
                    "body": _schema_name(operation.get("requestBody")),
                    "answers": sorted(code for code in operation.get("responses", {}) if code != "default"),
                }
            )
    return {name: found for name, found in groups.items() if found}


def _schema_name(body: dict[str, Any] | None) -> str:
    if not body:
        return ""
    schema = body.get("content", {}).get("application/json", {}).get("schema", {})
    return str(schema.get("$ref", "")).rsplit("/", 1)[-1]
