"""What the operator's staff may do. Endpoints ask for permissions; roles are bundles of them. Some roles are built in,
and staff compose others.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bdcommerce.accounts.errors import BuiltInRole, CannotGrant
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import nfc

ALL = "admin"
"""The built-in role that may do everything."""
KEEPER = "staff.manage"
"""The permission that somebody must always hold."""

_TABLE: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("analytics.read", "see figures, rollups and key indicators", ("catalog_editor", "finance", "finance_approver")),
    ("api_keys.manage", "make and withdraw API keys of partners", ()),
    ("audit.read", "read the audit log of what staff did", ("compliance",)),
    ("catalog.approve", "decide on products and edits that wait for approval", ("catalog_editor", "compliance")),
    ("catalog.manage", "categories, and moderation of products", ("catalog_editor",)),
    ("clocks.read", "see the statutory clocks with their evidence", ("compliance", "support")),
    ("complaints.manage", "work on complaints, and hand evidence to authorities", ("compliance", "support")),
    ("coupons.manage", "make and stop coupons", ("catalog_editor",)),
    ("delivery.manage", "delivery zones, weight fees, cut-off times, working days and holidays", ()),
    ("disputes.decide", "decide disputes between customers and vendors", ("compliance", "support")),
    ("invoices.manage", "change the operator's identity on its own invoices", ("finance",)),
    ("invoices.read", "see and export VAT invoices and sales registers", ("compliance", "finance", "support")),
    ("ledger.close", "close a period of the books", ("finance_approver",)),
    ("ledger.read", "see the books, statements and balances", ("compliance", "finance", "finance_approver")),
    ("messages.manage", "write the texts of messages otherwise, and try them out", ()),
    ("messages.read", "see messages that were sent, without their secrets", ("support",)),
    ("orders.manage", "cancel and change customers' orders", ("support",)),
    ("orders.read", "see customers' orders", ("compliance", "finance", "finance_approver", "support")),
    ("payouts.approve", "approve payouts that somebody else drafted", ("finance_approver",)),
    ("payouts.draft", "draft payouts to vendors", ("finance",)),
    ("payouts.hold", "keep back what a vendor is owed, and let it go again", ("finance",)),
    ("payouts.settle", "download bank files and record what the bank paid", ("finance",)),
    ("promotions.manage", "make, change, start and stop promotions", ("catalog_editor",)),
    ("refunds.manage", "refund customers", ("finance",)),
    ("remittances.record", "record cash that couriers handed over", ("finance",)),
    ("reviews.moderate", "decide on reviews, questions and answers", ("catalog_editor", "support")),
    ("risk.manage", "list phones, and take the risk of orders paid at the door", ("support",)),
    ("rules.approve", "approve changes of rules that somebody else proposed", ("compliance", "finance_approver")),
    ("rules.manage", "change dated rules of law and business", ("compliance",)),
    ("search.manage", "edit synonyms of search, and see what is searched in vain", ("catalog_editor",)),
    ("settlements.approve", "agree to what somebody else wants to write off or give back", ("finance_approver",)),
    ("settlements.record", "import settlement files and decide on differences", ("finance",)),
    ("shipments.deliver", "pick up and deliver parcels", ("rider",)),
    ("shipments.manage", "see and direct all shipments", ("support",)),
    ("staff.manage", "staff accounts, their roles and their second factors", ()),
    ("system.read", "see how the system does", ()),
    ("vendors.approve", "decide on vendors' applications and standing", ("compliance",)),
    ("webhooks.manage", "webhooks of the operator's partners", ()),
)  # fmt: skip
"""Each permission, what it allows, and the built-in roles beside `admin` that hold it."""

DESCRIPTIONS: Mapping[str, str] = {name: description for name, description, _ in _TABLE}
PERMISSIONS = frozenset(DESCRIPTIONS)
_PURPOSES = {
    "admin": "may do everything",
    "catalog_editor": "keeps the assortment and its promotions",
    "compliance": "watches over vendors, rules and statutory duties",
    "finance": "keeps the books and drafts payouts",
    "finance_approver": "approves what finance drafted: two roles, because they must be two people",
    "rider": "delivers parcels of our own fleet",
    "support": "helps customers with orders and parcels",
}
ROLES: Mapping[str, frozenset[str]] = {
    role: PERMISSIONS if role == ALL else frozenset(name for name, _, holders in _TABLE if role in holders)
    for role in _PURPOSES
}
"""The built-in roles."""
_NAME = re.compile(r"[a-z][a-z0-9_]{2,39}")
LONGEST_DESCRIPTION = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """A bundle of permissions."""

    name: str
    description: str
    permissions: frozenset[str]
    second_factor: bool = False
    """Whether nobody with this role does anything in the admin without a second factor."""
    built_in: bool = False
    version: int = 1
    changed_at: datetime | None = None
    """None: built in."""

    @classmethod
    def of(cls, name: str, description: str, permissions: Iterable[str], *, second_factor: bool) -> Self:
        """A new one, composed by staff. Raises Invalid."""
        well_formed = _NAME.fullmatch(name) is not None
        ensure(well_formed, Invalid.field("name", "must have 3 to 40 lower-case letters, digits or _"))
        return cls(
            name=name,
            description=_described(description),
            permissions=known_permissions(permissions),
            second_factor=second_factor,
            changed_at=clock.now(),
        )

    def changed(self, description: str, permissions: Iterable[str], *, second_factor: bool) -> Self:
        """With another content. Raises Invalid, BuiltInRole."""
        ensure(not self.built_in, BuiltInRole.refused(self.name))
        return replace(
            self,
            description=_described(description),
            permissions=known_permissions(permissions),
            second_factor=second_factor,
            version=self.version + 1,
            changed_at=clock.now(),
        )


def known_permissions(names: Iterable[str]) -> frozenset[str]:
    """The permissions, if there are any and all of them exist. Raises Invalid naming `permissions`."""
    wanted = frozenset(names)
    strange = sorted(wanted - PERMISSIONS)
    ensure(wanted, Invalid.field("permissions", "at least one permission is needed"))
    ensure(not strange, Invalid.field("permissions", f"there is no {', '.join(strange)}"))
    return wanted


def ensure_grantable(held: frozenset[str], wanted: frozenset[str]) -> None:
    """Nobody hands on what they do not hold. Raises CannotGrant."""
    beyond = wanted - held
    ensure(not beyond, CannotGrant.beyond(beyond))


def _described(text: str) -> str:
    description = " ".join(nfc(text).split())
    reason = f"must have at most {LONGEST_DESCRIPTION} characters"
    ensure(len(description) <= LONGEST_DESCRIPTION, Invalid.field("description", reason))
    return description


BUILT_IN: tuple[Role, ...] = tuple(
    Role(name=name, description=_PURPOSES[name], permissions=held, built_in=True) for name, held in ROLES.items()
)


class RoleBook:
    """All roles there are at this moment."""

    def __init__(self, composed: Iterable[Role] = ()) -> None:
        self._roles = {role.name: role for role in (*composed, *BUILT_IN)}

    def all(self) -> list[Role]:
        """In the order of their names."""
        return [self._roles[name] for name in sorted(self._roles)]

    def find(self, name: str) -> Role | None:
        """The role with this name."""
        return self._roles.get(name)

    def known(self, names: Iterable[str]) -> frozenset[str]:
        """The names, if there are any and all of them are roles. Raises Invalid naming `roles`."""
        wanted = frozenset(names)
        strange = sorted(wanted - self._roles.keys())
        ensure(wanted, Invalid.field("roles", "at least one role is needed"))
        ensure(not strange, Invalid.field("roles", f"there is no role {', '.join(strange)}"))
        return wanted

    def permissions(self, names: Iterable[str]) -> frozenset[str]:
        """Everything that these roles may do together, of what there is to do in this release."""
        held = (self._roles[name].permissions for name in names if name in self._roles)
        return frozenset[str]().union(*held) & PERMISSIONS

    def demand_second_factor(self, names: Iterable[str]) -> bool:
        """Whether one of these roles does."""
        return any(self._roles[name].second_factor for name in names if name in self._roles)

    def with_role(self, role: Role) -> "RoleBook":
        """As it will be once this role is as given."""
        others = (each for each in self._roles.values() if not each.built_in and each.name != role.name)
        return RoleBook((*others, role))
