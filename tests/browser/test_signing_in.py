"""Getting in, staying in, and not getting where one may not be."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import quote

import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.company import PASSWORD, SUPERVISOR
from tests.browser.desk import Complaints, Desk
from tests.browser.words import t
from tests.system import people
from tests.system.people import Person

Hire = Callable[..., Person]
DeskOf = Callable[..., Desk]

REFUSED = r"status of 401|status of 403"


@pytest.fixture
def page(open_context: Callable[..., BrowserContext], complaints: Complaints) -> Page:
    """A tab in which nobody is signed in."""
    found = open_context().new_page()
    complaints.listen(found)
    return found


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label(t("login.email")).fill(email)
    page.get_by_label(t("login.password")).fill(password)
    page.get_by_role("button", name=t("login.submit")).click()


def test_a_wrong_password_is_said_plainly_and_the_right_one_leads_on(
    page: Page, complaints: Complaints, hire: Hire
) -> None:
    complaints.forgive(REFUSED)
    lan = hire("Lan")
    page.goto("/customers?q=Lan")
    expect(page.get_by_role("heading", name=t("login.title"))).to_be_visible()
    for email, password in ((lan.email, "not the password"), ("nobody@example.vn", people.PASSWORD)):
        sign_in(page, email, password)
        expect(page.get_by_role("alert")).to_have_text(t("login.bad_credentials"))
    sign_in(page, lan.email, people.PASSWORD)
    expect(page.get_by_role("searchbox")).to_have_value("Lan")
    expect(page).to_have_url(re.compile(r"/customers\?q=Lan$"))


@pytest.mark.parametrize("target", ["//evil.example/", "https://evil.example/", "/\\evil.example"])
def test_signing_in_never_leads_to_another_site(page: Page, hire: Hire, target: str) -> None:
    page.goto(f"/login?next={quote(target)}")
    sign_in(page, hire("Lan").email, people.PASSWORD)
    expect(page).to_have_url(re.compile(r"^http://127\.0\.0\.1:\d+/console$"))


def test_demo_accounts_are_filled_in_by_a_click(page: Page) -> None:
    page.goto("/login")
    page.get_by_role("button", name=re.compile(SUPERVISOR)).click()
    expect(page.get_by_label(t("login.email"))).to_have_value(SUPERVISOR)
    expect(page.get_by_label(t("login.password"))).to_have_value(PASSWORD)
    page.get_by_role("button", name=t("login.submit")).press("Enter")
    expect(page).to_have_url(re.compile(r"/console$"))


def test_two_step_sign_in_from_the_settings_to_the_next_sign_in(
    page: Page, complaints: Complaints, hire: Hire, desk_of: DeskOf
) -> None:
    complaints.forgive(REFUSED)
    lan = hire("Lan")
    settings = desk_of(lan).open("/settings").page
    settings.get_by_role("button", name=t("settings.two_steps.turn_on")).click()
    expect(settings.get_by_role("img", name=t("settings.two_steps.qr"))).to_be_visible()
    secret = re.sub(r"\s", "", settings.locator("code").first.inner_text())
    settings.get_by_label(t("settings.two_steps.code")).fill(pyotp.TOTP(secret).now())
    settings.get_by_role("button", name=t("settings.two_steps.confirm")).click()
    expect(settings.get_by_text(t("settings.two_steps.is_on_text"))).to_be_visible()

    page.goto("/login")
    sign_in(page, lan.email, people.PASSWORD)
    code = page.get_by_label(t("login.code"))
    expect(code).to_be_focused()
    code.fill("000000")
    page.get_by_role("button", name=t("login.submit")).click()
    expect(page.get_by_role("alert")).to_have_text(t("login.bad_code"))
    code.fill(
        pyotp.TOTP(secret).at(datetime.now(UTC), counter_offset=1)
    )  # the one before was used up at the confirmation
    page.get_by_role("button", name=t("login.submit")).click()
    expect(page).to_have_url(re.compile(r"/console$"))


def test_an_agent_gets_neither_the_link_nor_the_page_of_a_supervisor(
    complaints: Complaints, hire: Hire, desk_of: DeskOf
) -> None:
    complaints.forgive(REFUSED)
    desk = desk_of(hire("Lan")).open().is_online()
    rail = desk.page.get_by_role("navigation", name=t("nav.label"))
    expect(rail.get_by_role("link", name=t("nav.customers"))).to_be_visible()
    for section in ("supervisor", "deliveries"):
        expect(rail.get_by_role("link", name=t(f"nav.{section}"))).to_have_count(0)
        answer = desk.page.goto(f"/{section}")
        assert answer is not None
        assert answer.status == 403
        expect(desk.page.get_by_role("table")).to_have_count(0)

    boss = desk_of(hire("Nam", "supervisor")).open("/supervisor")
    expect(boss.page.get_by_role("heading", level=1, name=t("supervisor.title"))).to_be_visible()


def test_a_session_ended_elsewhere_ends_here_at_once(complaints: Complaints, hire: Hire, desk_of: DeskOf) -> None:
    complaints.forgive(REFUSED)
    lan = hire("Lan")
    desk = desk_of(lan).open().is_online()
    other = Person(lan.server, lan.email).sign_in()
    [ended] = [one for one in other.get("/me/sessions")["items"] if not one["is_current"]]
    other.delete(f"/me/sessions/{ended['id']}")
    expect(desk.page).to_have_url(re.compile(r"/login\?next=%2Fconsole$"))


def test_signing_out_leaves_nothing_to_go_back_to(complaints: Complaints, hire: Hire, desk_of: DeskOf) -> None:
    complaints.forgive(REFUSED)
    desk = desk_of(hire("Lan")).open().is_online()
    desk.page.get_by_role("button", name=t("user.menu")).click()
    desk.page.get_by_role("menuitem", name=t("user.sign_out")).click()
    expect(desk.page).to_have_url(re.compile(r"/login$"))
    desk.page.go_back()
    expect(desk.page.get_by_role("heading", name=t("login.title"))).to_be_visible()
