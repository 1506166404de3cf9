"""API keys: shown once, worth a token of five minutes, confined to scopes, withdrawn at once."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.world import World
from bdcommerce.accounts.domain import api_keys
from bdcommerce.accounts.domain.api_keys import ApiKey, Wish
from bdcommerce.accounts.errors import CannotGrant
from bdcommerce.contracts.accounts import BadApiKey
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid
from support.tokens import staff, vendor

MORNING = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
WISH = {"name": "Stock feed", "scopes": ["inventory:write", "orders:read"]}
PARTNER = {"name": "Bank", "scopes": ["payments:read"], "permissions": ["ledger.read"]}


@pytest.fixture(autouse=True)
def owner(world: World) -> None:
    world.vendors.employ("usr_vendor", "ven_1")


async def keeper(world: World) -> str:
    """Somebody who makes keys, manages staff and reads the books, and no more."""
    await world.service.post(
        "/admin/roles",
        {"name": "keeper", "permissions": ["api_keys.manage", "ledger.read", "staff.manage"]},
        as_=await world.admin(),
    )
    return await world.admin("keeper", email="keeper@example.com")


async def made(world: World, body: dict[str, Any] = WISH, as_: str = "") -> dict[str, Any]:
    path = "/admin/api-keys" if body is PARTNER else "/vendor/api-keys"
    reply = await world.service.post(path, body, as_=as_ or vendor("ven_1"))
    assert reply.status_code == 201, reply.text
    return dict(reply.json())


async def test_a_key_brings_a_token_that_says_whose_it_is_and_what_it_is_confined_to(world: World) -> None:
    with clock.frozen(MORNING):
        key = await made(world)
        access = await world.service.face.access_of_key(key["api_key"])
        claims = await world.claims(access.token)
    assert (claims["aud"], claims["vendor_id"], claims["sub"]) == ("vendor", "ven_1", key["key"]["id"])
    assert claims["roles"] == ["manager"]
    assert claims["scopes"] == ["inventory:write", "orders:read"]
    assert access.expires_at == MORNING + timedelta(minutes=5)
    assert claims["exp"] == int(access.expires_at.timestamp())


async def test_a_token_ends_with_its_key(world: World) -> None:
    with clock.frozen(MORNING):
        key = await made(world, {**WISH, "expires_in_days": 1})
    with clock.frozen(MORNING + timedelta(days=1, minutes=-2)):
        access = await world.service.face.access_of_key(key["api_key"])
    assert access.expires_at == MORNING + timedelta(days=1)
    with clock.frozen(MORNING + timedelta(days=1)), pytest.raises(BadApiKey):
        await world.service.face.access_of_key(key["api_key"])


async def test_a_withdrawn_key_opens_nothing_and_withdrawing_it_again_is_fine(world: World) -> None:
    key = await made(world)
    path = f"/vendor/api-keys/{key['key']['id']}"
    assert (await world.service.delete(path, as_=vendor("ven_1"))).status_code == 204
    with pytest.raises(BadApiKey):
        await world.service.face.access_of_key(key["api_key"])
    assert (await world.service.delete(path, as_=vendor("ven_1"))).status_code == 204


@pytest.mark.parametrize("made_up", ["", "bdc_", "bdc_" + "A" * 43, "ঢাকা"])
async def test_a_made_up_key_is_refused(world: World, made_up: str) -> None:
    with pytest.raises(BadApiKey):
        await world.service.face.access_of_key(made_up)


async def test_a_list_shows_everything_but_the_keys_themselves(world: World) -> None:
    secrets = [(await made(world))["api_key"] for _ in range(3)]
    await world.service.face.access_of_key(secrets[0])
    first = (await world.service.get("/vendor/api-keys?limit=2", as_=vendor("ven_1"))).json()
    rest = (
        await world.service.get(f"/vendor/api-keys?limit=2&cursor={first['next_cursor']}", as_=vendor("ven_1"))
    ).json()
    listed = [*first["items"], *rest["items"]]
    assert [key["hint"] for key in reversed(listed)] == [secret[-4:] for secret in secrets]
    assert [bool(key["last_used_at"]) for key in reversed(listed)] == [True, False, False]
    assert all(key["active"] for key in listed)
    stored = str(listed) + await world.everything_stored()
    assert not [secret for secret in secrets if secret in stored]


async def test_a_vendors_keys_are_nobody_elses(world: World) -> None:
    key = (await made(world))["key"]["id"]
    assert (await world.service.get("/vendor/api-keys", as_=vendor("ven_2"))).json()["items"] == []
    strangers = {f"/vendor/api-keys/{key}": vendor("ven_2"), f"/admin/api-keys/{key}": await keeper(world)}
    for path, stranger in strangers.items():
        refused = await world.service.delete(path, as_=stranger)
        assert (refused.status_code, refused.json()["code"]) == (404, "unknown_api_key")


async def test_a_partners_key_acts_with_permissions_its_maker_holds(world: World) -> None:
    key = await made(world, PARTNER, await keeper(world))
    claims = await world.claims((await world.service.face.access_of_key(key["api_key"])).token)
    assert (claims["aud"], claims["permissions"], claims["vendor_id"]) == ("admin", ["ledger.read"], "")
    assert [
        one["id"] for one in (await world.service.get("/admin/api-keys", as_=await keeper(world))).json()["items"]
    ] == [key["key"]["id"]]


@pytest.mark.parametrize("beyond", ["payouts.approve", "staff.manage", "api_keys.manage", "no.such"])
async def test_nobody_gives_a_key_more_than_they_have_nor_the_means_to_make_itself_more(
    world: World, beyond: str
) -> None:
    body = {**PARTNER, "permissions": ["ledger.read", beyond]}
    refused = await world.service.post("/admin/api-keys", body, as_=await keeper(world))
    assert (refused.status_code, refused.json()["code"]) == (403, "cannot_grant")
    assert (await world.service.get("/admin/api-keys", as_=await keeper(world))).json()["items"] == []


@pytest.mark.parametrize("scope", ["accounts:read", "orders", "orders:delete", "nothing:read", ""])
async def test_a_scope_that_there_is_not_is_refused_and_accounts_is_none(world: World, scope: str) -> None:
    refused = await world.service.post("/vendor/api-keys", {**WISH, "scopes": [scope]}, as_=vendor("ven_1"))
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, ["scopes"])


@pytest.mark.parametrize(
    "field, value", [("name", "   "), ("name", ""), ("scopes", []), ("expires_in_days", 0), ("expires_in_days", 367)]
)
async def test_what_is_wrong_with_a_wish_is_named(world: World, field: str, value: Any) -> None:
    refused = await world.service.post("/vendor/api-keys", {**WISH, field: value}, as_=vendor("ven_1"))
    assert (refused.status_code, [error["field"] for error in refused.json()["errors"]]) == (422, [field])


async def test_a_vendor_has_at_most_twenty_keys_that_hold(world: World) -> None:
    keys = [(await made(world))["key"]["id"] for _ in range(api_keys.MOST_KEYS)]
    refused = await world.service.post("/vendor/api-keys", WISH, as_=vendor("ven_1"))
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_api_keys")
    await world.service.delete(f"/vendor/api-keys/{keys[0]}", as_=vendor("ven_1"))
    await made(world)


async def test_a_key_is_made_by_who_may_at_this_moment_whatever_an_older_token_says(world: World) -> None:
    world.vendors.employ("usr_vendor", "ven_1", "manager")
    refused = await world.service.post("/vendor/api-keys", WISH, as_=vendor("ven_1"))
    assert (refused.status_code, refused.json()["code"]) == (403, "not_vendor_staff")
    as_ = await keeper(world)
    world.vendors.employ("usr_vendor", "ven_2")
    assert (await world.service.post("/vendor/api-keys", WISH, as_=vendor("ven_1"))).status_code == 403
    admin = await world.admin()
    found = (await world.service.get("/admin/staff", as_=admin)).json()["items"]
    [person] = [one["id"] for one in found if "keeper" in one["roles"]]
    await world.service.post(f"/admin/staff/{person}/deactivation", as_=admin)
    for token in (as_, staff("api_keys.manage", "ledger.read")):
        refused = await world.service.post("/admin/api-keys", PARTNER, as_=token)
        assert (refused.status_code, refused.json()["code"]) == (403, "not_staff")


def test_a_key_is_never_shown_by_accident() -> None:
    key, secret = ApiKey.of_vendor(
        "ven_1", "usr_1", Wish(name="x", scopes=frozenset({"orders:read"}), life=timedelta(days=1))
    )
    assert secret not in repr(key)
    assert key.digest not in repr(key)


def test_a_vendors_key_has_no_permissions_of_staff() -> None:
    wish = Wish(
        name="x", scopes=frozenset({"orders:read"}), life=timedelta(days=1), permissions=frozenset({"ledger.read"})
    )
    with pytest.raises(Invalid):
        ApiKey.of_vendor("ven_1", "usr_1", wish)
    with pytest.raises(CannotGrant):
        ApiKey.of_partner("usr_1", frozenset(), wish)
