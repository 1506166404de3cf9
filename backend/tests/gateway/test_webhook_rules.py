"""What is told to whom, where it may go, how it is signed, and when one gives up."""

import base64
import hashlib
import hmac
import ipaddress
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, get_type_hints

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.contracts.orders import LineTerms, OrderConfirmed, VendorOrderTerms
from bdcommerce.contracts.payments import PayoutPaid, RefundCompleted
from bdcommerce.gateway.domain import (
    KINDS,
    Delivery,
    Health,
    Outcome,
    Subscription,
    checked_url,
    is_public,
    kind_named,
    new_secret,
    notices_of,
    signatures,
)
from bdcommerce.gateway.errors import BadUrl, WebhookDisabled
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Address, Place
from bdcommerce.kernel.errors import Invalid, Stale
from bdcommerce.kernel.events import PUBLIC, name_of
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
DAY = timedelta(days=1)
OK = Outcome(problem="", status_code=200, milliseconds=5, reply="")
BROKEN = Outcome(problem="status", status_code=500, milliseconds=5, reply="")
PRIVATE = {"customer_id", "user_id", "place", "destination", "address", "recipient", "phone", "email", "name", "reason"}


def subscription(vendor_id: str = "ven_a", *events: str) -> Subscription:
    return Subscription.new(vendor_id, "https://erp.example.com/x", list(events or ("order.confirmed",)), "")


def vendor_order(number: int) -> VendorOrderTerms:
    line = LineTerms(
        line_id=f"lin_{number}", offer_id="off_1", product_id="prd_1", title=Localized("Rice"), quantity=2,
        list_price=Money(20000), vendor_discount=Money(0), operator_discount=Money(0), commission_percent=Decimal(10),
        sku="R-1",
    )  # fmt: skip
    return VendorOrderTerms(
        vendor_order_id=f"vor_{number}", vendor_id=f"ven_{number}", lines=[line], goods=Money(20000),
        operator_discount=Money(0), delivery=Money(6000), delivery_vat=Money(783), total=Money(26000),
        commission=Money(2000), commission_vat=Money(300), withheld_tax=Money(0), commission_vat_percent=Decimal(15),
        withheld_tax_percent=Decimal(0),
    )  # fmt: skip


CONFIRMED = OrderConfirmed(
    order_id="ord_1", number="BD-261122-000001", customer_id="usr_secret", payment_method="cod",
    place=Place(upazila="Dhanmondi", district="Dhaka", division="Dhaka", city_key="dhaka"),
    vendor_orders=[vendor_order(1), vendor_order(2)], total=Money(52000), at=NOON,
)  # fmt: skip


def test_a_purchase_is_told_to_each_vendor_without_the_others_part_and_without_the_customer() -> None:
    first, second = notices_of(CONFIRMED)
    assert (first.type, first.vendor_id, second.vendor_id, first.at) == ("order.confirmed", "ven_1", "ven_2", NOON)
    written = msgspec.json.encode(first.data).decode()
    assert "vor_1" in written
    for hidden in ("vor_2", "ven_2", "usr_secret", "Dhanmondi", "dhaka"):
        assert hidden not in written


def test_what_concerns_no_vendor_is_for_the_operators_partners() -> None:
    [notice] = notices_of(
        RefundCompleted(refund_id="ref_1", order_id="ord_1", vendor_order_id="vor_1", amount=Money(5), at=NOON)
    )
    assert (notice.vendor_id, notice.data["amount"]) == ("", Money(5))
    with pytest.raises(Invalid):
        subscription("ven_a", "refund.completed")
    assert subscription("", "refund.completed").events == ("refund.completed",)


def test_every_type_is_of_an_integration_event_and_holds_no_persons_data() -> None:
    assert len({kind.name for kind in KINDS}) == len({kind.event for kind in KINDS}) == len(KINDS)
    for kind in KINDS:
        assert PUBLIC[name_of(kind.event)] is kind.event
        assert not PRIVATE & set(kind.fields), kind.name
        hints = get_type_hints(kind.event)
        if not kind.split:
            assert not {Place, Address} & {hints[field] for field in kind.fields}, kind.name
        assert kind_named(kind.name) is kind


@pytest.mark.parametrize("wrong", [[], ["order.exploded"], ["ping"], ["orders.OrderConfirmed"]])
def test_only_types_there_are_can_be_subscribed_to(wrong: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        Subscription.new("ven_a", "https://x.example", wrong, "")
    assert "events" in refused.value.data["fields"]


@pytest.mark.parametrize(
    "url", ["https://erp.example.com/hook", "https://erp.example.com:8443/a?b=c", "https://93.184.216.34/x",
            "https://[2606:2800:220:1::1]/x"],
)  # fmt: skip
def test_webhooks_may_go_to_the_public_internet(url: str) -> None:
    assert checked_url(url, private_allowed=False) == url


@pytest.mark.parametrize(
    "url",
    ["http://erp.example.com/", "ftp://erp.example.com/", "https://", "https:///x", "//erp.example.com", "x" * 9,
     "https://user:secret@erp.example.com/", "https://erp.example.com/#x", "https://erp.example.com:0/",
     "https://erp.example.com:99999/", "https://localhost/", "https://localhost./", "https://db/", "https://a.internal/",
     "https://127.0.0.1/", "https://127.1/", "https://2130706433/", "https://0x7f.0.0.1/", "https://0177.0.0.1/",
     "https://169.254.169.254/latest/meta-data/", "https://10.1.2.3/", "https://192.168.1.1/", "https://100.64.1.1/",
     "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://[fd12::1]/", "https://[fe80::1]/", "https://[::]/",
     "https://[64:ff9b::a9fe:a9fe]/", "https://0.0.0.0/", "https://224.0.0.1/", "https://exa mple.com/",
     "https://example.com/\r\nX-Evil: 1", "https://example.com/" + "a" * 500, "https://[::1/"],
)  # fmt: skip
def test_webhooks_go_nowhere_else(url: str) -> None:
    with pytest.raises(BadUrl):
        checked_url(url, private_allowed=False)


def test_where_one_develops_they_may_go_to_this_machine() -> None:
    assert checked_url("http://127.0.0.1:9000/x", private_allowed=True)
    for wrong in ("ftp://127.0.0.1/", "http://u:p@localhost/", "http:///"):
        with pytest.raises(BadUrl):
            checked_url(wrong, private_allowed=True)


@given(st.ip_addresses())
def test_no_private_address_is_public_however_it_is_written(address: Any) -> None:
    if isinstance(address, ipaddress.IPv4Address):
        inner = [ipaddress.IPv6Address(f"{prefix}{address}") for prefix in ("::ffff:", "64:ff9b::")]
        forms: list[ipaddress.IPv4Address | ipaddress.IPv6Address] = [address, *inner]
        assert len({is_public(form) for form in forms}) == 1
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(address)


def test_a_message_is_signed_as_the_standard_says() -> None:
    """Against a straightforward reading of the specification."""
    secret, body = new_secret(), b'{"a":1}'
    assert secret.startswith("whsec_")
    key = base64.b64decode(secret.removeprefix("whsec_"))
    assert len(key) == 32
    wanted = base64.b64encode(hmac.new(key, b"msg_1.1700000000." + body, hashlib.sha256).digest()).decode()
    assert signatures([secret], "msg_1", 1_700_000_000, body) == f"v1,{wanted}"
    known = signatures(["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                       b'{"test": 2432232314}')  # fmt: skip
    assert known == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_changed_secret_signs_beside_the_old_one_for_a_day() -> None:
    with clock.frozen(NOON):
        before = subscription()
        after = before.rotated()
        assert list(after.secrets) == [after.secret, before.secret]
        assert after.secret != before.secret
        assert len(signatures(after.secrets, "m", 1, b"").split()) == 2
    with clock.frozen(NOON + DAY):
        assert list(after.secrets) == [after.secret]
    assert before.secret not in repr(after)


def test_five_failures_in_a_row_open_the_breaker_for_longer_and_longer_and_a_success_closes_it() -> None:
    with clock.frozen(NOON):
        found, pauses = subscription(), []
        for _ in range(14):
            found = found.judged_by(BROKEN)
            pauses.append((found.health.open_until or NOON) - NOON)
        minutes = [pause.total_seconds() / 60 for pause in pauses]
        assert minutes == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60, 60]
        assert found.health.trying
        assert found.judged_by(OK).health == Health()


def test_an_endpoint_that_failed_for_days_is_disabled_and_one_that_is_gone_at_once() -> None:
    with clock.frozen(NOON):
        failing = subscription().judged_by(BROKEN)
        assert not failing.disabled
        gone = Outcome(problem="gone", status_code=410, milliseconds=1, reply="")
        assert subscription().judged_by(gone).disabled == "gone"
    with clock.frozen(NOON + timedelta(days=5)):
        assert not failing.judged_by(BROKEN).disabled
    with clock.frozen(NOON + timedelta(days=5, seconds=1)):
        disabled = failing.judged_by(BROKEN)
        assert disabled.disabled == "failing"
        with pytest.raises(WebhookDisabled):
            disabled.ensure_active()
        assert failing.judged_by(OK).judged_by(BROKEN).disabled == ""


def change(found: Subscription, version: int, **given: Any) -> Subscription:
    return found.changed(version, **{"url": None, "events": None, "description": None, "active": None, **given})


def test_a_disabled_webhook_is_tried_again_when_its_owner_says_so_or_gives_it_another_address() -> None:
    found = subscription()
    disabled = change(found, 1, active=False)
    assert (disabled.disabled, disabled.version) == ("by_owner", 2)
    assert change(disabled, 2, url="https://other.example/").disabled == "by_owner"
    assert change(disabled, 2, active=True).disabled == ""
    gone = found.judged_by(Outcome(problem="gone", status_code=410, milliseconds=1, reply=""))
    assert change(gone, 1, description="x").disabled == "gone"
    moved = change(gone, 1, url="https://other.example/")
    assert (moved.disabled, moved.health) == ("", Health())
    with pytest.raises(Stale):
        change(found, 2, description="x")


def delivery() -> Delivery:
    return Delivery.new("whk_1", "order.confirmed", DAY)


def test_a_message_is_tried_at_growing_intervals_until_its_day_is_over() -> None:
    with clock.frozen(NOON):
        tried, at = delivery(), NOON
    waited = []
    while tried.status == "pending":
        with clock.frozen(at):
            tried = tried.after(BROKEN, 100)
        waited.append((tried.next_attempt_at - at).total_seconds())
        at = tried.next_attempt_at
    assert waited[:8] == [5, 30, 120, 600, 1800, 3600, 7200, 14400]
    assert (tried.status, len(waited)) == ("failed", 13)


@given(st.integers(0, 100), st.integers(1, 20))
def test_a_pause_is_spread_but_never_longer_than_it_says(chance: int, attempts: int) -> None:
    with clock.frozen(NOON):
        tried = delivery()
        for _ in range(attempts):
            tried = tried.again(DAY * 365).after(BROKEN, chance)
    assert timedelta(seconds=2) < tried.next_attempt_at - NOON <= timedelta(hours=4)


def test_an_endpoint_may_ask_for_a_pause_but_not_for_ever() -> None:
    with clock.frozen(NOON):
        for asked, granted in ((60, 60), (86_400, 3_600), (0, 2.5)):
            wait = Outcome(problem="status", status_code=429, milliseconds=1, reply="", wait=timedelta(seconds=asked))
            assert (delivery().after(wait, 0).next_attempt_at - NOON).total_seconds() == granted


def test_what_was_delivered_or_given_up_can_be_sent_again_under_the_same_id() -> None:
    with clock.frozen(NOON):
        delivered = delivery().after(OK, 0)
    assert (delivered.status, delivered.attempts) == ("delivered", 1)
    with clock.frozen(NOON + DAY * 3):
        again = delivered.again(DAY)
        assert (again.id, again.status, again.attempts) == (delivered.id, "pending", 1)
        assert again.after(BROKEN, 0).status == "pending"


def test_amounts_are_told_as_the_api_writes_them() -> None:
    paid = PayoutPaid(payout_id="pay_1", batch_id="bat_1", vendor_id="ven_1", amount=Money(12345), at=NOON)
    [notice] = notices_of(paid)
    assert msgspec.json.encode(notice.data["amount"]) == b'{"amount":12345,"currency":"BDT"}'
    assert (notice.vendor_id, notice.at) == ("ven_1", NOON)
