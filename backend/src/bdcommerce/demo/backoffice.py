"""The other side of the demo: the books, the messages, the statutory clocks and the figures follow what happens in
front, some days behind, in a process of their own. Here finance pays vendors, and customers are heard.
"""

import random
from datetime import datetime, timedelta

from bdcommerce.analytics.errors import SurveyOver
from bdcommerce.analytics.events import Step, SurveyDue
from bdcommerce.analytics.handlers import operations, surveys
from bdcommerce.compliance.domain.invoices import OPERATOR
from bdcommerce.compliance.domain.letters import Customer
from bdcommerce.compliance.handlers import commissions, complaints
from bdcommerce.contracts.fulfilment import ShipmentDelivered
from bdcommerce.contracts.vendors import IssuerIdentity
from bdcommerce.demo.post import Letter
from bdcommerce.demo.theatre import Theatre, at_work
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.money import Money
from bdcommerce.payments.errors import NothingToPay
from bdcommerce.payments.handlers import payouts
from bdcommerce.payments.queries.payouts import vendors_owed

_BANK_CHARGE, _MOST_VENDORS = Money(1_000), 200
_ANSWERED, _COMPLAINS, _BOUNCES = 0.38, 0.018, 0.02
_FAR = ((1, 2, 3), (72, 20, 8))
"""How many steps a visit gets, and how often."""
_SCORES = (4, 4, 10, 30, 52)
_COMPLAINTS = (
    "The parcel came late.",
    "পণ্যটি ভাঙা অবস্থায় পেয়েছি।",
    "I got another colour than I ordered.",
    "ডেলিভারিতে অনেক দেরি হয়েছে।",
)
_ANSWER = "We are sorry and have spoken with the shop. You will hear from us today."
_SETTLED = "The shop has made it good. Thank you for telling us."


class BackOffice:
    """Follows, day by day."""

    def __init__(self, theatre: Theatre, staff: dict[str, Actor], chance: random.Random) -> None:
        self._theatre, self._staff, self._chance = theatre, staff, chance
        self.paid = self.complaints = self.answers = 0
        theatre.post.watch(SurveyDue, self._asked)
        theatre.post.watch(ShipmentDelivered, self._delivered)

    async def introduce(self) -> None:
        """The operator says who it is on its own invoices."""
        identity = IssuerIdentity(
            vendor_id=OPERATOR,
            name="Demo Marketplace Limited",
            bin="004512873-0101",
            address="House 44, Road 11, Banani, Dhaka 1213",
            officer="Shahana Rahman",
            designation="Head of Finance",
        )

        async def save() -> None:
            async with self._theatre.deps("compliance").works() as work:
                await work.operator.replace(identity, self._staff["finance"].id)
                await commissions.bill_what_waits(work)

        await self._theatre.as_staff("compliance", self._staff["finance"], "PUT /admin/operator-profile", save)

    async def follow(self, letters: list[tuple[datetime, Letter]], until: datetime) -> None:
        """What has happened in front until then."""
        for at, letter in letters:
            await self._theatre.play(at)
            await self._theatre.post.hand_over(letter)
            await self._theatre.post.deliver()
        await self._theatre.play(until)

    async def visits(self, many: int) -> None:
        """People look around on a day; how far they get is counted."""
        today = clock.today()
        async with self._theatre.deps("analytics").works() as work:
            for _ in range(many):
                steps: list[Step] = ["view", "cart", "checkout"]
                await operations.visit(work, ids.new_id("vis"), today, steps[: self._chance.choices(*_FAR)[0]])

    async def pay_out(self) -> None:
        """Finance drafts what vendors are owed, somebody else approves it, the bank pays."""
        deps, theatre = self._theatre.deps("payments"), self._theatre
        vendor_ids = sorted(await vendors_owed(deps.reads, _MOST_VENDORS))
        if not vendor_ids:
            return
        minimum = await payouts.ask_minimum(deps.compliance)
        payees, limit = await payouts.ask_payees(deps, vendor_ids, {}), await payouts.ask_limits(deps)
        finance, approver = self._staff["finance"].id, self._staff["approver"].id
        try:
            made = await theatre.do(
                "payments", payouts.draft_payouts, payees, until=None, minimum=minimum, limit=limit, by=finance
            )
        except NothingToPay:
            return
        await theatre.post.deliver()
        batch_id = made.batch.batch_id
        await theatre.play(theatre.at + timedelta(hours=2))

        async def approve() -> None:
            await theatre.do("payments", payouts.approve_payouts, batch_id, approver)

        await theatre.as_staff(
            "payments", self._staff["approver"], "POST /admin/payouts/{batch_id}/approve", approve, batch_id=batch_id
        )
        await theatre.do("payments", payouts.send_payouts, batch_id, finance)
        await theatre.post.deliver()
        await theatre.play(theatre.at + timedelta(hours=20))
        for payout in made.batch.payouts:
            if self._chance.random() < _BOUNCES:
                await theatre.do(
                    "payments", payouts.bounce_payout, batch_id, payout.payout_id, "account closed", finance
                )
            else:
                await theatre.do(
                    "payments", payouts.confirm_payout, batch_id, payout.payout_id,
                    bank_charge=_BANK_CHARGE, by=finance,
                )  # fmt: skip
                self.paid += 1
            await theatre.post.deliver()

    def _asked(self, due: SurveyDue) -> None:
        if self._chance.random() < _ANSWERED:
            at = self._theatre.at + timedelta(hours=self._chance.uniform(0.1, 60))
            self._theatre.plan(at, lambda: self._answer(due.vendor_order_id))

    async def _answer(self, vendor_order_id: str) -> None:
        score = self._chance.choices((1, 2, 3, 4, 5), _SCORES)[0]
        try:
            await self._theatre.do("analytics", surveys.answer, vendor_order_id, score=score, comment_sealed="")
        except SurveyOver:
            return
        self.answers += 1

    def _delivered(self, event: ShipmentDelivered) -> None:
        if self._chance.random() < _COMPLAINS:
            at = at_work(self._theatre.at + timedelta(hours=self._chance.uniform(2, 90)))
            self._theatre.plan(at, lambda: self._complain(event))

    async def _complain(self, event: ShipmentDelivered) -> None:
        deps, support = self._theatre.deps("compliance"), self._staff["admin"]
        recipient = await deps.orders.recipient(event.vendor_order_id)
        book = await deps.rule_book.book()
        made = await self._theatre.do(
            "compliance", complaints.open_complaint, book,
            category=self._chance.choice(("late_delivery", "damaged", "wrong_item")),
            text=self._chance.choice(_COMPLAINTS), customer=Customer(customer_id=recipient.customer_id), about=None,
            whole_order=False,
        )  # fmt: skip
        self.complaints += 1

        async def answer() -> None:
            await self._theatre.do("compliance", complaints.answer, book, made.id, _ANSWER, support)

        async def resolve() -> None:
            await self._theatre.do("compliance", complaints.resolve, book, made.id, _SETTLED, support)

        self._theatre.plan(at_work(self._theatre.at + timedelta(hours=self._chance.uniform(1, 80))), answer)
        self._theatre.plan(at_work(self._theatre.at + timedelta(hours=self._chance.uniform(84, 160))), resolve)
