"""An import from upload to undo, as the page drives it."""

from datetime import timedelta
from typing import Any

import pytest

from contactcenter.core.clock import now
from tests.crm.imports.sheets import Importer

THREE = (
    "Họ tên,Điện thoại,Email,Ngày sinh,Nhóm\nNguyễn Hoa,901234567,hoa@vidu.vn,31/01/1990,VIP\n"
    "Lê Ba,0912000111,,,\nTrần Tư,,tu@vidu.vn,1985-12-30,\n"
)


def test_columns_are_guessed_from_vietnamese_headers(importer: Importer) -> None:
    job = importer.uploaded(THREE)
    assert job["mapping"] == ["display_name", "phone", "email", "birthday", "segment"]
    assert (job["state"], job["columns"][1]["samples"]) == ("mapping", ["901234567", "0912000111"])


def test_a_file_becomes_customers(importer: Importer) -> None:
    job = importer.run(THREE)
    assert (job["state"], job["counts"]) == ("done", {"created": 3, "repaired": 1})
    hoa = next(c for c in importer.customers() if c["display_name"] == "Nguyễn Hoa")
    assert [p["e164"] for p in hoa["phones"]] == ["+84901234567"]
    assert (hoa["emails"], hoa["birthday"], hoa["segment"]) == (["hoa@vidu.vn"], "1990-01-31", "vip")
    assert (hoa["source"], hoa["status"]) == ("import", "potential")


def test_an_imported_customer_is_found_like_any_other(importer: Importer) -> None:
    importer.run(THREE)
    found = importer.desk.http.get("/api/v1/search", query_string={"q": "nguyen hoa"}).json["customers"]
    assert [c["display_name"] for c in found] == ["Nguyễn Hoa"]
    found = importer.desk.http.get("/api/v1/customers", query_string={"q": "0912 000 111"}).json["items"]
    assert [c["display_name"] for c in found] == ["Lê Ba"]


def test_checking_writes_nobody_and_tells_what_would_happen(importer: Importer) -> None:
    job = importer.check("Tên,SĐT\nHoa,0901234567\nHoa lại,0901 234 567\n,0912000111\nBa,12\n")
    assert importer.customers() == []
    found = job["findings"]
    assert (job["state"], found["outcomes"]) == ("checked", {"created": 1, "skipped": 1, "failed": 2})
    told = {(row["row"], p["code"]) for row in found["problems"] for p in row["problems"]}
    assert told == {(3, "same_as_row"), (4, "name_missing"), (5, "bad_phone")}
    assert found["problems"][1]["problems"][0]["text_vi"] == "Thiếu họ tên"


def test_checking_and_running_agree(importer: Importer) -> None:
    importer.run("Tên,SĐT\nHoa,0901234567\n")
    text = "Tên,SĐT,Email\nHoa,0901234567,\nBa,0912000111,\nBốn,0912000111,\nNăm,,x\n,0912000999,\n"
    for policy in ("skip", "update", "create"):
        job = importer.uploaded(text, on_duplicate=policy)
        checked = importer.step(job["id"], "preview")["findings"]["outcomes"]
        counts = importer.step(job["id"], "start")["counts"]
        written = {k: v for k, v in counts.items() if k in ("created", "updated", "unchanged", "skipped", "failed")}
        assert sum(checked.values()) == sum(written.values())
        assert checked.get("failed", 0) == written.get("failed", 0)
        importer.step(job["id"], "undo")


def test_who_is_there_already_is_skipped_updated_or_made_twice(importer: Importer) -> None:
    importer.run("Tên,SĐT\nHoa,0901234567\n")
    text = "Tên,SĐT,Email,Tỉnh\nHoa Mới,0901234567,hoa@vidu.vn,Huế\n"
    assert importer.run(text, on_duplicate="skip")["counts"] == {"skipped": 1}
    assert [c["display_name"] for c in importer.customers()] == ["Hoa"]
    assert importer.run(text, on_duplicate="update")["counts"] == {"updated": 1}
    [hoa] = importer.customers()
    assert (hoa["display_name"], hoa["province"], hoa["emails"]) == ("Hoa Mới", "Huế", ["hoa@vidu.vn"])
    assert importer.run(text, on_duplicate="update")["counts"] == {"unchanged": 1}
    assert importer.run(text, on_duplicate="create")["counts"] == {"created": 1}
    assert len(importer.customers()) == 2


def test_an_update_may_be_kept_from_replacing_what_is_there(importer: Importer) -> None:
    importer.run("Tên,SĐT\nHoa,0901234567\n")
    importer.run("Tên,SĐT,Tỉnh\nHoa Mới,0901234567,Huế\n", on_duplicate="update", fill_only=True)
    assert [(c["display_name"], c["province"]) for c in importer.customers()] == [("Hoa", "Huế")]


@pytest.mark.parametrize("options", [{"on_duplicate": "update", "fill_only": True}, {"on_duplicate": "update"}])
def test_a_check_foresees_which_rows_say_nothing_new(importer: Importer, options: dict[str, Any]) -> None:
    importer.run("Tên,SĐT,Tỉnh\nHoa,0901234567,Huế\n")
    file = "Tên,SĐT,Tỉnh\n\nHoa,0901234567,Huế\nHoa,0901234567,Hà Nội\nHoa,+84901234567,\nMai,0907654321,\n"
    job = importer.uploaded(file, **options)
    checked = importer.step(job["id"], "preview")["findings"]["outcomes"]
    done = importer.step(job["id"], "start")
    assert done["counts"] == {name: count for name, count in checked.items() if count}
    assert done["counts"]["unchanged"] == (3 if "fill_only" in options else 2)
    assert (done["rows_done"], done["total_rows"]) == (4, 4)


def test_nobody_is_born_in_the_future(importer: Importer) -> None:
    ahead = now().date() + timedelta(days=3)
    job = importer.run(f"Tên,SĐT,Ngày sinh\nHoa,0901234567,{ahead:%d/%m/%Y}\n")
    assert job["counts"] == {"failed": 1}
    assert importer.rows(job["id"])[0]["problems"][0]["text_en"] == "Nobody is born in the future"
    answer = importer.desk.post("/customers", {"display_name": "Hoa", "birthday": ahead.isoformat()})
    assert (answer.status_code, answer.json["error"]["code"]) == (422, "birthday_ahead")
    assert importer.customers() == []


def test_the_history_of_an_updated_field_names_the_import(importer: Importer) -> None:
    importer.run("Tên,SĐT\nHoa,0901234567\n")
    job = importer.run("Tên,SĐT,Tỉnh\nHoa,0901234567,Huế\n", on_duplicate="update")
    [hoa] = importer.customers()
    [change] = importer.desk.get(f"/customers/{hoa['id']}/history").json["items"]
    assert (change["field"], change["new"], change["cause"], change["batch_id"]) == (
        "province", "Huế", "import", job["id"],
    )  # fmt: skip


def test_rows_of_one_file_about_one_person_add_up(importer: Importer) -> None:
    text = "Tên,SĐT,Tỉnh,Email\nHoa,0901234567,Huế,\n,0901234567,,hoa@vidu.vn\nHoa Lê,0901234567,,\n"
    assert importer.run(text, on_duplicate="update")["counts"] == {"created": 1, "updated": 2}
    [hoa] = importer.customers()
    assert (hoa["display_name"], hoa["province"], hoa["emails"]) == ("Hoa Lê", "Huế", ["hoa@vidu.vn"])


def test_a_row_that_fits_two_people_is_refused(importer: Importer) -> None:
    importer.run("Tên,SĐT,Email\nHoa,0901234567,\nBa,,ba@vidu.vn\n")
    job = importer.run("Tên,SĐT,Email\nAi,0901234567,ba@vidu.vn\n", on_duplicate="update")
    assert job["counts"] == {"failed": 1}
    assert importer.rows(job["id"])[0]["problems"][0]["code"] == "several_people"


def test_a_bad_cell_costs_the_row_or_only_itself(importer: Importer) -> None:
    text = "Tên,SĐT,Ngày sinh\nHoa,0901234567,31/02/1990\n"
    assert importer.run(text)["counts"] == {"failed": 1}
    job = importer.run(text, bad_values="value")
    assert job["counts"] == {"created": 1}
    assert importer.customers()[0]["birthday"] is None
    assert importer.rows(job["id"])[0]["problems"][0]["code"] == "bad_date"


def test_the_mapping_is_remembered_for_files_with_the_same_columns(importer: Importer) -> None:
    text = "A,B\nHoa Lê,0901234567\n"
    job = importer.uploaded(text)
    importer.change(job["id"], mapping=["company", "phone"], options={"on_duplicate": "update"})
    importer.step(job["id"], "start")
    again = importer.uploaded(text)
    assert again["mapping"] == ["company", "phone"]
    assert (again["options"]["on_duplicate"], again["findings"]["is_remembered"]) == ("update", True)


def test_the_report_tells_each_row_in_words_and_runs_nothing(importer: Importer) -> None:
    job = importer.run('Tên,SĐT,Ghi chú\n"=HYPERLINK(""x"")",0901234567,ok\n@Ba,12,=1+1\n')
    lines = importer.report(job["id"], "?locale=vi").splitlines()
    assert lines[0] == "Dòng,Kết quả,Lý do,Mã khách hàng,Tên,SĐT,Ghi chú"
    assert lines[1].startswith("2,Tạo mới,,cus_")
    assert "\t=HYPERLINK" in lines[1]
    assert lines[2] == "3,Không nhập được,SĐT: Số điện thoại không đúng,,\t@Ba,12,\t=1+1"
    only = importer.report(job["id"], "?rows=problems&locale=en").splitlines()
    assert [line.split(",")[0] for line in only] == ["Row", "3"]


def test_undo_removes_restores_and_lists_what_it_must_keep(importer: Importer) -> None:
    importer.run("Tên,SĐT,Tỉnh\nHoa,0901234567,Huế\n")
    text = "Tên,SĐT,Tỉnh,Email\nHoa,0901234567,Đà Nẵng,hoa@vidu.vn\nBa,0912000111,,\nTư,0912000222,,\n"
    job = importer.run(text, on_duplicate="update")
    tu = next(c for c in importer.customers() if c["display_name"] == "Tư")
    importer.desk.post(f"/customers/{tu['id']}/notes", {"text": "gọi lại"})
    done = importer.step(job["id"], "undo")
    assert (done["state"], done["undo_counts"]) == ("undone", {"removed": 1, "restored": 1, "kept": 1})
    people = {c["display_name"]: c for c in importer.customers()}
    assert set(people) == {"Hoa", "Tư"}
    assert (people["Hoa"]["province"], people["Hoa"]["emails"]) == ("Huế", [])
    [kept] = importer.desk.get(f"/imports/{job['id']}/rows?outcome=kept").json["items"]
    assert (kept["customer_name"], kept["undo"]) == ("Tư", "kept")
    assert kept["undo_reason"] in ("has_calls", "in_use")


def test_everybody_in_a_file_is_tagged_and_untagged_by_undo(importer: Importer) -> None:
    importer.run("Tên,SĐT\nHoa,0901234567\n")
    text = "Tên,SĐT\nHoa,0901234567\nBa,0912000111\n"
    job = importer.run(text, on_duplicate="update", tags=["Hội chợ", "hoi cho", "Sỉ"])
    for person in importer.customers():
        tags = importer.desk.get(f"/customers/{person['id']}/tags").json["items"]
        assert [tag["name"] for tag in tags] == ["Hội chợ", "Sỉ"]
    assert importer.step(job["id"], "undo")["undo_counts"] == {"removed": 1, "restored": 1}
    [hoa] = importer.customers()
    assert importer.desk.get(f"/customers/{hoa['id']}/tags").json["items"] == []


def test_undo_leaves_a_field_that_was_changed_since(importer: Importer) -> None:
    importer.run("Tên,SĐT,Tỉnh,Công ty\nHoa,0901234567,Huế,A\n")
    job = importer.run("Tên,SĐT,Tỉnh,Công ty\nHoa,0901234567,Vinh,B\n", on_duplicate="update")
    [hoa] = importer.customers()
    headers = {"X-CSRF-Token": importer.desk.csrf}
    importer.desk.http.patch(f"/api/v1/customers/{hoa['id']}", json={"province": "Sơn La"}, headers=headers)
    assert importer.step(job["id"], "undo")["undo_counts"] == {"kept": 1}
    [hoa] = importer.customers()
    assert (hoa["province"], hoa["company"]) == ("Sơn La", "A")


def test_undo_of_rows_that_add_up_removes_the_person(importer: Importer) -> None:
    job = importer.run("Tên,SĐT,Tỉnh\nHoa,0901234567,Huế\nHoa Lê,0901234567,\n", on_duplicate="update")
    importer.step(job["id"], "undo")
    assert importer.customers() == []


@pytest.mark.parametrize(("step", "state"), [("pause", "mapping"), ("resume", "done"), ("undo", "mapping")])
def test_a_step_out_of_order_is_refused(importer: Importer, step: str, state: str) -> None:
    job = importer.uploaded(THREE)
    if state == "done":
        importer.step(job["id"], "start")
    answer = importer.desk.post(f"/imports/{job['id']}/{step}")
    assert (answer.status_code, answer.json["error"]["code"]) == (409, "not_now")


def test_a_canceled_import_writes_no_more(importer: Importer) -> None:
    job = importer.uploaded(THREE)
    importer.step(job["id"], "start", drain=False)
    importer.step(job["id"], "cancel")
    assert importer.customers() == []
    assert importer.get(job["id"])["state"] == "canceled"


def test_a_paused_import_goes_on_where_it_was(importer: Importer) -> None:
    job = importer.uploaded(THREE)
    importer.step(job["id"], "start", drain=False)
    assert importer.step(job["id"], "pause")["state"] == "paused"
    assert importer.step(job["id"], "resume")["counts"]["created"] == 3


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"mapping": ["display_name"]}, "bad_mapping"),
        ({"mapping": ["nonsense", None, None, None, None]}, "bad_mapping"),
        ({"mapping": ["birthday", "birthday", None, None, None]}, "mapped_twice"),
        ({"options": {"owner_id": "usr_nobody"}}, "unknown_owner"),
        ({"options": {"on_duplicate": "explode"}}, "invalid"),
        ({"mapping": "x"}, "invalid"),
    ],
)
def test_a_nonsense_mapping_is_refused(importer: Importer, body: dict[str, Any], code: str) -> None:
    job = importer.uploaded(THREE)
    headers = {"X-CSRF-Token": importer.desk.csrf}
    answer = importer.desk.http.patch(f"/api/v1/imports/{job['id']}", json=body, headers=headers)
    assert (answer.status_code, answer.json["error"]["code"]) == (422, code)


def test_agents_import_nothing(importer: Importer) -> None:
    importer.desk.http.get("/api/v1/imports")
    from tests.flows.desk import Desk

    lan = Desk(importer.desk.app, "Lan").sit_down()
    assert Importer(lan, importer.queue).upload(THREE).status_code == 403


@pytest.mark.parametrize("locale", ["vi", "en"])
@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_template_is_an_import_as_it_is(importer: Importer, file_format: str, locale: str) -> None:
    answer = importer.desk.get(f"/imports/template.{file_format}?locale={locale}")
    assert answer.status_code == 200
    job = importer.uploaded(answer.data, f"template.{file_format}", locale=locale)
    assert None not in job["mapping"]
    assert importer.step(job["id"], "start")["counts"] == {"created": 1}


def test_a_file_without_names_of_columns_loses_nobody(importer: Importer) -> None:
    job = importer.run("Nguyễn An,0901444115\nLê Ba,0901444116\n")
    assert [column["header"] for column in job["columns"]] == ["", ""]
    assert (job["mapping"], job["counts"]) == (["display_name", "phone"], {"created": 2})
    assert {c["display_name"] for c in importer.customers()} == {"Nguyễn An", "Lê Ba"}


def test_one_line_with_a_number_is_one_customer(importer: Importer) -> None:
    assert importer.run("Nguyễn An,0901444115")["counts"] == {"created": 1}
