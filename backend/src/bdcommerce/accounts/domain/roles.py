"""What the operator's staff may do: roles are few and fixed, endpoints ask for permissions."""

from collections.abc import Iterable

from bdcommerce.kernel.errors import Invalid, ensure

PERMISSIONS = frozenset({
    "vendors.approve", "catalog.manage", "coupons.manage", "orders.read", "orders.manage", "shipments.deliver",
    "shipments.manage", "remittances.record", "ledger.read", "payouts.draft", "payouts.approve", "payouts.settle",
    "refunds.manage", "rules.manage", "audit.read", "messages.read", "analytics.read", "system.read", "staff.manage",
    "api_keys.manage",
})  # fmt: skip

ROLES: dict[str, frozenset[str]] = {
    "admin": PERMISSIONS,
    "finance": frozenset({
        "orders.read", "remittances.record", "ledger.read", "payouts.draft", "payouts.settle", "refunds.manage",
        "analytics.read",
    }),
    "finance_approver": frozenset({"orders.read", "ledger.read", "payouts.approve", "analytics.read"}),
    "support": frozenset({"orders.read", "orders.manage", "shipments.manage", "messages.read"}),
    "rider": frozenset({"shipments.deliver"}),
    "compliance": frozenset({"vendors.approve", "orders.read", "ledger.read", "rules.manage", "audit.read"}),
    "catalog_editor": frozenset({"catalog.manage", "coupons.manage", "analytics.read"}),
}  # fmt: skip
"""Drafting and approving a payout are two roles, because they must be two people."""


def known(roles: Iterable[str]) -> frozenset[str]:
    """The roles, if there are any and all of them exist. Raises Invalid naming `roles`."""
    wanted = frozenset(roles)
    strange = sorted(wanted - ROLES.keys())
    ensure(wanted, Invalid.field("roles", "at least one role is needed"))
    ensure(not strange, Invalid.field("roles", f"there is no role {', '.join(strange)}; roles are {', '.join(ROLES)}"))
    return wanted


def permissions(roles: Iterable[str]) -> frozenset[str]:
    """Everything that these roles may do together."""
    return frozenset().union(*(ROLES[role] for role in roles))
