"""Names and notes that are markup, formulas or shell are text, wherever they are shown."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.system.line import PostedCall
from tests.system.people import Person

NAME = "<img src=x onerror=alert(1)>{{7*7}}<script>alert(2)</script>"
NOTE = "=1+1 </textarea><svg onload=alert(3)> $(reboot) `id` '; DROP TABLE calls; -- \u202egnp.exe"


@pytest.mark.slow
def test_markup_in_names_and_notes_does_nothing(
    admin: Person,
    hire: Callable[..., Person],
    desk_of: Callable[..., Desk],
    dial_in: Callable[..., PostedCall],
) -> None:
    """The pages' complaints (a dialog, a refused script, a missing image) are checked at the end."""
    number = "+84906667788"
    customer = admin.post("/customers?allow_duplicate=1", {"display_name": NAME, "phones": [number]})
    desk = desk_of(hire("Lan")).go_available()
    page = desk.page
    call = dial_in(caller=number)
    call.arrive()
    desk.sees_ring()
    expect(desk.ring.get_by_text(NAME)).to_be_visible()
    desk.accept()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
    desk.write_note(NOTE)
    page.reload()
    expect(desk.notes).to_have_value(NOTE)
    call.end(CallDuration="7")

    stranger = 'sip:"><script>alert(4)</script>@evil.example'
    dial_in(caller=stranger).arrive()
    desk.sees_ring()
    expect(desk.ring.get_by_text(stranger)).to_be_visible()
    for path in (f"/customers/{customer['id']}", "/customers?q=onerror", "/calls"):
        desk.open(path).is_online()
        expect(page.get_by_text(NAME).first).to_be_visible()
        expect(page.locator("img[src=x], svg[onload], main script")).to_have_count(0)
