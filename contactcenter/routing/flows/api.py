"""Flows, numbers and sounds over HTTP, and the public address from which carriers fetch sounds."""

from typing import Any

from flask import Response
from flask_smorest import Blueprint

from contactcenter.agents.marks import public
from contactcenter.agents.session import current_actor, require
from contactcenter.core import storage
from contactcenter.core.db import read, transaction
from contactcenter.core.errors import NotFound
from contactcenter.core.settings import current
from contactcenter.core.versions import IfMatch
from contactcenter.crm.files.uploads import UPLOAD_DOC, one_file
from contactcenter.routing.flows import fallback, queries, schemas, service, sounds, trying
from contactcenter.routing.flows.check import check, is_fit

blp = Blueprint("flows", __name__, url_prefix="/api/v1", description="The front door: flows, numbers, sounds")
media = Blueprint("flow_media", __name__, url_prefix="/media", description="Sounds as carriers fetch them")


@blp.get("/flows")
@require("flows.read")
@blp.response(200, schemas.FlowListSchema)
def list_flows() -> Any:
    """Every flow; the default one first."""
    with read() as session:
        return {"items": queries.list_flows(session)}


@blp.post("/flows")
@require("flows.manage")
@blp.arguments(schemas.FlowIn)
@blp.response(201, schemas.FlowDetailSchema)
def create_flow(body: dict[str, Any]) -> Any:
    with transaction() as session:
        flow = service.create_flow(session, body["name"], copy_of=body["copy_of"], actor_id=current_actor().id)
        return queries.show_flow(session, flow)


@blp.post("/flows/checks")
@require("flows.read")
@blp.arguments(schemas.FlowDraftIn)
@blp.response(200, schemas.CheckedSchema)
def check_document(body: dict[str, Any]) -> Any:
    """What is wrong with a document, saved or not."""
    with read() as session:
        problems = check(body["document"], queries.known(session))
    return {"problems": queries.present_problems(problems), "is_fit": is_fit(problems)}


@blp.post("/flows/walks")
@require("flows.read")
@blp.arguments(schemas.WalkIn)
@blp.response(200, schemas.TurnSchema)
def try_flow(body: dict[str, Any]) -> Any:
    """One turn of a test call through a document; nothing is kept. Send the `place` of the answer with the next."""
    with read() as session:
        return trying.try_out(session, body)


@blp.get("/flows/<flow_id>")
@require("flows.read")
@blp.response(200, schemas.FlowDetailSchema)
def get_flow(flow_id: str) -> Any:
    """A flow with its draft and what is wrong with that."""
    with read() as session:
        return queries.show_flow(session, service.get_flow(session, flow_id))


@blp.patch("/flows/<flow_id>")
@require("flows.manage")
@blp.arguments(schemas.FlowChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.FlowDetailSchema)
def change_flow(body: dict[str, Any], match: dict[str, Any], flow_id: str) -> Any:
    """Rename, archive or bring back; 409 `flow_in_use` while callers meet it."""
    with transaction() as session:
        return queries.show_flow(session, service.change_flow(session, flow_id, body, version=match["version"]))


@blp.put("/flows/<flow_id>/draft")
@require("flows.manage")
@blp.arguments(schemas.FlowDraftIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.FlowDetailSchema)
def save_draft(body: dict[str, Any], match: dict[str, Any], flow_id: str) -> Any:
    """Keep a draft, broken or not; callers go on hearing what is published."""
    with transaction() as session:
        flow = service.save_draft(
            session, flow_id, body["document"], version=match["version"], actor_id=current_actor().id
        )
        return queries.show_flow(session, flow)


@blp.get("/flows/<flow_id>/versions")
@require("flows.read")
@blp.response(200, schemas.VersionListSchema)
def list_versions(flow_id: str) -> Any:
    with read() as session:
        return {"items": queries.list_versions(session, service.get_flow(session, flow_id))}


@blp.post("/flows/<flow_id>/versions")
@require("flows.manage")
@blp.arguments(schemas.PublishIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(201, schemas.FlowDetailSchema)
def publish_flow(body: dict[str, Any], match: dict[str, Any], flow_id: str) -> Any:
    """New callers hear the draft from now on; 422 `flow_broken` with the problems."""
    with transaction() as session:
        service.publish(session, flow_id, note=body["note"], version=match["version"], actor_id=current_actor().id)
        return queries.show_flow(session, service.get_flow(session, flow_id))


@blp.post("/flows/<flow_id>/restorations")
@require("flows.manage")
@blp.arguments(schemas.RestoreIn)
@blp.response(201, schemas.FlowDetailSchema)
def restore_version(body: dict[str, Any], flow_id: str) -> Any:
    """Publish an older version again, as a new one. `builtin` names the flow that the product comes with."""
    with transaction() as session:
        service.restore(session, flow_id, body["version_id"], actor_id=current_actor().id)
        return queries.show_flow(session, service.get_flow(session, flow_id))


@blp.get("/flows/<flow_id>/fallback")
@require("flows.read")
@blp.arguments(schemas.FallbackQuery, location="query")
@blp.response(200, content_type="application/zip", description="Documents for the carrier to serve when we are down")
def export_fallback(query: dict[str, Any], flow_id: str) -> Response:
    """Static documents made from what is published: greeting, then voicemail or another number."""
    with read() as session:
        document = queries.published_document(session, service.get_flow(session, flow_id))
        files = fallback.documents(session, document, query["language"], forward=query["forward"])
    response = Response(fallback.archive(files), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="front-door-fallback.zip"'
    return response


@blp.get("/numbers")
@require("flows.read")
@blp.response(200, schemas.NumberListSchema)
def list_numbers() -> Any:
    """Numbers that were entered; any other number of a known account uses the default flow."""
    with read() as session:
        return {"items": queries.list_numbers(session)}


@blp.post("/numbers")
@require("flows.manage")
@blp.arguments(schemas.NumberIn)
@blp.response(201, schemas.NumberSchema)
def add_number(body: dict[str, Any]) -> Any:
    with transaction() as session:
        return _number(session, service.add_number(session, body, region=current().default_region))


@blp.patch("/numbers/<number_id>")
@require("flows.manage")
@blp.arguments(schemas.NumberChangeIn)
@blp.arguments(IfMatch, location="headers")
@blp.response(200, schemas.NumberSchema)
def change_number(body: dict[str, Any], match: dict[str, Any], number_id: str) -> Any:
    """Another label or flow, at once for new calls."""
    with transaction() as session:
        return _number(session, service.change_number(session, number_id, body, version=match["version"]))


@blp.delete("/numbers/<number_id>")
@require("flows.manage")
@blp.response(204)
def remove_number(number_id: str) -> None:
    """Take a number off the list: its callers meet the default flow."""
    with transaction() as session:
        service.remove_number(session, number_id)


@blp.get("/flow-sounds")
@require("flows.read")
@blp.response(200, schemas.SoundListSchema)
def list_sounds() -> Any:
    with read() as session:
        return {"items": queries.list_sounds(session)}


@blp.post("/flow-sounds")
@require("flows.manage")
@blp.doc(requestBody=UPLOAD_DOC)
@blp.response(201, schemas.SoundSchema)
def upload_sound() -> Any:
    """Keep a sound (multipart, field `file`): MP3 or WAV by its bytes, 5 MB at most."""
    upload = one_file(sounds.MAX_BYTES)
    found = sounds.check_upload(upload.stream)
    with transaction() as session:
        row = sounds.expect_sound(session, upload.filename, found, actor_id=current_actor().id)
    storage.current_store().put_once(
        row.storage_key, upload.stream, sha256=found.sha256, content_type=found.kind.content_type
    )
    with transaction() as session:
        return sounds.sound_arrived(session, row.id)


@blp.patch("/flow-sounds/<sound_id>")
@require("flows.manage")
@blp.arguments(schemas.SoundChangeIn)
@blp.response(200, schemas.SoundSchema)
def change_sound(body: dict[str, Any], sound_id: str) -> Any:
    """Rename, or take off the list (`is_archived`); flows that play it go on playing it."""
    with transaction() as session:
        return sounds.change_sound(session, sound_id, body)


@media.get("/prompts/<file_name>")
@public("Carriers fetch what callers hear; the address is a secret of 256 bits.")
@media.response(200, content_type="audio/*", description="A sound of a flow")
def play_sound(file_name: str) -> Response:
    """A sound, to whoever knows its address."""
    secret, _, extension = file_name.rpartition(".")
    with read() as session:
        row = queries.find_sound(session, secret[:60])
    if row is None or row.extension != extension:
        raise NotFound("sound_not_found", "There is no such sound.")
    stream = storage.current_store().open_range(row.storage_key)
    response = Response(stream, content_type=row.content_type, direct_passthrough=True)
    response.headers["Content-Length"] = str(row.size_bytes)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _number(session: Any, row: Any) -> dict[str, Any]:
    return next(one for one in queries.list_numbers(session) if one["id"] == row.id)
