"""Long answers are packed for whoever takes them packed, and say the same."""

import gzip
import json

import pytest
from flask import Flask

from tests.crm.hands import save_customer
from tests.flows.desk import Desk


@pytest.fixture
def lan(app: Flask) -> Desk:
    return Desk(app, "Lan").sit_down()


def test_a_long_list_is_packed_for_who_asks_for_that_alone(lan: Desk) -> None:
    for n in range(10):
        save_customer(lan, f"Hoa {n}")
    plain = lan.get("/customers")
    packed = lan.http.get("/api/v1/customers", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(packed.data)) == plain.json
    assert len(packed.data) == int(packed.headers["Content-Length"]) < len(plain.data) / 4
    assert "Content-Encoding" not in plain.headers
    assert {one.headers["Vary"] for one in (plain, packed)} == {"Accept-Encoding"}
    refused = lan.http.get("/api/v1/customers", headers={"Accept-Encoding": "gzip;q=0"})
    assert refused.json == plain.json


def test_what_holds_a_token_is_not_packed(lan: Desk) -> None:
    answer = lan.http.get("/api/v1/session", headers={"Accept-Encoding": "gzip"})
    assert answer.json["csrf_token"] == lan.csrf
    assert "Content-Encoding" not in answer.headers
