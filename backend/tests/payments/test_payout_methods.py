"""How vendors are paid: they ask, somebody else looks, and until then nothing changes. And what every rail promises."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bdcommerce.contracts.vendors import BankAccount
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain import rails
from bdcommerce.payments.domain.rails import Destination, Limits, Transfer, Used, Way, Ways
from bdcommerce.payments.errors import ProviderMisconfigured
from bdcommerce.payments.ports import PayoutRail
from payments.paydesk import WALLET, PayDesk, at_the_desk
from support import tokens
from support.money import anna, bela

ACCOUNT = BankAccount(
    vendor_id="ven_1",
    account_name="Rahim",
    account_no="0123456789012",
    routing_no="225261732",
    bank="THE CITY BANK LIMITED",
    branch="GULSHAN AVENUE",
)
WHERE = Destination(name="Rahim", email="shop@example.com", account=ACCOUNT, wallet="+8801770618575")
LIMITS = Limits(
    wallet_transfer=Money(3000),
    wallet_day=Money(5000),
    wallet_month=Money(9000),
    npsb_transfer=Money(2000),
    npsb_day=Money(3000),
    npsb_count=2,
)
BANK, NPSB = Way(rail="beftn", payee="b"), Way(rail="npsb", payee="n")
BKASH = Way(rail="bkash", payee="w", wallet="key")


@pytest.fixture
async def desk(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[PayDesk]:
    async with at_the_desk(postgres_url, monkeypatch) as opened:
        yield opened


@pytest.fixture(params=rails.RAILS)
def rail(request: pytest.FixtureRequest, desk: PayDesk) -> PayoutRail:
    found: PayoutRail = desk.service.deps.rails[request.param]
    assert found.name == request.param
    return found


async def test_a_rail_leads_to_whom_it_can_reach_and_says_so_of_nobody_else(rail: PayoutRail) -> None:
    payee = rail.payee(WHERE)
    assert payee is not None
    assert (payee.beneficiary_name, payee.email) == ("Rahim", "shop@example.com")
    assert "0123456789012" not in repr(payee)
    assert "8801770618575" not in repr(payee)
    nowhere = Destination(name="Rahim", email="", account=None)
    assert (rail.payee(nowhere) is None) == (rail.name != "manual")


@pytest.mark.parametrize(
    "wrong",
    [
        {"routing_no": "225261733"},
        {"routing_no": "22526173"},
        {"account_no": "12345"},
        {"bank": ""},
        {"branch": ""},
        {"account_name": " "},
    ],
)
async def test_no_rail_of_a_bank_leads_to_an_account_that_no_bank_has(desk: PayDesk, wrong: dict[str, str]) -> None:
    where = replace(WHERE, account=replace(ACCOUNT, **wrong))
    assert [desk.service.deps.rails[name].payee(where) for name in ("beftn", "npsb")] == [None, None]


async def test_a_rail_that_we_ask_pays_a_number_of_ours_once_and_moves_nothing_when_asked(desk: PayDesk) -> None:
    for rail in desk.service.deps.disbursers.values():
        transfer = Transfer(payout_id="pay_1", amount=Money(12345), wallet="+8801770618575")
        await rail.check()
        said = await rail.send(transfer)
        assert said.found == "paid"
        assert said.trx_id
        assert [(await rail.ask(transfer, said.trx_id)).found for _ in range(3)] == ["paid"] * 3
        assert (await rail.send(transfer)).found == "unknown"
        assert (await rail.ask(replace(transfer, amount=Money(12346)), said.trx_id)).found == "differs"
        assert (await rail.ask(transfer, "NOSUCHTRX1")).found == "differs"
        assert "8801770618575" not in repr(transfer)
    assert len(desk.bkash.payouts) == 1


@pytest.mark.parametrize(
    "fault, value, times, found",
    [
        ("down", "", 1, "unknown"), ("slow_b2c", "0.8", 1, "unknown"), ("mute_b2c", "", 1, "unknown"),
        ("lost_b2c", "", 1, "unknown"), ("unauthorized", "", 1, "paid"), ("unauthorized", "", 2, "not_sent"),
        ("tokens_expire", "", 1, "paid"), ("poor", "", 1, "not_sent"), ("error", "2043", 1, "not_sent"),
        ("error", "2057", 1, "failed"), ("b2c_pending", "1", 1, "pending"), ("wrong_amount", "1.00", 1, "differs"),
    ],
)  # fmt: skip
async def test_a_rail_that_we_ask_says_whether_it_has_paid_and_never_says_so_without_knowing(
    desk: PayDesk, fault: str, value: str, times: int, found: str
) -> None:
    (rail,) = desk.service.deps.disbursers.values()
    await rail.check()
    desk.bkash.faults.arm(fault, times, value)
    said = await rail.send(Transfer(payout_id="pay_1", amount=Money(12345), wallet="+8801770618575"))
    assert (said.found, len(desk.bkash.payouts) <= 1) == (found, True)
    if found in ("not_sent", "failed"):
        assert not desk.bkash.payouts


async def test_a_rail_that_we_ask_knows_our_credentials_and_what_it_holds(desk: PayDesk) -> None:
    (rail,) = desk.service.deps.disbursers.values()
    assert all(account.available.amount >= 0 for account in await rail.accounts())
    assert rail.most.amount > 0
    rail._settings = rail._settings.model_copy(update={"password": SecretStr("x")})
    rail._tokens._kept = None
    async with desk.service.database.transaction() as tx:
        await tx.execute(text("DELETE FROM provider_token"))
    with pytest.raises(ProviderMisconfigured):
        await rail.check()
    desk.bkash.token_calls.clear()
    assert (await rail.send(Transfer(payout_id="p", amount=Money(1), wallet="+8801770618575"))).found == "not_sent"


def test_a_wallet_takes_what_its_limits_leave() -> None:
    def planned(payable: int, used: Used, *, pressing: bool = False) -> tuple[str, int] | None:
        ways = Ways(wanted=BKASH, bank=BANK)
        found = rails.plan(ways, Money(payable), limit=LIMITS, wallet=used, npsb=Used(), pressing=pressing)
        return (found[0].rail, found[1].amount) if found else None

    assert planned(1000, Used()) == ("bkash", 1000)
    assert planned(4000, Used()) == ("bkash", 3000)
    assert planned(4000, Used(day=Money(4000), month=Money(4000))) == ("bkash", 1000)
    assert planned(4000, Used(month=Money(8500))) == ("bkash", 500)
    assert planned(4000, Used(day=Money(5000))) is None
    assert planned(4000, Used(day=Money(6000))) is None
    assert planned(4000, Used(day=Money(5000)), pressing=True) == ("beftn", 4000)
    assert planned(1000, Used(), pressing=True) == ("bkash", 1000)


def test_what_is_too_much_for_npsb_goes_by_beftn() -> None:
    def planned(payable: int, used: Used) -> str:
        ways = Ways(wanted=NPSB, bank=BANK)
        found = rails.plan(ways, Money(payable), limit=LIMITS, wallet=Used(), npsb=used, pressing=False)
        assert found is not None
        assert found[1] == Money(payable)
        return found[0].rail

    assert planned(2000, Used()) == "npsb"
    assert planned(2001, Used()) == "beftn"
    assert planned(2000, Used(day=Money(1001))) == "beftn"
    assert planned(100, Used(count=2)) == "beftn"


async def test_npsb_is_used_as_often_and_as_much_as_the_rule_book_allows(desk: PayDesk) -> None:
    desk.compliance.set_rule("npsb.org_count", 2)
    for name in "ABC":
        vendor_id = await desk.vendor(name, wallet="")
        await desk.choose(vendor_id, rail="npsb")
    batch = await desk.books.draft()
    assert sorted(item["rail"] for item in batch["items"]) == ["beftn", "npsb", "npsb"]
    await desk.ok(f"/admin/payouts/{batch['batch_id']}/approve", as_=bela())
    for rail, rows in (("npsb", 2), ("beftn", 1), ("", 3)):
        query = f"?rail={rail}" if rail else ""
        reply = await desk.service.get(f"/admin/payouts/{batch['batch_id']}/bank-file{query}", as_=anna())
        assert len(reply.text.splitlines()) == rows + 1


async def test_until_somebody_else_has_looked_nothing_changes(desk: PayDesk) -> None:
    vendor_id = await desk.vendor(wallet="")
    owner = desk.owner(vendor_id)
    asked = await desk.ok("/vendor/payout-method", {"rail": "bkash", "wallet": "০১৭৭০-৬১৮৫৭৫"}, as_=owner)
    assert (asked["rail"], asked["asked"]["rail"], asked["asked"]["wallet"][-3:]) == ("beftn", "bkash", "575")
    assert WALLET not in str(asked)
    assert (await desk.books.draft(vendor_id))["items"][0]["rail"] == "beftn"
    (waiting,) = (await desk.service.get("/admin/payout-methods", as_=anna())).json()["items"]
    assert waiting["vendor_id"] == vendor_id
    refused = await desk.ok(
        f"/admin/vendors/{vendor_id}/payout-method/refuse", {"reason": "not in your name"}, as_=bela()
    )
    assert (refused["asked"], refused["refused_because"]) == (None, "not in your name")
    path = f"/admin/vendors/{vendor_id}/payout-method/accept"
    seen = {"asked_at": waiting["asked"]["asked_at"]}
    assert await desk.refused(path, seen, as_=bela()) == (404, "no_method_asked")


async def test_what_was_not_seen_is_not_accepted(desk: PayDesk) -> None:
    vendor_id = await desk.vendor(wallet="")
    owner, path = desk.owner(vendor_id), f"/admin/vendors/{vendor_id}/payout-method/accept"
    first = await desk.ok("/vendor/payout-method", {"rail": "bkash", "wallet": WALLET}, as_=owner)
    await desk.ok("/vendor/payout-method", {"rail": "bkash", "wallet": "01711000009"}, as_=owner)
    seen = {"asked_at": first["asked"]["asked_at"]}
    assert await desk.refused(path, seen, as_=bela()) == (409, "payout_method_changed")


async def test_whoever_asks_for_a_vendor_does_not_accept_it(desk: PayDesk) -> None:
    vendor_id = await desk.vendor(wallet="")
    asked = await desk.ok(f"/admin/vendors/{vendor_id}/payout-method", {"rail": "manual"})
    seen = {"asked_at": asked["asked"]["asked_at"]}
    path = f"/admin/vendors/{vendor_id}/payout-method/accept"
    assert await desk.refused(path, seen, as_=anna()) == (403, "same_person")
    assert (await desk.ok(path, seen, as_=bela()))["rail"] == "manual"


@pytest.mark.parametrize(
    "body", [{"rail": "bkash"}, {"rail": "npsb", "wallet": WALLET}, {"rail": "bkash", "wallet": "01212345678"}]
)
async def test_a_wallet_goes_with_bkash_and_has_a_number_that_can_be(desk: PayDesk, body: dict[str, str]) -> None:
    vendor_id = desk.vendors.vendor("Rahim")
    reply = await desk.service.post("/vendor/payout-method", body, as_=desk.owner(vendor_id))
    assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, "wallet")


async def test_a_vendor_may_not_choose_to_be_paid_by_hand_nor_its_manager_anything(desk: PayDesk) -> None:
    vendor_id = desk.vendors.vendor("Rahim")
    by_hand = await desk.service.post("/vendor/payout-method", {"rail": "manual"}, as_=desk.owner(vendor_id))
    assert by_hand.status_code in {400, 422}
    manager = tokens.vendor(vendor_id, role="manager")
    assert (await desk.service.post("/vendor/payout-method", {"rail": "npsb"}, as_=manager)).status_code == 403
    assert (await desk.service.get("/vendor/payout-method", as_=manager)).json()["rail"] == "beftn"


async def test_a_returned_payout_is_owed_again_and_its_charge_is_ours(desk: PayDesk) -> None:
    vendor_id = await desk.vendor(wallet="")
    batch = await desk.books.pay(vendor_id, bank_charge=1000)
    (item,) = batch["items"]
    seen = await desk.ok(desk.path(item, "/returned"), {"reason": "R02 account closed", "charge": 500})
    assert (seen["payout"]["status"], seen["payout"]["reason"]) == ("returned", "R02 account closed")
    sums = await desk.books.balances()
    assert sums[f"liability:vendor:{vendor_id}"] == item["amount"]["amount"]
    assert sums["expense:payout"] == -1500
    twice = await desk.refused(desk.path(item, "/returned"), {"reason": "R02 account closed"})
    assert twice == (409, "wrong_payout_status")
    await desk.books.pay(vendor_id)
    assert await desk.owed(vendor_id) == 0
