"""Every route, asked by people of another team: nothing of a customer who is not theirs is in any answer."""

import json
import re
from typing import Any

import pytest
from flask import Flask

from contactcenter.agents.marks import Route, list_routes
from contactcenter.agents.policies import NEEDS_EVERYTHING
from contactcenter.agents.teams.paths import guarded_pieces
from contactcenter.core.jobs import MemoryQueue
from tests.crm.hands import save_customer
from tests.flows.desk import Desk
from tests.teams.outside import OWN_PHONE, PHONE, SECRETS, Outside, with_everything


@pytest.fixture
def outside(app: Flask, client: Any, queue: MemoryQueue) -> Outside:
    admin = Desk(app, "Bich", "admin").sit_down()
    huong = Desk(app, "Huong").sit_down().available()
    found = with_everything(client, huong, admin, queue)
    admin.post("/teams", {"name": "Dự án", "member_ids": [huong.user_id]})
    admin.put("/reach", {"agent": "team", "supervisor": "team"})
    return found


ASKED = {
    "/customers": ["q=quax", f"phone={PHONE}", "email=zebra@quax.vn", "owner={user}", "segment={segment}"],
    "/search": ["q=quax", "q=quaxsaid", "q=0903131313", "q=131313", "q=QUAX-1", "q=zebra@quax.vn", "q=Công+ty"],
    "/companies": ["q=quax", f"q={OWN_PHONE[-9:]}", "q=QUAX77", "owner={user}"],
    "/calls": ["customer={customer}", "agent={user}", "q=quax"],
    "/tasks": ["customer={customer}", "company={company}", "assignee={user}"],
    "/orders": ["customer_id={customer}", "q=QUAX-1"],
    "/leads": ["owner={user}", "customer={customer}", "q=quax"],
    "/segments/{segment}/members": ["q=quax"],
    "/companies/{company}/timeline": ["kind=note"],
}
"""Routes that can be asked narrower, and the questions."""


TIED = {
    "/tasks": {"title": "x", "customer_id": "{customer}"},
    "/tasks?": {"title": "x", "company_id": "{company}"},
    "/orders": {"code": "A-1", "total_minor": 1, "customer_id": "{customer}"},
    "/orders?": {"code": "A-2", "total_minor": 1, "phone": OWN_PHONE},
    "/leads": {"source": "web", "customer": {"customer_id": "{customer}"}},
    "/leads?": {"source": "web", "customer": {"phones": [OWN_PHONE]}},
    "/calls": {"to": OWN_PHONE, "customer_id": "{customer}"},
    "/calls?": {"to": OWN_PHONE},
    "/call-log": {"number": "+84907770001", "customer_id": "{customer}", "started_at": "2026-11-20T08:00:00Z"},
    "/call-log?": {"number": OWN_PHONE, "started_at": "2026-11-20T08:00:00Z"},
    "/households": {"label": "Nhà", "members": [{"customer_id": "{customer}"}]},
    "/companies/{company}/people": {"customer_id": "{customer}"},
    "/companies/{company}/people?": {"customer_id": "{own}"},
    "/customers/{own}/merge": {"with": ["{customer}"]},
    "/customers/{own}/contact-rules": {"kind": "do_not_call", "number": OWN_PHONE, "reason": "x"},
    "/leads??": {"source": "web", "customer": {"emails": ["away@quax.vn"]}},
    "/leads???": {"source": "web", "customer": {"phones": [PHONE]}},
    "/calls??": {"to": PHONE},
    "/call-log??": {"number": PHONE, "started_at": "2026-11-20T08:00:00Z"},
    "/callbacks": {"number": PHONE, "from": "2027-11-20T08:00:00Z"},
    "/tasks??": {"title": "x", "call_id": "{call}"},
    "/callbacks?": {"number": "+84907770002", "call_id": "{call}", "from": "2027-11-20T08:00:00Z"},
}
"""What would tie whoever asks to the customer, and so let them see everything."""


NOBODYS = set(
    "calendar code field file_format flow form holiday leave number policy product queue screen session shift "
    "skill sound tag team user".split()
)
"""What paths name that is no customer's: settings, the company's own things, and colleagues."""
CHECKED_BELOW = {"export", "item", "segment", "trial"}
"""Everybody's as such: what it holds of customers is left out, or hidden, for who does not see them."""


@pytest.fixture
def others(app: Flask, outside: Outside) -> list[Desk]:
    return [Desk(app, "Lan").sit_down(), Desk(app, "Nam", "supervisor").sit_down()]


def test_nothing_of_another_teams_customer_is_in_any_answer(app: Flask, outside: Outside, others: list[Desk]) -> None:
    paths = [path_to(route, outside) for route in guarded_routes(app) if route.method == "GET"]
    for path, questions in ASKED.items():
        paths += [f"/api/v1{filled(path, outside)}?{filled(question, outside)}" for question in questions]
    told = [line for desk in others for path in paths for line in told_by(desk, path)]
    assert not told, "\n".join(told)


def test_nothing_of_another_teams_customer_can_be_changed(app: Flask, outside: Outside, others: list[Desk]) -> None:
    done = []
    for route in guarded_routes(app):
        path = path_to(route, outside)
        if route.method != "GET" and guarded_pieces(route.rule) and "/none" not in path:
            for desk in others:
                answer = desk.http.open(path, method=route.method, json={}, headers={"X-CSRF-Token": desk.csrf})
                if answer.status_code != 403:
                    done.append(f"{desk.role}: {route.method} {path} → {answer.status_code}")
    assert not done, "\n".join(done)


def test_nobody_ties_another_teams_customer_to_themselves(app: Flask, outside: Outside, others: list[Desk]) -> None:
    done, call = [], outside.ids["<call_id>"]
    for desk in others:
        own = save_customer(desk, "Khách của mình")
        for path, body in TIED.items():
            named = {
                "{customer}": outside.customer_id,
                "{company}": outside.ids["<company_id>"],
                "{own}": own,
                "{call}": call,
            }
            sent = json.dumps(body)
            for word, one in named.items():
                sent = sent.replace(word, one)
            answer = desk.post(filled(path.replace("{own}", own), outside), json.loads(sent))
            if answer.status_code != 403 or secrets_in(answer):
                done.append(f"{desk.role}: {path} → {answer.status_code} {answer.text[:100]}")
        assert desk.get(f"/customers/{outside.customer_id}").status_code == 403
    assert not done, "\n".join(done)


def test_whatever_a_path_names_is_guarded_or_nobodys(app: Flask) -> None:
    undecided = [
        route.rule
        for route in guarded_routes(app)
        for name in re.findall(r"<(?:\w+:)?(\w+?)(?:_id)?>", route.rule)[:1]
        if not guarded_pieces(route.rule)
        and name not in NOBODYS | CHECKED_BELOW
        and route.permission not in NEEDS_EVERYTHING
    ]
    assert undecided == [], "guard_path in the package's api.py, or say here why it needs none"


def guarded_routes(app: Flask) -> list[Route]:
    return [route for route in list_routes(app) if route.public_reason is None]


def told_by(desk: Desk, path: str) -> list[str]:
    answer = desk.http.get(path)
    assert answer.status_code < 500, f"{path} → {answer.text}"
    return [f"{desk.role}: {path} → {answer.status_code}: {secret}" for secret in secrets_in(answer)[:1]]


def secrets_in(answer: Any) -> list[str]:
    """With what stands around them."""
    text = answer.text.lower()
    places = [text.index(secret) for secret in SECRETS if secret in text]
    return [f"…{text[max(0, at - 80) : at + 40]}…" for at in places]


def path_to(route: Route, outside: Outside) -> str:
    """The route's path, naming what is the outside customer's."""
    path = route.rule
    for piece, named in sorted(outside.ids.items(), key=lambda item: -len(item[0])):
        path = path.replace(f"/{piece}", f"/{piece[: piece.index('<')]}{named}")
    return "/".join("none" if part.startswith("<") else part for part in path.split("/"))


def filled(written: str, outside: Outside) -> str:
    short = {piece[piece.index("<") + 1 : -1].removesuffix("_id"): named for piece, named in outside.ids.items()}
    return written.format(**short)
