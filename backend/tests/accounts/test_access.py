"""Who is kept out of what, endpoint by endpoint."""

from accounts.world import World
from support.tokens import customer, staff, vendor

OWN = [
    ("GET", "/me"),
    ("PATCH", "/me"),
    ("GET", "/me/addresses"),
    ("POST", "/me/addresses"),
    ("PATCH", "/me/addresses/adr_1"),
    ("DELETE", "/me/addresses/adr_1"),
    ("GET", "/me/consents"),
    ("PUT", "/me/consents"),
    ("GET", "/me/consents/log"),
]
VENDORS = [("GET", "/vendor/api-keys"), ("POST", "/vendor/api-keys"), ("DELETE", "/vendor/api-keys/key_1")]
PARTNERS = [("GET", "/admin/api-keys"), ("POST", "/admin/api-keys"), ("DELETE", "/admin/api-keys/key_1")]
BODIES: dict[str, dict[str, str]] = {"POST": {}, "PUT": {}, "PATCH": {}}
ANYBODYS_OWN = [
    ("GET", "/me/sessions"),
    ("DELETE", "/me/sessions"),
    ("DELETE", "/me/sessions/ses_1"),
    ("POST", "/me/contact-changes"),
    ("POST", "/me/contact-changes/chg_1/confirmation"),
    ("PUT", "/me/password"),
]
SECOND = [
    ("GET", "/me/second-factor"),
    ("POST", "/me/second-factor"),
    ("POST", "/me/second-factor/confirmation"),
    ("POST", "/me/second-factor/recovery-codes"),
    ("POST", "/me/second-factor/removal"),
]
STAFF = [
    ("GET", "/admin/staff"),
    ("POST", "/admin/staff"),
    ("DELETE", "/admin/staff/usr_1/second-factor"),
    ("PUT", "/admin/staff/usr_1/roles"),
    ("POST", "/admin/staff/usr_1/deactivation"),
    ("POST", "/admin/staff/usr_1/reactivation"),
    ("GET", "/admin/permissions"),
    ("GET", "/admin/roles"),
    ("POST", "/admin/roles"),
    ("PUT", "/admin/roles/x"),
    ("DELETE", "/admin/roles/x"),
]


async def refused(world: World, endpoints: list[tuple[str, str]], token: str = "") -> set[int]:
    calls = [await world.service.call(method, path, BODIES.get(method), as_=token) for method, path in endpoints]
    return {reply.status_code for reply in calls}


async def test_strangers_are_kept_out(world: World) -> None:
    assert await refused(world, [*OWN, *ANYBODYS_OWN, *SECOND, *STAFF, *VENDORS, *PARTNERS]) == {401}


async def test_vendor_and_staff_tokens_are_not_for_a_customers_account(world: World) -> None:
    for token in (vendor("ven_1"), staff("staff.manage")):
        assert await refused(world, OWN, token) == {403}


async def test_customers_vendors_and_staff_without_the_permission_are_kept_out_of_the_admin(world: World) -> None:
    for token in (customer(), vendor("ven_1"), staff("orders.read")):
        assert await refused(world, [*STAFF, *PARTNERS], token) == {403}


async def test_a_second_factor_is_for_staff_whatever_they_may_do(world: World) -> None:
    for token in (customer(), vendor("ven_1")):
        assert await refused(world, SECOND, token) == {403}
    assert (await world.service.get("/me/second-factor", as_=staff())).status_code == 200


async def test_api_keys_of_a_vendor_are_its_owners(world: World) -> None:
    for token in (customer(), staff("api_keys.manage"), vendor("ven_1", "manager"), vendor("ven_1", "packer")):
        assert await refused(world, VENDORS, token) == {403}
