"""A company's own fields: made, kept, changed, archived; and their values on customers."""

from typing import Any

import pytest

from tests.crm.profile.desk import ProfileDesk

PATH = "/customer-fields/custom"
SIZES = [{"label_vi": "Nhỏ", "label_en": "Small"}, {"label_vi": "Lớn", "label_en": "Large"}]


def make(admin: ProfileDesk, type_: str, label: str, **more: Any) -> dict[str, Any]:
    answer = admin.send(PATH, {"type": type_, "label_vi": label, **more})
    assert answer.status_code == 201, answer.text
    return answer.json


def put(desk: ProfileDesk, customer_id: str, **values: Any) -> Any:
    return desk.patch(f"/customers/{customer_id}", {"custom": values})


def test_a_field_gets_its_key_from_its_label_and_keeps_it(admin: ProfileDesk) -> None:
    one = make(admin, "text", "Mức độ hài lòng")
    other = make(admin, "text", "Mức độ: hài lòng")
    assert (one["key"], other["key"]) == ("muc_do_hai_long", "muc_do_hai_long_2")
    renamed = admin.patch(f"{PATH}/{one['id']}", {"label_vi": "Hài lòng", "label_en": "Happy"}, one["version"]).json
    assert (renamed["key"], renamed["label_en"], renamed["version"]) == ("muc_do_hai_long", "Happy", 2)
    assert admin.patch(f"{PATH}/{one['id']}", {"label_vi": "X"}, one["version"]).status_code == 412


@pytest.mark.parametrize("label", ["Mức độ hài lòng", "MUC DO HAI LONG", "Họ tên", "Birthday"])
def test_two_fields_never_have_one_name(admin: ProfileDesk, label: str) -> None:
    make(admin, "text", "Mức độ hài lòng")
    other = make(admin, "text", "Khác hẳn")
    refused = admin.send(PATH, {"type": "text", "label_vi": label})
    assert (refused.status_code, refused.json["error"]["code"]) == (409, "field_label_taken")
    changed = admin.patch(f"{PATH}/{other['id']}", {"label_vi": label}, other["version"])
    assert (changed.status_code, changed.json["error"]["code"]) == (409, "field_label_taken")


def test_fields_are_in_the_catalogue_at_once_and_leave_it_when_archived(admin: ProfileDesk, desk: ProfileDesk) -> None:
    field = make(admin, "choice", "Cỡ áo", choices=SIZES)
    names = [one["name"] for one in desk.get("/customer-fields").json["items"]]
    assert names[-1] == "custom.co_ao"
    saved = desk.save("Hoa", custom={"co_ao": "small"})
    admin.patch(f"{PATH}/{field['id']}", {"is_archived": True})
    assert "custom.co_ao" not in [one["name"] for one in desk.get("/customer-fields").json["items"]]
    assert put(desk, saved["id"], co_ao="large").status_code == 404
    admin.patch(f"{PATH}/{field['id']}", {"is_archived": False})
    assert desk.customer(saved["id"])["custom"] == {"co_ao": "small"}


@pytest.mark.parametrize(
    ("type_", "good", "bad"),
    [
        ("text", ["abc", "<b>"], [5, "x" * 201, "a\x00b", ["a"]]),
        ("long_text", ["a\nb"], ["x" * 2001, {}]),
        ("number", [5, 2.5, -3], ["5", True, 1e300]),
        ("date", ["1990-01-31"], ["31/01/1990", "1990-02-30", "0001-01-01", 5]),
        ("money", [250_000_000, -1], [1.5, "5", 10**17]),
        ("boolean", [True, False], ["true", 1]),
        ("choice", ["small"], ["medium", "Nhỏ", 1, ["small"]]),
        ("multi_choice", [["small", "large"], ["large"]], ["small", ["x"], [1], [{}]]),
    ],
)
def test_values_are_of_the_fields_type(
    admin: ProfileDesk, desk: ProfileDesk, type_: str, good: list[Any], bad: list[Any]
) -> None:
    choices = SIZES if "choice" in type_ else []
    make(admin, type_, "Một trường", choices=choices)
    saved = desk.save("Hoa")
    for value in good:
        answer = put(desk, saved["id"], mot_truong=value)
        assert (answer.status_code, answer.json["custom"]) == (200, {"mot_truong": value})
    for value in bad:
        answer = put(desk, saved["id"], mot_truong=value)
        assert answer.status_code == 422
        assert set(answer.json["error"]["details"]) <= {"custom", "custom.mot_truong"}  # the body's shape, or the field
    assert put(desk, saved["id"], mot_truong=None).json["custom"] == {}
    assert {item["label"] for item in desk.history(saved["id"], field="custom.mot_truong")} == {"Một trường"}


def test_a_key_that_is_no_field_saves_nothing(desk: ProfileDesk) -> None:
    answer = desk.send("/customers", {"display_name": "Hoa", "custom": {"nope": 1}})
    assert (answer.status_code, answer.json["error"]["code"]) == (404, "unknown_field")
    assert desk.get("/customers").json["items"] == []


def test_choices_keep_their_codes_and_none_in_use_is_lost(admin: ProfileDesk, desk: ProfileDesk) -> None:
    for type_, value in (("choice", "small"), ("multi_choice", ["large", "small"])):
        field = make(admin, type_, f"Cỡ {type_}", choices=SIZES)
        codes = [choice["code"] for choice in field["choices"]]
        assert codes == ["small", "large"]
        saved = desk.save("Hoa", custom={field["key"]: value})
        renamed = [{"code": "large", "label_vi": "Rất lớn", "label_en": "Huge"}, {"label_vi": "Vừa"}]
        refused = admin.patch(f"{PATH}/{field['id']}", {"choices": renamed})
        assert (refused.status_code, refused.json["error"]["code"]) == (409, "choice_in_use")
        assert refused.json["error"]["details"]["code"] == "small"
        put(desk, saved["id"], **{field["key"]: None})
        kept = admin.patch(f"{PATH}/{field['id']}", {"choices": renamed}).json["choices"]
        assert [(one["code"], one["label_en"]) for one in kept] == [("large", "Huge"), ("vua", "Vừa")]


@pytest.mark.parametrize(
    "body",
    [
        {"type": "person", "label_vi": "X"},
        {"type": "text"},
        {"type": "text", "label_vi": "  "},
        {"type": "text", "label_vi": "x" * 81},
        {"type": "text", "label_vi": "X", "choices": SIZES},
        {"type": "choice", "label_vi": "X"},
        {"type": "choice", "label_vi": "X", "choices": [{"label_vi": "A", "code": "mine"}]},
        {"type": "money", "label_vi": "X", "currency": "XXX"},
        {"type": "text", "label_vi": "X", "key": "mine"},
    ],
)
def test_nonsense_makes_no_field(admin: ProfileDesk, body: dict[str, Any]) -> None:
    assert admin.send(PATH, body).status_code == 422
    assert admin.get(PATH).json["items"] == []


def test_a_type_never_changes(admin: ProfileDesk) -> None:
    field = make(admin, "text", "X")
    for body in ({"type": "number"}, {"key": "y"}):
        assert admin.patch(f"{PATH}/{field['id']}", body).status_code == 422


def test_a_currency_stays_once_amounts_are_kept_in_it(admin: ProfileDesk, desk: ProfileDesk) -> None:
    field = make(admin, "money", "Ngân sách")
    assert admin.patch(f"{PATH}/{field['id']}", {"currency": "USD"}).json["currency"] == "USD"
    desk.save("Hoa", custom={"ngan_sach": 100})
    assert admin.patch(f"{PATH}/{field['id']}", {"currency": "VND"}).status_code == 409


def test_fields_are_put_in_order(admin: ProfileDesk) -> None:
    one, two, three = (make(admin, "text", label)["id"] for label in "ABC")
    ordered = admin.put(f"{PATH}/order", {"ids": [three, one]}).json["items"]
    assert [field["id"] for field in ordered] == [three, one, two]
    names = [field["name"] for field in admin.get("/customer-fields").json["items"] if field["is_custom"]]
    assert names == ["custom.c", "custom.a", "custom.b"]
    assert admin.put(f"{PATH}/order", {"ids": ["fld_nobody"]}).status_code == 404


def test_only_admins_manage_fields(desk: ProfileDesk, supervisor: ProfileDesk) -> None:
    for person in (desk, supervisor):
        assert person.get(PATH).status_code == 403
        assert person.send(PATH, {"type": "text", "label_vi": "X"}).status_code == 403
