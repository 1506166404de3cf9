"""What the operator's staff may do."""

import pytest

from bdcommerce.accounts.domain import roles
from bdcommerce.kernel.errors import Invalid


def test_an_admin_may_everything() -> None:
    assert roles.permissions(["admin"]) == roles.PERMISSIONS


def test_every_permission_is_known_and_somebody_other_than_an_admin_has_most() -> None:
    given = frozenset().union(*(allowed for role, allowed in roles.ROLES.items() if role != "admin"))
    assert given <= roles.PERMISSIONS
    assert roles.PERMISSIONS - given == {"system.read", "staff.manage", "api_keys.manage"}


def test_nobody_but_an_admin_drafts_and_approves_payouts() -> None:
    both = {"payouts.draft", "payouts.approve"}
    assert {role for role, allowed in roles.ROLES.items() if both <= allowed} == {"admin"}


def test_a_rider_delivers_and_nothing_else() -> None:
    assert roles.permissions(["rider"]) == {"shipments.deliver"}


def test_roles_add_up() -> None:
    assert roles.permissions(["rider", "support"]) == roles.ROLES["rider"] | roles.ROLES["support"]


@pytest.mark.parametrize("wanted", [[], ["owner"], ["admin", "root"]])
def test_roles_that_do_not_exist_are_refused(wanted: list[str]) -> None:
    with pytest.raises(Invalid) as refused:
        roles.known(wanted)
    assert list(refused.value.data["fields"]) == ["roles"]
