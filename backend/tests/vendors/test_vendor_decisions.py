"""From application to suspension, and who works for a vendor: pure decisions."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.address import Place
from bdcommerce.kernel.errors import BdError
from bdcommerce.kernel.text import Localized
from bdcommerce.vendors.domain import vendor
from bdcommerce.vendors.domain.vendor import Vendor
from bdcommerce.vendors.errors import AlreadyStaff, LastOwner, OwnApplication, UnknownStaff, WrongVendorState
from bdcommerce.vendors.events import ApplicationApproved, ApplicationSubmitted, StaffAdded, StaffRole

DHAKA = Place(division="dhaka", district="dhaka", upazila="dhaka/dhanmondi", city_key="dhaka")
CUMILLA = Place(division="chattogram", district="cumilla", upazila="cumilla/chandina")


def applied() -> Vendor:
    return vendor.evolve(
        None,
        ApplicationSubmitted(
            vendor_id="ven_1",
            applicant_id="usr_rahim",
            name=Localized("Rahim Stores", "রহিম স্টোর্স"),
            trade_licence="TRAD/1",
            trade_licence_expires=date(2027, 6, 30),
            bin="",
            rjsc_no="",
            dbid="123456789",
            dbid_tracking="",
            dispatch=DHAKA,
        ),
    )


def then(before: Vendor, events: list[object]) -> Vendor:
    after = before
    for event in events:
        after = vendor.evolve(after, event)
    return after


def active() -> Vendor:
    return then(applied(), vendor.approve(applied(), slug="rahim-stores", staff_id="vst_1", by="usr_staff"))


def suspended() -> Vendor:
    return then(active(), vendor.suspend(active(), reason="false proof"))


def refused() -> Vendor:
    return then(applied(), vendor.refuse(applied(), reason="no licence", by="usr_staff"))


STATES: dict[str, Callable[[], Vendor]] = {
    "applied": applied,
    "active": active,
    "suspended": suspended,
    "refused": refused,
}
STEPS: dict[str, Callable[[Vendor], list[object]]] = {
    "approved": lambda one: vendor.approve(one, slug="s", staff_id="vst_1", by="usr_staff"),
    "refused": lambda one: vendor.refuse(one, reason="r", by="usr_staff"),
    "suspended": lambda one: vendor.suspend(one, reason="r"),
    "reinstated": vendor.reinstate,
}
ALLOWED = {
    ("applied", "approved"): "active",
    ("applied", "refused"): "refused",
    ("active", "suspended"): "suspended",
    ("suspended", "reinstated"): "active",
}


def test_approval_makes_the_applicant_the_owner() -> None:
    events = vendor.approve(applied(), slug="rahim-stores", staff_id="vst_1", by="usr_staff")

    assert events == [
        ApplicationApproved(vendor_id="ven_1", slug="rahim-stores"),
        StaffAdded(vendor_id="ven_1", staff_id="vst_1", user_id="usr_rahim", role="owner"),
    ]
    assert active().status == "active"
    assert [owner.user_id for owner in active().owners] == ["usr_rahim"]


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_leads_where_the_table_says_or_is_refused(state: str, step: str) -> None:
    before = STATES[state]()

    if (state, step) in ALLOWED:
        assert then(before, STEPS[step](before)).status == ALLOWED[state, step]
    else:
        with pytest.raises(WrongVendorState):
            STEPS[step](before)


def test_nobody_decides_on_their_own_application() -> None:
    with pytest.raises(OwnApplication):
        vendor.approve(applied(), slug="s", staff_id="vst_1", by="usr_rahim")
    with pytest.raises(OwnApplication):
        vendor.refuse(applied(), reason="r", by="usr_rahim")


@pytest.mark.parametrize("state", ["applied", "refused"])
def test_who_may_not_sell_changes_neither_staff_nor_profile(state: str) -> None:
    one = STATES[state]()

    with pytest.raises(WrongVendorState):
        vendor.add_staff(one, staff_id="vst_2", user_id="usr_karim", role="packer")
    with pytest.raises(WrongVendorState):
        vendor.move_dispatch(one, CUMILLA)
    with pytest.raises(WrongVendorState):
        vendor.replace_bank_account(one)
    with pytest.raises(WrongVendorState):
        vendor.name_issuer(one)
    with pytest.raises(WrongVendorState):
        vendor.set_tier(one, "trusted", reason="too early")


def test_a_tier_changes_once_and_with_a_reason() -> None:
    one = active()
    trusted = then(one, vendor.set_tier(one, "trusted", reason="two good years"))

    assert (one.tier, trusted.tier) == ("standard", "trusted")
    assert vendor.set_tier(trusted, "trusted", reason="again") == []
    assert then(trusted, vendor.set_tier(trusted, "new", reason="false proof")).tier == "new"


def test_a_suspended_vendor_still_keeps_its_profile() -> None:
    one = suspended()

    assert then(one, vendor.move_dispatch(one, CUMILLA)).dispatch == CUMILLA
    assert then(one, vendor.replace_bank_account(one)) == one


def test_the_last_owner_cannot_leave_but_one_of_two_can() -> None:
    one = active()
    with pytest.raises(LastOwner):
        vendor.remove_staff(one, "vst_1")

    two = then(one, vendor.add_staff(one, staff_id="vst_2", user_id="usr_karim", role="owner"))

    assert [owner.staff_id for owner in then(two, vendor.remove_staff(two, "vst_1")).owners] == ["vst_2"]


def test_a_manager_leaving_does_not_make_up_for_the_owner() -> None:
    one = active()
    two = then(one, vendor.add_staff(one, staff_id="vst_2", user_id="usr_karim", role="manager"))

    with pytest.raises(LastOwner):
        vendor.remove_staff(two, "vst_1")


def test_one_person_is_staff_once() -> None:
    with pytest.raises(AlreadyStaff):
        vendor.add_staff(active(), staff_id="vst_2", user_id="usr_rahim", role="packer")


def test_a_stranger_cannot_be_removed() -> None:
    with pytest.raises(UnknownStaff):
        vendor.remove_staff(active(), "vst_9")


def test_an_event_of_another_aggregate_is_an_error_and_not_ignored() -> None:
    with pytest.raises(KeyError):
        vendor.evolve(active(), object())
    with pytest.raises(ValueError, match="begins with its application"):
        vendor.evolve(None, ApplicationApproved(vendor_id="ven_1", slug="s"))


@dataclass(frozen=True)
class Attempt:
    """Something somebody tries; `who` picks a person or a member of staff."""

    step: str
    who: int
    role: StaffRole

    def decide(self, one: Vendor, staff_id: str) -> list[object]:
        if self.step == "add":
            return vendor.add_staff(one, staff_id=staff_id, user_id=f"usr_{self.who}", role=self.role)
        if self.step == "remove":
            return vendor.remove_staff(one, [*one.staff, "vst_none"][self.who % (len(one.staff) + 1)])
        return STEPS[self.step](one)


attempts = st.builds(
    Attempt,
    step=st.sampled_from([*STEPS, "add", "add", "remove", "remove"]),
    who=st.integers(1, 4),
    role=st.sampled_from(["owner", "manager", "packer"]),
)


@given(st.lists(attempts, max_size=30))
def test_whatever_is_tried_a_vendor_that_sells_has_an_owner_and_each_person_once(tried: list[Attempt]) -> None:
    one = applied()
    for number, attempt in enumerate(tried, 2):
        with suppress(BdError):
            one = then(one, attempt.decide(one, f"vst_{number}"))

    people = [member.user_id for member in one.staff.values()]
    assert len(people) == len(set(people))
    assert bool(one.owners) == (one.status in {"active", "suspended"})
