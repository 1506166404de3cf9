"""What the operator's staff may do."""

import pytest

from bdcommerce.accounts.domain import roles
from bdcommerce.accounts.domain.roles import Role, RoleBook
from bdcommerce.accounts.errors import BuiltInRole
from bdcommerce.kernel.errors import Invalid


def test_an_admin_may_everything() -> None:
    assert RoleBook().permissions(["admin"]) == roles.PERMISSIONS


def test_what_makes_others_more_is_for_an_admin_alone() -> None:
    given = frozenset[str]().union(*(allowed for role, allowed in roles.ROLES.items() if role != "admin"))
    assert given < roles.PERMISSIONS
    assert not given & {"staff.manage", "api_keys.manage"}


def test_nobody_but_an_admin_drafts_and_approves_payouts() -> None:
    both = {"payouts.draft", "payouts.approve"}
    assert {role for role, allowed in roles.ROLES.items() if both <= allowed} == {"admin"}


def test_a_rider_delivers_and_nothing_else() -> None:
    assert RoleBook().permissions(["rider"]) == {"shipments.deliver"}


def test_roles_add_up() -> None:
    assert RoleBook().permissions(["rider", "support"]) == roles.ROLES["rider"] | roles.ROLES["support"]


@pytest.mark.parametrize("wanted", [[], ["owner"], ["admin", "root"]])
def test_roles_that_do_not_exist_are_refused(wanted: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        RoleBook().known(wanted)
    assert list(refused.value.data["fields"]) == ["roles"]


def test_every_permission_says_what_it_allows() -> None:
    assert all(len(description) > 10 for description in roles.DESCRIPTIONS.values())
    assert all(name.count(".") == 1 and name == name.lower() for name in roles.PERMISSIONS)


def test_what_a_release_dropped_nobody_holds_any_more() -> None:
    old = Role(name="old", description="", permissions=frozenset({"orders.read", "gone.long"}))
    assert RoleBook([old]).permissions(["old", "no_such_role"]) == {"orders.read"}


@pytest.mark.parametrize("name", ["", "ab", "Night", "1st", "night support", "রাত", "x" * 41])
def test_a_role_has_a_plain_name(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        Role.of(name, "", ["orders.read"], second_factor=False)
    assert list(refused.value.data["fields"]) == ["name"]


def test_a_built_in_role_stays_what_it_is() -> None:
    with pytest.raises(BuiltInRole):
        roles.BUILT_IN[0].changed("", ["orders.read"], second_factor=False)
    mine = Role(name="admin", description="mine", permissions=frozenset({"orders.read"}))
    assert RoleBook([mine]).permissions(["admin"]) == roles.PERMISSIONS
