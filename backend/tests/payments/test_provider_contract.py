"""What every payment provider promises, whatever its protocol: the same tests for all of them, over real HTTP."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bdcommerce.infra.outside import Open
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unavailable
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.providers import Asked, AskedRefund, Buyer, NewAttempt, Opened, Verdict
from bdcommerce.payments.errors import ProviderMisconfigured
from bdcommerce.payments.ports import PaymentProvider
from payments.till import Till

pytestmark = pytest.mark.asyncio(loop_scope="module")

BUYER = Buyer(name="Rahima Khatun", phone="+8801712345678", email="", address="House 7", city="dhaka", postcode="1209")
Play = Callable[[str, str], Awaitable[object]]
PROVIDERS = ("bkash", "sslcommerz", "nagad")


@dataclass
class Bench:
    """One provider, and a customer on its page."""

    till: Till
    provider: PaymentProvider
    play: Play

    def new(self, amount: int = 123456) -> NewAttempt:
        return NewAttempt(
            reference=f"BD261122{next(self.till.numbers):06d}01",
            order_id="ord_1",
            amount=Money(amount),
            callback_url=f"http://127.0.0.1:8000/api/v1/hooks/{self.provider.name}",
            buyer=BUYER,
        )

    async def paid(self, amount: int = 123456) -> tuple[NewAttempt, Asked, Verdict]:
        new = self.new(amount)
        opened = await self.provider.create(new)
        await self.play(opened.redirect_url, "success")
        asked = asked_of(new, opened)
        return new, asked, await self.provider.ask(asked)

    def arm(self, fault: str, value: str = "", times: int = 1) -> None:
        self.till.arm(self.provider.name, fault, value, times)


def asked_of(new: NewAttempt, opened: Opened) -> Asked:
    return Asked(reference=new.reference, order_id=new.order_id, provider_payment_id=opened.provider_payment_id)


def refund_of(asked: Asked, verdict: Verdict, amount: int, refund_id: str = "ref_01m828h1") -> AskedRefund:
    return AskedRefund(
        refund_id=refund_id,
        order_id=asked.order_id,
        amount=Money(amount),
        reason="cancelled",
        reference=asked.reference,
        original=verdict.amount or Money(0),
        begun_at=clock.now(),
        provider_payment_id=asked.provider_payment_id,
        trx_id=verdict.trx_id,
    )


@pytest.fixture(params=PROVIDERS)
def bench(request: pytest.FixtureRequest, till: Till) -> Bench:
    plays: dict[str, Play] = {"bkash": till.play, "sslcommerz": till.play_card, "nagad": till.play_nagad}
    return Bench(till, till.service.deps.providers[request.param], plays[request.param])


async def test_it_is_called_as_its_account_is(bench: Bench) -> None:
    assert bench.till.service.deps.providers[bench.provider.name] is bench.provider


async def test_a_new_attempt_has_a_page_and_an_end(bench: Bench) -> None:
    new = bench.new()
    opened = await bench.provider.create(new)
    assert opened.redirect_url.startswith("http")
    assert opened.expires_at > clock.now() + timedelta(minutes=5)
    assert (await bench.provider.ask(asked_of(new, opened))).found == "pending"


async def test_what_was_paid_is_captured_to_the_poisha_under_our_reference_however_often_it_is_asked(
    bench: Bench,
) -> None:
    new, asked, verdict = await bench.paid()
    assert (verdict.found, verdict.amount, verdict.reference) == ("captured", new.amount, new.reference)
    assert verdict.trx_id
    again = [await bench.provider.ask(each) for each in (asked, replace(asked, agreed=True))]
    assert {(each.found, each.trx_id, each.amount) for each in again} == {("captured", verdict.trx_id, new.amount)}


@pytest.mark.parametrize("choice, found", [("cancel", "cancelled"), ("failure", "failed")])
async def test_what_was_given_up_is_said_so(bench: Bench, choice: str, found: str) -> None:
    new = bench.new()
    opened = await bench.provider.create(new)
    await bench.play(opened.redirect_url, choice)
    assert (await bench.provider.ask(asked_of(new, opened))).found == found


async def test_who_is_away_decides_nothing(bench: Bench) -> None:
    _, asked, _ = await bench.paid()
    bench.arm("down")
    with suppress(Unavailable):
        assert (await bench.provider.ask(asked)).found == "unknown"
    assert (await bench.provider.ask(asked)).found == "captured"
    bench.arm("down")
    with pytest.raises(Unavailable):
        await bench.provider.create(bench.new())


async def test_after_failures_in_a_row_nothing_is_sent(bench: Bench) -> None:
    await bench.provider.check()
    bench.arm("down", times=9)
    for _ in range(5):
        with pytest.raises(Unavailable):
            await bench.provider.create(bench.new())
    with pytest.raises(Open):
        await bench.provider.create(bench.new())


async def test_a_part_goes_back_and_then_the_rest_and_never_more(bench: Bench) -> None:
    _, asked, verdict = await bench.paid(100000)
    known: set[str] = set()
    for amount, refund_id in ((40000, "ref_01m828h1"), (60000, "ref_01m828h2")):
        wanted = replace(refund_of(asked, verdict, amount, refund_id), known=frozenset(known))
        assert (await bench.provider.refund_state(wanted)).found == "absent"
        said = await bench.provider.refund(wanted)
        if said.found == "processing":
            said = await bench.provider.refund_state(replace(wanted, refund_trx_id=said.refund_trx_id))
        assert (said.found, bool(said.refund_trx_id)) == ("done", True)
        known.add(said.refund_trx_id)
    assert (await bench.provider.refund(refund_of(asked, verdict, 1, "ref_01m828h3"))).found == "refused"


@pytest.mark.parametrize("bench", ["bkash", "sslcommerz"], indirect=True)
async def test_a_refund_that_takes_its_time_is_processing_until_it_is_done(bench: Bench) -> None:
    _, asked, verdict = await bench.paid(100000)
    wanted = refund_of(asked, verdict, 100000)
    bench.arm("refund_pending", "2")
    first = await bench.provider.refund(wanted)
    later = replace(wanted, refund_trx_id=first.refund_trx_id)
    seen = [first.found, *[(await bench.provider.refund_state(later)).found for _ in range(2)]]
    assert seen == ["processing", "processing", "done"]


async def test_a_refund_whose_answer_was_lost_is_not_paid_twice(bench: Bench) -> None:
    _, asked, verdict = await bench.paid(100000)
    wanted = refund_of(asked, verdict, 40000)
    bench.arm("slow_refund", "0.6")
    with pytest.raises(Unavailable):
        await bench.provider.refund(wanted)
    found = await bench.provider.refund_state(replace(wanted, sent=1))
    if found.found == "absent":
        found = await bench.provider.refund(wanted)
    if found.found == "unknown":
        return  # whoever cannot be asked is not asked for it again: staff look into it
    assert found.found in ("done", "processing")
    rest = replace(refund_of(asked, verdict, 60000, "ref_01m828h2"), known=frozenset({found.refund_trx_id}))
    assert (await bench.provider.refund(rest)).found in ("done", "processing")


async def test_good_credentials_pass_the_check(bench: Bench) -> None:
    await bench.provider.check()


async def test_wrong_credentials_do_not(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = bench.provider._settings  # type: ignore[attr-defined]
    wrong = {"password": "x", "store_passwd": "x", "merchant_number": "x"}
    secrets = {name: type(getattr(settings, name))(value) for name, value in wrong.items() if hasattr(settings, name)}
    monkeypatch.setattr(bench.provider, "_settings", settings.model_copy(update=secrets))
    with pytest.raises(ProviderMisconfigured):
        await bench.provider.check()
