"""The list of customers, filtered."""

from tests.crm.profile.desk import ProfileDesk


def found(desk: ProfileDesk, **query: str) -> set[str]:
    answer = desk.http.get("/api/v1/customers", query_string=query)
    assert answer.status_code == 200, answer.text
    return {customer["display_name"] for customer in answer.json["items"]}


def test_customers_are_filtered_by_what_they_are(desk: ProfileDesk) -> None:
    desk.save("Hoa", status="loyal", segment="vip", province="Đà Nẵng", owner_id=desk.user_id)
    desk.save("Long", status="potential", province="Hà Nội")
    assert found(desk, status="loyal") == {"Hoa"}
    assert found(desk, segment="vip") == {"Hoa"}
    assert found(desk, segment="none") == {"Long"}
    assert found(desk, owner=desk.user_id) == {"Hoa"}
    assert found(desk, owner="none") == {"Long"}
    assert found(desk, province="Đà Nẵng") == {"Hoa"}
    assert found(desk, status="loyal", province="Hà Nội") == set()


def test_a_filter_that_does_not_exist_is_an_error(desk: ProfileDesk) -> None:
    for query in ({"status": "x"}, {"segment": "x"}, {"colour": "red"}):
        assert desk.http.get("/api/v1/customers", query_string=query).status_code == 422
