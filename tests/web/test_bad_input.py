"""Bodies and queries that no view should have to think about."""

import json

import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from contactcenter.core.errors import DomainError
from contactcenter.web.bad_input import check_body, find_fault

DEEP = 100_000


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b'{"title": "a"',
        b'{"title": "a",}',
        b"{'title': 'a'}",
        b'{"title": "a", "title": "b"}',
        b'{"x": {"a": 1, "a": 2}}',
        b'{"title": NaN}',
        b'{"title": -Infinity}',
        b'{"title": 1e}',
        b'{"title": ' + b"9" * 5000 + b"}",
        b"[" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b'{"title": "\xff"}',
        b'\xef\xbb\xbf{"title": "a"}',
        '{"title": "a"}'.encode("utf-16"),
        b"title=a",
        b"\x00",
        b"<note/>",
        b'{"title": "a\nb"}',
    ],
)
def test_what_is_no_json_is_a_bad_request(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/api/v1/notes", data=body[:90_000], content_type="application/json")
    assert answer.status_code == 400
    assert answer.json["error"]["code"] == "bad_json"


@pytest.mark.parametrize(
    "body",
    [
        b'{"title": "a\\u0000"}',
        b'{"title": "\\ud800"}',
        b'{"title": {"deep": ["\\u0000"]}}',
        b'{"title": 99999999999999999999}',
        b'{"title": -1e400}',
        b'{"title": {"\\u0000": 1}}',
        b'{"title": ' + b"[" * 50 + b"]" * 50 + b"}",
    ],
)
def test_what_cannot_be_stored_is_refused_by_field(client: FlaskClient, body: bytes) -> None:
    answer = client.post("/api/v1/notes", data=body, content_type="application/json")
    assert answer.status_code == 422
    assert list(answer.json["error"]["details"]) == ["title"]


@pytest.mark.parametrize("path", ["/api/v1/notes?q=%00", "/api/v1/notes?q=a&x=1", "/api/v1/notes/a%00b"])
def test_queries_and_paths_are_checked_too(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 422


def test_a_field_name_that_cannot_be_shown_is_refused_all_the_same(client: FlaskClient) -> None:
    answer = client.post("/api/v1/notes", data=b'{"\\ud800": 1}', content_type="application/json")
    assert answer.status_code == 422


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded", "", "a/b/c; d"])
def test_another_content_type_is_no_body(client: FlaskClient, content_type: str) -> None:
    answer = client.post("/api/v1/notes", data=b'{"title": "a"}', content_type=content_type)
    assert answer.status_code == 422


@pytest.mark.parametrize("path", ["/api/v1/notes", "/webhooks/bug"])
def test_good_json_passes(client: FlaskClient, path: str) -> None:
    title = "Đơn “hàng” 👍🏽 \u202e=1"
    answer = client.post(path, json={"title": title})
    if path.startswith("/api"):
        assert (answer.status_code, answer.json) == (201, {"title": title})
    else:
        assert answer.status_code == 500  # its own failure: webhooks see their bodies untouched


@given(st.binary(max_size=200))
def test_no_bytes_at_all_break_it(body: bytes) -> None:
    try:
        check_body(body)
    except DomainError:
        return


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
        lambda part: st.lists(part) | st.dictionaries(st.text(), part),
        max_leaves=20,
    )
)
def test_what_passes_can_be_stored(value: object) -> None:
    if find_fault(value) is None:
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode()
