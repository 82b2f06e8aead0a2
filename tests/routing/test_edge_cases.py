"""Where each edge case of routing is proved.

The numbers are those of the model that routing follows. A row names what must hold and the tests that show it; the
test below keeps the table true when tests are renamed or moved.
"""

from pathlib import Path

import pytest

TESTS = Path(__file__).parent.parent

EDGE_CASES: dict[str, tuple[str, ...]] = {
    "1 no answer: the original place, and nothing for that agent until they are back": (
        "routing/test_engine.py::test_a_no_answer_keeps_the_place_and_silences_the_agent",
    ),
    "2 a lone agent declines: spared 30 s, 60 s, then a supervisor is told": (
        "routing/test_engine.py::test_a_lone_decliner_is_spared_30_then_60_seconds_then_a_supervisor_is_told",
        "routing/test_strategies.py::test_a_lone_decliner_is_spared_for_a_while",
    ),
    "3 leaving Available withdraws what was on offer, in the same transaction": (
        "routing/test_engine.py::test_leaving_available_withdraws_what_was_on_offer",
        "flows/test_presence.py::test_leaving_available_withdraws_the_offer_and_the_next_agent_rings",
    ),
    "4 a dead socket: unreachable after its lease, and back with the status there was": (
        "routing/test_engine.py::test_a_lost_lease_withdraws_and_a_return_brings_the_status_back",
        "flows/test_presence.py::test_a_lost_lease_withdraws_offers_and_whoever_is_back_has_their_status",
    ),
    "5 two tabs: either may accept": (
        "routing/test_engine.py::test_a_second_tab_may_repeat_an_accept",
        "flows/test_inbound.py::test_two_tabs_accept_once",
    ),
    "6 two agents accept at once: one wins": (
        "routing/test_at_once.py::test_of_all_who_accept_at_once_exactly_one_wins",
        "routing/test_engine.py::test_a_ring_at_everybody_has_one_winner_and_the_others_are_rescinded",
    ),
    "7 the customer hangs up while it rings: nobody is to blame": (
        "routing/test_engine.py::test_a_customer_who_leaves_costs_nobody_anything",
    ),
    "8 wrap-up ends on the server's timer": (
        "flows/test_inbound.py::test_a_wrap_up_ends_on_the_servers_clock_and_keeps_what_was_typed",
    ),
    "9 retrying later is a new item that names the old": (
        "routing/test_engine.py::test_retrying_later_is_a_new_item_linked_to_the_old",
    ),
    "10 transferred back: the view is the server's": (
        "flows/test_transfers.py::test_taking_the_customer_back_frees_the_colleague",
        "flows/test_transfers.py::test_an_agent_whose_line_drops_leaves_the_customer_in_line",
    ),
    "11 the same number again while in line: one place": (
        "routing/test_engine.py::test_the_same_number_again_has_one_place_in_line",
    ),
    "12 evening out: untouched work only, the newest first, so many a run, both told": (
        "routing/leads/test_leads.py::test_evening_out_moves_only_untouched_leads_the_newest_first_so_many_and_tells_both",
    ),
    "13 nobody reachable is not busy": (
        "routing/test_strategies.py::test_nobody_reachable_is_not_busy",
        "flows/test_inbound.py::test_nobody_signed_in_means_voicemail_which_is_a_missed_call",
        "flows/test_inbound.py::test_waiting_without_hope_ends_in_voicemail",
    ),
    "14 the clock restarts: no timer is lost, none fires twice": (
        "routing/test_engine.py::test_a_restarted_clock_fires_no_timer_twice",
        "routing/test_at_once.py::test_ticks_of_two_clocks_do_no_harm",
        "routing/leads/test_many_workers.py::test_two_clocks_warn_once_and_recall_once",
    ),
}


@pytest.mark.parametrize("case", EDGE_CASES)
def test_each_edge_case_has_its_tests(case: str) -> None:
    for named in EDGE_CASES[case]:
        path, _, test = named.partition("::")
        assert f"def {test}(" in (TESTS / path).read_text(), named


def test_all_fourteen_are_there() -> None:
    assert [int(case.split()[0]) for case in EDGE_CASES] == list(range(1, 15))
