"""When people come to see other customers: files written before, what is watched, and what those who left own."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from contactcenter.core.db import read
from contactcenter.core.jobs import MemoryQueue
from contactcenter.core.storage import current_store
from contactcenter.crm.exports import jobs, running
from contactcenter.crm.exports.models import Export
from tests.crm.hands import patch
from tests.flows.desk import Desk
from tests.teams.company import Company, open_company

COLUMNS = {"columns": ["display_name"], "format": "csv"}


@pytest.fixture
def company(app: Flask) -> Company:
    return open_company(app)


def limit_supervisors(company: Company) -> None:
    company.admin.put("/reach", {"supervisor": "own"})


def take_a_member_away(company: Company) -> None:
    change_team(company, member_ids=[company.lan.user_id, company.nam.user_id])


def take_the_author_away(company: Company) -> None:
    change_team(company, member_ids=[company.lan.user_id, company.minh.user_id])


def archive_the_team(company: Company) -> None:
    change_team(company, is_archived=True)


def change_team(company: Company, **changes: Any) -> None:
    team = next(one for one in company.admin.get("/teams").json["items"] if one["name"] == "Bán lẻ")
    assert patch(company.admin, f"/teams/{team['id']}", changes, f'"{team["version"]}"').status_code == 200


def export(desk: Desk, queue: MemoryQueue) -> str:
    made = desk.post("/exports", COLUMNS)
    assert made.status_code == 202, made.text
    queue.drain()
    return str(made.json["id"])


def names_in(desk: Desk, export_id: str) -> set[str]:
    answer = desk.get(f"/exports/{export_id}/file")
    assert answer.status_code == 200, answer.text
    return set(answer.data.decode("utf-8-sig").splitlines()[1:])


@pytest.mark.parametrize("change", [limit_supervisors, take_a_member_away, take_the_author_away, archive_the_team])
def test_a_file_written_before_its_authors_reach_changed_is_outdated(
    company: Company, queue: MemoryQueue, change: Callable[[Company], None]
) -> None:
    company.customer_of(company.minh, "Khách Minh")
    company.customer_of(company.nam, "Khách Nam")
    old, whole = export(company.nam, queue), export(company.admin, queue)
    assert names_in(company.nam, old) == {"Khách Minh", "Khách Nam"}
    change(company)
    for desk in (company.nam, company.admin):
        refused = desk.get(f"/exports/{old}/file")
        assert (refused.status_code, refused.json["error"]["code"]) == (410, "reach_changed")
    shown = company.nam.get(f"/exports/{old}").json
    assert (shown["state"], shown["error"]) == ("expired", "reach_changed")
    assert names_in(company.admin, whole) == {"Khách Minh", "Khách Nam"}
    with read() as session:
        key = session.get_one(Export, old).file_key or ""
    jobs.delete_expired_exports()
    assert list(current_store().list_keys(key)) == []
    assert company.nam.get(f"/exports/{old}/file").status_code == 410
    again = company.nam.post(f"/exports/{old}/again")
    assert (again.status_code, again.json["columns"]) == (202, ["display_name"])
    queue.drain()
    assert names_in(company.nam, again.json["id"]) == {"Khách Nam"}
    assert company.huong.post(f"/exports/{old}/again").status_code == 403
    assert Desk(company.nam.app, "Yen", "supervisor").sit_down().post(f"/exports/{old}/again").status_code == 404


def test_a_file_stays_when_its_author_sees_the_same_as_before(company: Company, queue: MemoryQueue) -> None:
    company.customer_of(company.minh, "Khách Minh")
    kept = export(company.nam, queue)
    company.admin.put("/reach", {"agent": "own", "supervisor": "team"})
    change_team(company, name="Bán sỉ lẻ")
    company.admin.post("/teams", {"name": "Kho", "member_ids": [company.huong.user_id]})
    assert names_in(company.nam, kept) == {"Khách Minh"}


def test_an_export_that_is_being_written_meanwhile_makes_no_file(
    company: Company, queue: MemoryQueue, monkeypatch: pytest.MonkeyPatch
) -> None:
    company.customer_of(company.minh, "Khách Minh")
    load, changed = running.load_rows, []

    def limited_meanwhile(*args: Any) -> Any:
        if not changed:
            changed.append(limit_supervisors(company))
        return load(*args)

    monkeypatch.setattr(running, "load_rows", limited_meanwhile)
    old = export(company.nam, queue)
    assert changed
    assert company.nam.get(f"/exports/{old}/file").status_code == 410


def test_what_an_admin_had_written_is_outdated_when_they_become_a_limited_supervisor(
    app: Flask, company: Company, queue: MemoryQueue
) -> None:
    tam = Desk(app, "Tam", "admin").sit_down()
    old = export(tam, queue)
    assert patch(company.admin, f"/users/{tam.user_id}", {"role": "supervisor"}).status_code == 200
    assert company.admin.get(f"/exports/{old}/file").status_code == 410


@pytest.mark.parametrize("change", [lambda c: c.admin.put("/reach", {"agent": "own"}), take_a_member_away])
def test_nobody_goes_on_watching_here_once_the_rules_or_teams_have_changed(
    company: Company, change: Callable[[Company], None]
) -> None:
    theirs = company.customer_of(company.minh, "Anh Ba")
    seat = company.lan.connect()
    assert seat.emit("watch", {"customer": theirs}, callback=True) == {"ok": True}
    change(company)
    company.lan.events()
    company.minh.post(f"/customers/{theirs}/notes", {"text": "một"})
    assert company.lan.events("timeline.updated") == []
    assert seat.is_connected()


def test_an_admin_learns_whose_customers_nobody_was_given_when_somebody_left(company: Company) -> None:
    assert company.admin.get("/reach/left-behind").json == {"items": []}
    for name in ("Anh Ba", "Anh Tư"):
        company.customer_of(company.minh, name)
    double = company.customer_of(company.minh, "Anh Bốn")
    company.customer_of(company.huong, "Chị Hoa")
    first = company.admin.get(f"/customers?owner={company.minh.user_id}").json["items"][-1]["id"]
    assert company.admin.post(f"/customers/{first}/merge", {"with": [double]}).status_code == 201
    assert patch(company.admin, f"/users/{company.minh.user_id}", {"is_active": False}).status_code == 200
    left = {"user_id": company.minh.user_id, "name": company.minh.name, "customers": 2}
    assert company.admin.get("/reach/left-behind").json == {"items": [left]}
    assert len(company.admin.get(f"/customers?owner={company.minh.user_id}").json["items"]) == 2
    assert company.nam.get("/reach/left-behind").status_code == 403


def test_a_console_knows_which_roles_cannot_help(company: Company) -> None:
    limited = company.lan.get("/console/snapshot").json["me"]["limited_roles"]
    assert limited == ["agent", "supervisor"]
    company.admin.put("/reach", {"supervisor": "all"})
    assert company.lan.get("/console/snapshot").json["me"]["limited_roles"] == ["agent"]
