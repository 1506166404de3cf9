"""Nobody reads or writes what is not theirs: strangers in a marketplace that has lived, with the real ids of others."""

import json
from collections.abc import AsyncIterator, Mapping
from typing import Any

import pytest
import pytest_asyncio

from bdcommerce.demo.client import Api, Refused, Visit, until
from bdcommerce.demo.journey import HONEY
from bdcommerce.demo.people import Person
from bdcommerce.demo.products import draft_of
from bdcommerce.demo.shops import Shop, open_shop, phone
from bdcommerce.gateway.domain import Route
from journey.samples import SAMPLES, TABLE
from journey.samples.words import Sample, bdt, picture
from journey.things import Ids, Things, bought, filled, is_made, open_cart, things_of
from support import changes
from support.lived import Lived

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.slow, pytest.mark.timeout(300)]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def things(lived: Lived) -> Things:
    return await things_of(lived)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def strangers(lived: Lived) -> AsyncIterator[dict[str, Api]]:
    """A customer, a guest with a cart and a vendor with a shop, none of whom took part; and nobody at all."""
    async with Visit(lived.process.url) as api:
        cart = await api.post("/carts")
        person = Person("A stranger", "stranger@strangers.example", "vendor")
        shop = Shop(
            owner=person, name_en="Strange Stores", name_bn="", upazila_id="dhaka/mirpur", commission_percent="5"
        )
        yield {
            "nobody": api,
            "guest": api.as_guest(cart["guest_token"]),
            "customer": await a_customer(lived, api),
            "vendor": (await open_shop(api, lived.walk.admin, shop)).api,
        }


async def a_customer(lived: Lived, api: Api) -> Api:
    mobile = phone()

    async def code() -> str | None:
        found = await lived.walk.admin.get("/admin/messages", to=mobile, template="otp", limit=1)
        return next((message["params"]["code"] for message in found["items"]), None)

    await api.post("/auth/otp/request", {"phone": mobile, "purpose": "login"})
    proof = {"phone": mobile, "code": await until(code, "a code"), "purpose": "login"}
    return api.with_token((await api.post("/auth/otp/verify", proof))["access_token"])


async def refusal(api: Api, name: str, ids: Ids) -> int:
    """The status of a sample call with those ids; 0 if it went through."""
    sample, (method, path) = SAMPLES[name], filled(name, ids).split(" ")
    query = filled(sample.query, ids)
    try:
        if sample.picture:
            await api.show(path, picture())
        elif sample.file:
            await api.upload(path, filled(sample.file, ids), **query)
        else:
            await api.call(method, path, filled(sample.body, ids), params=query)
    except Refused as refused:
        return refused.status
    return 0


BY_PHONE = {name for name in SAMPLES if name.startswith("POST /guest/")}
"""For whoever proves the phone of an order: without the proof nobody is told whether there is one."""


DECIDED = {
    "POST /orders/{order_id}/edits/{edit_id}/decline",
    "POST /admin/orders/{order_id}/edits/{edit_id}/withdraw",
    "DELETE /me/wishlists/{wishlist_id}/items/{wish_id}",
    "POST /admin/settlements/differences/{difference_id}/ask",
}
"""Of what was confirmed, or moved to another list, before; and of a provider that nobody can ask."""


def is_last(name: str) -> int:
    """Whether it ends what others name; the deeper a thing is, the sooner its own end."""
    return 10 - name.count("{") if name.startswith("DELETE ") else name.endswith("/cancel")


def calls(*whose: str) -> list[tuple[str, Sample]]:
    return [(name, sample) for name, sample in SAMPLES.items() if sample.whose in whose]


def refused_as(who: str, route: Route) -> int:
    """What a stranger is told: whose things they are asking for is not among it."""
    anonymous = who in {"nobody", "guest"}
    if route.caller == "customer or guest":
        return 403 if "vendor" in who else 404
    if anonymous:
        return 401
    if route.caller == "signed in":
        return 404
    return 404 if {"shop": "customer", "vendor": "vendor"}.get(route.caller, "-") in who else 403


async def test_strangers_reach_nothing_of_others_and_change_nothing(
    lived: Lived, things: Things, strangers: dict[str, Api]
) -> None:
    before, wrong = await changes.when_quiet(lived.database_url), []
    shared = {"order_id": lived.walk.order["id"], "vendor_order_id": lived.walk.vendor_orders["grocer"]}
    neighbour = {"another vendor of the same order": lived.walk.shops["tailor"].api}
    for ids, about in (
        (things.of_customer, "{"),
        (things.of_guest, "{cart_id}"),
        (things.of_guest, "{order_id}"),
        ({**things.of_customer, **shared}, "{vendor_order_id}"),
    ):
        for name in naming(about):
            for who, api in (strangers | neighbour).items():
                wanted, got = refused_as(who, TABLE[name]), await refusal(api, name, ids)
                wanted = 401 if name in BY_PHONE and wanted == 404 else wanted
                if got != wanted:
                    wrong.append(f"{name}: {who} got {got or 'in'}, not {wanted}")
    after = await changes.fingerprints(lived.database_url)
    assert not wrong, "\n".join(wrong)
    assert [table for table in after if after[table] != before[table]] == []


def naming(about: str) -> list[str]:
    """Calls of somebody or of staff that speak of such a thing, in the path or in the body."""
    return [name for name, sample in calls("somebody's", "staff's") if about in f"{name} {sample.body}"]


async def test_lists_show_a_stranger_nothing_of_others(things: Things, strangers: dict[str, Api]) -> None:
    secrets, shown = things.secrets(), []
    for name, sample in calls("the caller's", "nobody's"):
        method, path = filled(name, things.of_customer).split(" ")
        if method != "GET":
            continue
        query = {"limit": 100} if "limit" in sample.query else sample.query
        for who, api in strangers.items():
            text = await read(api, path, query)
            shown += [f"{name}: {who} reads {secret}" for secret in secrets if secret in text]
    assert shown == []


async def read(api: Api, path: str, query: Mapping[str, Any]) -> str:
    """What the caller gets to read, if only that they may not."""
    try:
        return json.dumps(await api.get(path, **query), ensure_ascii=False, default=str)
    except Refused as refused:
        return json.dumps(refused.problem, ensure_ascii=False)


async def test_what_a_body_names_must_be_the_callers_too(
    lived: Lived, things: Things, strangers: dict[str, Api]
) -> None:
    customer, vendor, theirs = strangers["customer"], strangers["vendor"], things.of_customer
    own = await bought_and_filled(lived, customer)
    draft = await vendor.post("/vendor/products", draft_of(HONEY, theirs["category_id"]))
    before, cart, order = await changes.when_quiet(lived.database_url), own["cart_id"], own["order_id"]
    change = {"version": 1, "variants": [{"id": theirs["draft_variant_id"], "weight_grams": 1}]}
    checkout = {"cart_id": cart, "payment_method": "cod", "expected_total": bdt(1)}
    reason = {"reason": "not mine at all"}
    attempts = [
        (customer, "PATCH", f"/carts/{cart}/lines/{theirs['cart_line_id']}", {"quantity": 2}),
        (customer, "DELETE", f"/carts/{cart}/lines/{theirs['cart_line_id']}", None),
        (customer, "POST", f"/carts/{cart}/quote", {"address_id": theirs["address_id"]}),
        (customer, "POST", "/checkout", {**checkout, "address_id": theirs["address_id"]}),
        (customer, "POST", f"/orders/{order}/accept", {"vendor_order_id": theirs["vendor_order_id"]}),
        (customer, "POST", f"/orders/{order}/cancel", {**reason, "vendor_order_id": theirs["vendor_order_id"]}),
        (customer, "POST", f"/orders/{order}/cancel", {**reason, "line_id": theirs["order_line_id"]}),
        (vendor, "PATCH", f"/vendor/products/{draft['id']}", change),
    ]
    for api, method, path, body in attempts:
        with pytest.raises(Refused) as refused:
            await api.call(method, path, body)
        assert refused.value.status in {404, 422}, (method, path, refused.value)
    after = await changes.fingerprints(lived.database_url)
    assert [table for table in after if after[table] != before[table]] == []


async def bought_and_filled(lived: Lived, customer: Api) -> dict[str, str]:
    """An order of the stranger's own, and an open cart."""
    return {**await bought(lived.walk, customer), **await open_cart(lived.walk, customer)}


async def test_whoever_may_is_let_in_by_the_same_samples(lived: Lived, things: Things) -> None:
    """What the refusals of strangers are worth: nothing else about these calls was wrong."""
    owners = dict.fromkeys(("shop", "customer or guest", "signed in"), things.customer) | {"vendor": things.vendor}
    wrong = []
    for name, sample in sorted(calls("somebody's", "the caller's", "staff's"), key=lambda each: is_last(each[0])):
        if name in BY_PHONE | DECIDED or not is_made([name, sample.body, sample.query], things.of_customer):
            continue
        api = owners.get(TABLE[name].caller, lived.walk.admin)
        if (got := await refusal(api, name, things.of_customer)) not in {0, 409, 429}:
            wrong.append(f"{name}: {got}")
    assert not wrong, "\n".join(wrong)
