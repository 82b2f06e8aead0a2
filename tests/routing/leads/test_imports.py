"""Leads from files: for whom the row names or for distribution, none twice, and all of them back."""

import pytest
from flask import Flask

from contactcenter.core import jobs
from contactcenter.routing.leads import jobs as lead_jobs
from contactcenter.routing.leads.models import Lead
from tests.crm.imports.sheets import Importer
from tests.flows.desk import Desk
from tests.routing.leads.office import count, desk, patch, read_lead

HEAD = "Số điện thoại;Họ tên;Nguồn;Quan tâm;Giá trị;Người phụ trách;Ghi chú\n"
FILE = (
    HEAD
    + "0901 234 567;Nguyễn Hoa;Hội chợ;Sofa;12.000.000;lan@example.vn;Gọi chiều\n"
    + "0912000111;Lê Ba;;Bàn ăn;;;\n"
    + "0912 000 111;Lê Ba;;Ghế;;;\n"
)


@pytest.fixture
def office(app: Flask, queue: jobs.MemoryQueue) -> Importer:
    return Importer(Desk(app, "Nam", "supervisor").sit_down(), queue, kind="leads")


@pytest.fixture
def lan(app: Flask) -> Desk:
    return desk(app, "Lan")


def leads(office: Importer) -> dict[str, dict]:  # type: ignore[type-arg]
    return {one["interest"]: one for one in office.desk.get("/leads?limit=50").json["items"]}


def test_rows_become_leads_of_whom_they_name_or_are_distributed(office: Importer, lan: Desk) -> None:
    uploaded = office.uploaded(FILE, source="Tháng 6")
    assert uploaded["mapping"] == ["phone", "display_name", "source", "interest", "value", "owner_id", "note"]
    checked = office.step(uploaded["id"], "preview")
    assert checked["findings"]["outcomes"] == {"created": 2, "skipped": 1}
    assert [one["problems"][0]["code"] for one in checked["findings"]["problems"]] == ["same_as_row"]
    done = office.step(uploaded["id"], "start")
    assert {name: n for name, n in done["counts"].items() if n} == {"created": 2, "skipped": 1}
    made = leads(office)
    sofa, table = made["Sofa"], made["Bàn ăn"]
    assert (sofa["source"], sofa["value"], sofa["owner_id"]) == ("Hội chợ", 12_000_000, lan.user_id)
    assert (table["source"], table["owner_id"]) == ("Tháng 6", None)
    lead_jobs.distribute_leads()
    assert read_lead(lan, table)["owner_id"] == lan.user_id
    again = office.run(FILE)
    assert again["counts"]["skipped"] == 3
    assert count(Lead) == 2


def test_whoever_has_an_open_lead_may_have_it_filled_in_and_put_back(office: Importer, lan: Desk) -> None:
    office.run(HEAD + "0901234567;Hoa;;Sofa;;;\n")
    job = office.run(HEAD + "+84 901 234 567;Hoa;;Sofa góc;5.000.000;;Thích màu xám\n", on_duplicate="update")
    assert job["counts"]["updated"] == 1
    assert leads(office)["Sofa góc"]["value"] == 5_000_000
    assert office.step(job["id"], "undo")["undo_counts"] == {"restored": 1}
    back = leads(office)["Sofa"]
    assert (back["value"], back["note"]) == (None, "")


def test_undo_takes_leads_nobody_worked_on_and_the_customers_they_brought(office: Importer, lan: Desk) -> None:
    job = office.run(FILE)
    lead_jobs.distribute_leads()  # being given to somebody is no work
    sofa = leads(office)["Sofa"]
    assert patch(lan, f"/leads/{sofa['id']}", {"next_step": "Gọi lại"}).status_code == 200
    undone = office.step(job["id"], "undo")
    assert undone["undo_counts"] == {"removed": 1, "kept": 1}
    assert list(leads(office)) == ["Sofa"]
    assert [one["display_name"] for one in office.customers()] == ["Nguyễn Hoa"]


WRONG = {
    "lead_without_line": ";Hoa;;Sofa;;;",
    "bad_phone": "12;Hoa;;Sofa;;;",
    "bad_money": "0901234567;Hoa;;Sofa;-5;;",
    "unknown_person": "0901234567;Hoa;;Sofa;;ai-do@example.vn;",
    "too_long": f"0901234567;Hoa;{'x' * 60};Sofa;;;",
}


def test_every_fault_is_its_rows_own(office: Importer) -> None:
    job = office.run(HEAD + "\n".join(WRONG.values()) + "\n0909999999;Ba;;Ghế;;;\n")
    assert (job["counts"]["failed"], job["counts"]["created"]) == (len(WRONG), 1)
    told = [row["problems"][0]["code"] for row in office.rows(job["id"]) if row["outcome"] == "failed"]
    assert told == list(WRONG)


def test_agents_import_no_leads_and_the_template_reads_itself(office: Importer, lan: Desk) -> None:
    lan_tries = Importer(lan, office.queue, kind="leads")
    assert lan_tries.upload(FILE).status_code == 403
    template = office.desk.get("/imports/template.csv?kind=leads")
    assert template.status_code == 200
    assert office.upload(template.data).json["mapping"][:3] == ["phone", "email", "display_name"]
    assert office.desk.get("/imports/template.csv?kind=nothing").status_code == 422
