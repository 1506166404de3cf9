"""Every fault that a simulator offers, and the test in which a party does that to us.

The faults that no installation may do without come first: they are named as people speak of them.
"""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bdcommerce.simulators.parties import parties

TESTS = Path(__file__).parents[1]
ANSWERS = "payments/test_faults.py::test_what_a_provider_answers_wrongly_or_too_late_is_asked_again"
TOLD = "payments/test_faults.py::test_what_a_provider_tells_twice_late_forged_or_never_pays_once"
BACK = "payments/test_faults.py::test_a_refund_that_takes_two_polls_or_whose_answer_is_lost_is_paid_once"
BY_STAFF = "payments/test_faults.py::test_a_refund_that_is_refused_or_cannot_be_asked_about_is_settled_by_staff"
RISKY = "payments/test_faults.py::test_what_is_taken_at_risk_level_1_waits_for_staff"
HOSTILE = (
    "payments/test_faults.py::"
    "test_a_topic_that_wants_to_be_confirmed_at_a_hostile_host_is_not_and_money_comes_all_the_same"
)
RENEWED = "payments/test_faults.py::test_a_token_of_3600_seconds_is_renewed_in_time"
HOOKS = (
    "fulfilment/test_courier_contract.py::test_webhooks_forged_missed_twice_and_in_the_wrong_order_end_at_the_last_word"
)
SHORT = "fulfilment/test_settled_statement.py::test_a_statement_that_is_short_closes_with_every_taka_explained"
REFUSED = "fulfilment/test_courier_contract.py::test_a_courier_that_does_not_take_us_is_waited_for"
OTHER_CASH = "fulfilment/test_courier_ends.py::test_other_cash_than_was_asked_for_is_shown_to_people"
B2C = "payments/test_payouts_by_wallet.py::"

FIRST: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "an execute of 35 seconds": (
        ("bkash", "slow_execute", ANSWERS), ("nagad", "slow_verify", ANSWERS), ("sslcommerz", "slow_session", ANSWERS),
        ("bkash_b2c", "slow_b2c", f"{B2C}test_a_payout_whose_answer_is_lost_is_unknown_and_is_not_sent_again"),
    ),
    "a webhook twice": (
        ("bkash", "webhook_twice", TOLD), ("sslcommerz", "ipn_twice", TOLD), ("pathao", "duplicate_hook", HOOKS),
        ("steadfast", "duplicate_hook", HOOKS), ("redx", "duplicate_hook", HOOKS),
    ),
    "webhooks out of order": (
        ("bkash", "webhook_late", TOLD), ("sslcommerz", "ipn_late", TOLD), ("pathao", "late_hook", HOOKS),
        ("steadfast", "late_hook", HOOKS), ("redx", "late_hook", HOOKS),
    ),
    "another amount": (
        ("bkash", "wrong_amount", ANSWERS), ("nagad", "wrong_amount", ANSWERS), ("sslcommerz", "wrong_amount", ANSWERS),
        ("sslcommerz", "ipn_wrong_amount", TOLD), ("pathao", "wrong_amount", OTHER_CASH),
        ("steadfast", "wrong_amount", OTHER_CASH),
        ("bkash_b2c", "wrong_amount", f"{B2C}test_an_answer_about_another_amount_is_not_believed"),
    ),
    "a wrong signature": (
        ("bkash", "webhook_bad_signature", TOLD), ("nagad", "bad_signature", ANSWERS),
        ("sslcommerz", "ipn_bad_hash", TOLD), ("pathao", "bad_signature", HOOKS), ("steadfast", "bad_signature", HOOKS),
        ("redx", "bad_signature", HOOKS),
    ),
    "a token that has expired": (
        ("bkash", "tokens_expire", ANSWERS), ("pathao", "expired_token", REFUSED),
        ("bkash_b2c", "tokens_expire",
         f"{B2C}test_a_token_that_holds_no_more_is_replaced_once"),
    ),
    "401 once": (
        ("bkash", "unauthorized", ANSWERS), ("steadfast", "unauthorised", REFUSED), ("redx", "unauthorised", REFUSED),
        ("bkash_b2c", "unauthorized", f"{B2C}test_what_was_certainly_not_sent_is_sent_later"),
    ),
    "risk level 1": (("sslcommerz", "risky", RISKY),),
    "less cash than was collected": (
        ("pathao", "short_remittance", SHORT), ("steadfast", "short_remittance", SHORT),
        ("redx", "short_remittance", SHORT),
    ),
    "a refund that takes two polls": (("bkash", "refund_pending", BACK), ("sslcommerz", "refund_pending", BACK)),
    "a subscription at a hostile host": (("bkash", "subscribe_hostile_host", HOSTILE),),
}  # fmt: skip
MORE_FIRST: Mapping[str, tuple[str, ...]] = {
    "a token of 3600 seconds": (RENEWED,),
    "a part of a parcel is kept": (
        "fulfilment/test_courier_ends.py::test_a_part_is_kept_and_the_rest_comes_back",
        "orders/test_partial.py::test_a_parcel_kept_in_part_from_the_door_to_what_was_bought",
        "payments/test_returns.py::test_what_was_kept_of_a_parcel_is_what_is_released",
    ),
}
"""What no switch of a simulator is needed for."""

CONTRACT = "fulfilment/test_courier_contract.py::"
LATE_BOOKING = f"{CONTRACT}test_an_answer_that_comes_too_late_books_once"
LOST_BOOKING = f"{CONTRACT}test_a_lost_answer_books_once_and_is_known_again"
AWAY = f"{CONTRACT}test_a_courier_that_is_away_is_asked_again"
ACCOUNT = "notifications/test_sms_gateways.py::test_what_is_wrong_with_our_account_stops_the_gateway"
ERRORS = "notifications/test_sms_gateways.py::test_an_error_of_theirs_says_nothing_of_the_message"
SLOW_SMS = "notifications/test_sms_gateways.py::test_an_answer_that_comes_too_late_leaves_open_whether_it_was_sent"
SILENT = "notifications/test_delivering.py::test_without_ids_the_report_decides_before_another_gateway_may"
REPORTS = "notifications/test_delivering.py::test_reports_that_go_wrong_at_any_gateway_change_nothing_that_is_not_true"
PUSH = "notifications/test_push.py::"
MAIL = "notifications/test_mail.py::test_what_a_server_says_decides_what_becomes_of_a_mail"
SMS = {
    "slow": SLOW_SMS, "silent": SILENT, "down": ERRORS, "internal": ERRORS,
    **dict.fromkeys(("unauthorised", "ip_blocked", "no_balance"), ACCOUNT),
    **dict.fromkeys(("undelivered", "no_report", "report_twice", "report_late", "report_forged"), REPORTS),
}  # fmt: skip
STOOD = "simulators/test_settling.py::test_a_line_that_stands_twice_is_paid_once_and_one_that_is_missing_comes_later"
OWED = "simulators/test_settling.py::test_what_is_paid_too_little_is_owed_until_somebody_asks"
SETTLED = {"line_twice": STOOD, "line_missing": STOOD, "wrong_fee": OWED, "short_settlement": OWED}
COURIER = {"down": AWAY, "slow": LATE_BOOKING, "lost_answer": LOST_BOOKING, "lost_hook": LOST_BOOKING}
OTHERS: Mapping[str, Mapping[str, str]] = {
    "bkash": {
        **dict.fromkeys(("down", "slow_create", "mute_execute", "slow_query", "wrong_invoice"), ANSWERS),
        **dict.fromkeys(("webhook_lost", "webhook_hostile_host", "webhook_wrong_topic", "webhook_old"), TOLD),
        "error": BY_STAFF, "slow_refund": BACK, **SETTLED,
    },
    "bkash_b2c": {
        "down": f"{B2C}test_what_waits_for_bkash_can_be_given_up_and_is_not_sent_any_more",
        "error": f"{B2C}test_what_was_certainly_not_sent_is_sent_later",
        "mute_b2c": f"{B2C}test_a_transaction_found_in_the_statement_settles_it_when_bkash_says_so_too",
        "lost_b2c": f"{B2C}test_evidence_needs_a_second_person_and_time",
        "b2c_pending": f"{B2C}test_what_bkash_has_not_completed_is_searched_for_until_it_has",
        "b2c_reversed": f"{B2C}test_a_payout_that_bkash_reverses_is_owed_again",
        "poor": f"{B2C}test_what_is_put_into_the_disbursement_account_is_booked_once",
    },
    "nagad": {
        "down": ANSWERS, "slow_complete": ANSWERS, "wrong_order": ANSWERS, "slow_refund": BY_STAFF,
        "refund_refused": BY_STAFF, **SETTLED,
    },
    "sslcommerz": {
        **dict.fromkeys(("down", "inactive", "not_done", "wrong_reference"), ANSWERS),
        "ipn_lost": TOLD, "slow_refund": BACK, "refund_refused": BY_STAFF, **SETTLED,
    },
    "pathao": {
        **COURIER,
        "rate": "fulfilment/test_courier_ends.py::test_a_courier_that_wants_us_slower_is_asked_again",
        "store_waits": "fulfilment/test_courier_ends.py::test_a_new_pick_up_point_is_waited_for_and_then_kept",
    },
    "steadfast": COURIER, "redx": COURIER, "sslwireless": SMS, "bulksmsbd": SMS, "mimsms": SMS, "phones": {},
    "fcm": {
        "expired": f"{PUSH}test_a_token_is_asked_for_anew_in_time_and_once_more_when_it_is_refused",
        **dict.fromkeys(("quota", "unavailable", "internal", "not_granted", "slow"),
                        f"{PUSH}test_what_firebase_says_decides_what_becomes_of_a_push"),
    },
    "webpush": {
        **dict.fromkeys(("busy", "down"), f"{PUSH}test_a_push_service_in_trouble_is_asked_again_later"),
        "slow": f"{PUSH}test_a_push_that_is_sent_again_takes_the_place_of_the_first",
    },
    "mail": {
        **dict.fromkeys(("greylist", "no_mailbox", "too_busy", "spam", "hang_up", "silent"), MAIL),
        "login_refused": "notifications/test_mail.py::"
        "test_a_mail_travels_protected_and_only_who_logs_in_is_served",
    },
}  # fmt: skip


def table() -> dict[tuple[str, str], str]:
    """Party and fault → test."""
    first = {(party, fault): test for named in FIRST.values() for party, fault, test in named}
    return first | {(party, fault): test for party, faults in OTHERS.items() for fault, test in faults.items()}


def test_every_fault_of_every_simulator_is_tried() -> None:
    offered = {(party.name, fault) for party in parties("http://127.0.0.1:9") for fault in party.faults.known}
    assert set(table()) == offered


@pytest.mark.parametrize(
    "test", sorted({*table().values(), *(each for found in MORE_FIRST.values() for each in found)})
)
def test_the_tests_of_the_table_are_there(test: str) -> None:
    file, _, name = test.partition("::")
    text = (TESTS / file).read_text()
    assert re.search(rf"^(async )?def {name}\(", text, re.MULTILINE)
    assert [fault for (_, fault), of in table().items() if of == test and f'"{fault}"' not in text] == []
