"""The API's description as a page: every address, what it takes and gives, from the OpenAPI document."""

from typing import Any

from flask import Blueprint, current_app, render_template

from contactcenter.agents.marks import public

blueprint = Blueprint("api_pages", __name__)


@blueprint.get("/api/docs")
@public("the API's description names no data")
def docs() -> str:
    return render_template("api_docs.html", groups=_groups(_specification()))


def _specification() -> dict[str, Any]:
    api = current_app.extensions["flask-smorest"]["apis"][""]["ext_obj"]
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
