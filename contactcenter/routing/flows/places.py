"""Where a call is in its flow, as it is written: in the address that an answer comes to, and on a call in line.

`<version>.<step>.<tries or turn>`. The built-in flow writes nothing, so that a call of a plain install is as light
as before there were flows.
"""

from sqlalchemy.orm import Session

from contactcenter.calls.models import Call
from contactcenter.routing.flows import builtin, published
from contactcenter.routing.flows.walk import Document, Place


def written(flow: Document, place: Place) -> str | None:
    """For the address of a menu's answer; None where it need not be said."""
    if flow.id == builtin.VERSION and place == Place(builtin.MENU, place.turn, place.turn):
        return None
    return f"{flow.id}.{place.step}.{place.tries}"


def outside(flow: Document, place: Place) -> str:
    """For the address that the end of a dial outside comes to."""
    return f"{flow.id}.{place.step}.{place.turn}"


def of_outside(session: Session, walked: str) -> tuple[Document, Place]:
    version, step, turn = walked.split(".")
    return published.find(session, version) or published.BUILTIN, Place(step, turn=int(turn))


def of_menu(session: Session, walked: str | None, turn: int) -> tuple[Document, Place]:
    """The flow and menu that an answer is about. Unknown ones, which only a forger of signatures could name, and
    versions of a database brought back from a backup: a step that is not there, which leads to voicemail."""
    if walked is None:
        return published.BUILTIN, Place(builtin.MENU, turn, turn)
    version, step, tries = walked.split(".")
    return published.find(session, version) or published.BUILTIN, Place(step, int(tries), turn)


def keep(call: Call, flow: Document, place: Place) -> None:
    """Note on the call where it stands in line."""
    call.walked = None if flow.id == builtin.VERSION else f"{flow.id}.{place.step}.{place.turn}"


def of_call(session: Session, call: Call) -> tuple[Document, Place]:
    """The flow and queue step in which a call waits."""
    if call.walked is None:
        return published.BUILTIN, Place(builtin.LINE)
    version, step, turn = call.walked.split(".")
    return published.find(session, version) or published.BUILTIN, Place(step, turn=int(turn))


def turn_of(call: Call) -> int:
    return int(call.walked.rpartition(".")[2]) if call.walked else 1
