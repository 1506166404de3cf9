"""What the demo's people say: reviews, questions and answers, wishes, and the coupons that they have heard of."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from bdcommerce.catalog.domain.reviews import Opinion, Signature
from bdcommerce.catalog.errors.questions import TooManyQuestions
from bdcommerce.catalog.errors.reviews import AlreadyReviewed, NotReceived
from bdcommerce.catalog.handlers import lists, questions, reviews
from bdcommerce.contracts.orders import PromotionScope
from bdcommerce.demo.folk import Customer, initial_of, words
from bdcommerce.demo.opening import Shop
from bdcommerce.demo.plan import Purchase, Ware
from bdcommerce.demo.theatre import Act, Theatre
from bdcommerce.kernel import ids
from bdcommerce.kernel.actor import Actor
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Localized
from bdcommerce.orders.events import Benefit, Conditions, Level, PromotionTerms
from bdcommerce.orders.handlers import promotions

_GLAD = (
    ("Very good quality, came before the promised day.", "খুব ভালো মান, সময়ের আগেই পেয়েছি।"),
    ("Exactly as shown. Will buy again.", "ছবির মতোই। আবার কিনব।"),
    ("Well packed and worth the price.", "প্যাকেট ভালো ছিল, দাম অনুযায়ী চমৎকার।"),
    ("My family liked it a lot.", "বাসার সবার পছন্দ হয়েছে।"),
    ("The rider was polite, the product is original.", "রাইডার ভদ্র ছিলেন, পণ্য আসল।"),
)
_SO_SO = (
    ("It is all right for the price.", "দাম হিসেবে মোটামুটি।"),
    ("Good, but delivery took long.", "ভালো, তবে ডেলিভারিতে দেরি হয়েছে।"),
    ("The colour is a little different.", "রং একটু আলাদা।"),
)
_SORRY = (
    ("Not what I expected, the quality is poor.", "যেমন ভেবেছিলাম তেমন না, মান খারাপ।"),
    ("The box was torn and it came late.", "বাক্স ছেঁড়া ছিল, দেরিতে এসেছে।"),
    ("I would not buy this again.", "আর কিনব না।"),
)
_THANKS = (("Thank you! We are glad you like it.", "ধন্যবাদ! আপনার ভালো লেগেছে জেনে খুশি হলাম।"),)
_REGRETS = (("We are sorry. Please write to us, we will make it good.", "দুঃখিত। আমাদের জানান, আমরা সমাধান করব।"),)
_ASKED = (
    ("Is there a warranty?", "ওয়ারেন্টি আছে কি?"),
    ("Do you deliver to Bandarban?", "বান্দরবানে ডেলিভারি দেন?"),
    ("Is this the original product?", "এটা কি অরিজিনাল?"),
    ("Which size should I take?", "কোন সাইজ নেব?"),
    ("When will more come in?", "আবার কবে আসবে?"),
)
_ANSWERED = (
    ("Yes, as the page says.", "জি, পেজে যেমন লেখা আছে।"),
    ("We deliver all over the country.", "সারা দেশে ডেলিভারি দিই।"),
    ("Please compare with one that fits you.", "আপনার মাপের একটির সঙ্গে মিলিয়ে নিন।"),
)
_CONTENT, _DISCONTENT = 4, 3
_ASKS, _WISHES, _REPLIES = 0.08, 0.18, 0.4
DEFAULT_LIST = "default"
COUPONS = {"SHUBHO5": ("5", 50_000), "EID10": ("10", 150_000)}


class Tally(Protocol):
    """Where it is counted what was said."""

    reviews: int
    questions: int


class Signed(Protocol):
    """Somebody with an account."""

    @property
    def who(self) -> Customer:
        """The person."""

    @property
    def user_id(self) -> str:
        """The account."""


@dataclass(frozen=True, slots=True)
class _Sale:
    name: Localized
    aisles: tuple[str, ...]
    percent: str
    after_days: int
    days: int


_SALES = (
    _Sale(Localized("Rainy week", "বৃষ্টির সপ্তাহ"), ("bags",), "12", 40, 8),
    _Sale(Localized("Puja collection", "পূজার আয়োজন"), ("saree",), "15", 136, 9),
    _Sale(Localized("Winter is coming", "শীত আসছে"), ("winter",), "10", 170, 40),
)


class Voices:
    """Lets people say something."""

    def __init__(self, theatre: Theatre, shops: Mapping[str, Shop], counted: Tally, chance: random.Random) -> None:
        self._theatre, self._shops, self._counted, self._chance = theatre, shops, counted, chance

    async def announce(self, admin: Actor, categories: dict[str, str]) -> None:
        """Coupons that hold all the time, and sales on their days."""
        begin = self._theatre.at
        for code, (percent, least) in COUPONS.items():
            offered = _Offered(name=Localized(code), percent=percent, begin=begin, days=400, least=least)
            terms = offered.terms()

            async def make(terms: PromotionTerms = terms, code: str = code) -> None:
                await self._theatre.do("orders", promotions.make_coupon, terms, code)

            await self._theatre.as_staff("orders", admin, "POST /admin/coupons", make)
        for sale in _SALES:
            self._theatre.plan(begin + timedelta(days=sale.after_days - 2), self._sale(sale, admin, categories))

    def _sale(self, sale: _Sale, admin: Actor, categories: dict[str, str]) -> Act:
        async def begin() -> None:
            offered = _Offered(
                name=sale.name,
                percent=sale.percent,
                begin=self._theatre.at + timedelta(days=2),
                days=sale.days,
                level="catalogue",
                category_ids=tuple(categories[each] for each in sale.aisles),
            )
            terms = offered.terms()

            async def run() -> None:
                async with self._theatre.deps("orders").works() as work:
                    made = await promotions.draft(work, "", terms, codes="none", code="")
                    await promotions.start(work, "", made.id)

            await self._theatre.as_staff("orders", admin, "POST /admin/promotions", run)

        return begin

    def coupon_today(self) -> str:
        """One that somebody has heard of."""
        return self._chance.choice([*COUPONS])

    def delivered(self, by: Signed, purchase: Purchase, order_id: str, shop: Shop) -> None:
        """Somebody has what they bought: perhaps they say how it is, perhaps they look at something else."""
        ware = next(ware for ware, _ in purchase.lines if ware.vendor_id == shop.vendor_id)
        if purchase.stars:
            at = self._theatre.at + timedelta(hours=self._chance.uniform(8, 150))
            self._theatre.plan(at, lambda: self._review(by, ware, order_id, purchase.stars, shop))
        if self._chance.random() < _ASKS:
            at = self._theatre.at + timedelta(hours=self._chance.uniform(1, 300))
            self._theatre.plan(at, lambda: self._ask(by, ware))
        if self._chance.random() < _WISHES:
            at = self._theatre.at + timedelta(hours=self._chance.uniform(1, 200))
            self._theatre.plan(at, lambda: self._wish(by, ware))

    async def _review(self, by: Signed, ware: Ware, order_id: str, stars: int, shop: Shop) -> None:
        texts = _GLAD if stars >= _CONTENT else _SO_SO if stars == _DISCONTENT else _SORRY
        opinion = Opinion(rating=stars, title="", body=words(texts, by.who.language, self._chance))
        try:
            review_id = await self._theatre.attempt(
                "catalog", reviews.write_review, _signature(by), ware.product_id, order_id, opinion
            )
        except (AlreadyReviewed, NotReceived):
            return
        self._counted.reviews += 1
        if self._chance.random() < _REPLIES:
            at = self._theatre.at + timedelta(hours=self._chance.uniform(2, 60))
            answers = _THANKS if stars >= _CONTENT else _REGRETS
            self._theatre.plan(at, lambda: self._reply(shop, review_id, words(answers, by.who.language, self._chance)))

    async def _reply(self, shop: Shop, review_id: str, text: str) -> None:
        await self._theatre.do("catalog", reviews.reply_to_review, shop.vendor_id, review_id, text)

    async def _ask(self, by: Signed, ware: Ware) -> None:
        body = words(_ASKED, by.who.language, self._chance)
        try:
            question_id = await self._theatre.attempt("catalog", questions.ask, _signature(by), ware.product_id, body)
        except TooManyQuestions:
            return
        self._counted.questions += 1
        at = self._theatre.at + timedelta(hours=self._chance.uniform(1, 50))
        answer, shop = words(_ANSWERED, by.who.language, self._chance), self._shops[ware.described_by or ware.vendor_id]
        self._theatre.plan(at, lambda: self._answer(shop, question_id, answer))

    async def _answer(self, shop: Shop, question_id: str, body: str) -> None:
        await self._theatre.do("catalog", questions.answer_for_vendor, shop.owner.id, shop.vendor_id, question_id, body)

    async def _wish(self, by: Signed, ware: Ware) -> None:
        await self._theatre.do("catalog", lists.wish_for, by.user_id, DEFAULT_LIST, ware.product_id, "")


def _signature(by: Signed) -> Signature:
    return Signature(user_id=by.user_id, initial=initial_of(by.who.name), display_name=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Offered:
    """A promotion, as far as this one differs from the others."""

    name: Localized
    percent: str
    begin: datetime
    days: int
    level: Level = "cart"
    least: int = 0
    category_ids: tuple[str, ...] = ()

    def terms(self) -> PromotionTerms:
        """All of it."""
        return PromotionTerms(
            promotion_id=ids.new_id("prm"),
            name=self.name,
            level=self.level,
            benefit=Benefit(kind="percentage", percent=Decimal(self.percent)),
            starts_at=self.begin,
            ends_at=self.begin + timedelta(days=self.days),
            scope=PromotionScope(category_ids=[*self.category_ids]),
            conditions=Conditions(min_goods=Money(self.least)),
        )
