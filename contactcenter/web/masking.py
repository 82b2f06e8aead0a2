"""The last thing that happens to an answer: what the asker's role does not see is masked.

Here and not at each page's source, so that a page cannot forget it. The way back is shut too:
a body that holds a mask would write it over what it hides.
"""

from flask import Flask, Response, current_app, g, request

from contactcenter.agents.session import find_actor
from contactcenter.core.db import read
from contactcenter.core.errors import Invalid
from contactcenter.crm.masking.mask import NOTHING, Mask, holds_masked
from contactcenter.crm.masking.rules import mask_for

_OWN_ACCOUNT = ("/api/v1/me", "/api/v1/session", "/api/v1/users", "/api/v1/socket-tickets", "/api/v1/softphone-token")
_CHANGES = frozenset({"POST", "PUT", "PATCH"})


def install(app: Flask) -> None:
    app.before_request(_refuse_masks)
    app.after_request(_mask)


def _refuse_masks() -> None:
    """Raises Invalid `masked_value` for a change that holds a mask, from somebody who sees masks."""
    if request.method not in _CHANGES or not _is_masked_path() or not request.is_json:
        return
    if find_actor() is not None and _mask_of_asker() and holds_masked(request.get_json(silent=True)):
        raise Invalid("masked_value", "That holds a masked value: show it first, or leave it out.")


def _mask(response: Response) -> Response:
    is_told = "caller" in g and response.is_json and response.status_code < 500  # else nobody's, or only an apology
    if not is_told or not _is_masked_path() or request.path.endswith("/reveals"):
        return response
    mask = _mask_of_asker()
    if mask:
        response.set_data(current_app.json.dumps(mask.payload(response.get_json())))
    return response


def _mask_of_asker() -> Mask:
    """What is hidden from who asks; looked up once a request, after who it is."""
    if "mask" not in g:
        actor = find_actor()
        with read() as session:
            g.mask = mask_for(session, actor.role) if actor is not None else NOTHING
    mask: Mask = g.mask
    return mask


def _is_masked_path() -> bool:
    return request.path.startswith("/api/v1/") and not request.path.startswith(_OWN_ACCOUNT)
