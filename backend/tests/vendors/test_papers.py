"""The form of what an applicant hands in."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.kernel.errors import Invalid
from bdcommerce.vendors.adapters.banks import Banco
from bdcommerce.vendors.domain import papers

TODAY = date(2026, 11, 22)
BANKS = Banco()


def account(**changed: str) -> papers.Account:
    typed = {"account_name": "Rahim Stores", "account_no": "0123456789012", "routing_no": "225261732", **changed}
    return papers.checked_account(**typed, prefixes=BANKS.prefixes, districts=BANKS.districts)


def shown(**changed: Any) -> papers.Papers:
    typed = {
        "trade_licence_no": "TRAD/DNCC/012345/2026",
        "expires": date(2027, 6, 30),
        "bin_no": "001745707-0402",
        "rjsc_no": "",
        "dbid": "123456789",
        "dbid_tracking": "",
        "today": TODAY,
    }
    return papers.checked_papers(**{**typed, **changed})


def refused(field: str, reason: pytest.ExceptionInfo[Invalid]) -> bool:
    return set(reason.value.data["fields"]) == {field}


@pytest.mark.parametrize("routing_no", ["085260728", "125274182", "225261732", "010010048", "০৮৫২৬০৭২৮"])
def test_a_real_branch_s_routing_number_is_accepted(routing_no: str) -> None:
    assert account(routing_no=routing_no).routing_no in {"085260728", "125274182", "225261732", "010010048"}


@pytest.mark.parametrize("routing_no", ["010260000", "85260728", "0852607280", "08526072x", ""])
def test_a_number_without_the_right_check_digit_is_refused(routing_no: str) -> None:
    with pytest.raises(Invalid) as reason:
        account(routing_no=routing_no)

    assert refused("bank_account.routing_no", reason)


def test_the_check_digit_for_01026001_is_four_and_no_other() -> None:
    assert [digit for digit in range(10) if papers.has_check_digit(f"01026001{digit}")] == [4]


@pytest.mark.parametrize("routing_no", ["999260008", "225990005"])
def test_a_right_check_digit_does_not_save_an_unknown_bank_or_district(routing_no: str) -> None:
    digits = [int(digit) for digit in routing_no[:8]]
    check = -sum(weight * digit for weight, digit in zip((5, 7, 1, 5, 7, 1, 5, 7), digits, strict=True)) % 10
    fitting = f"{routing_no[:8]}{check}"
    assert papers.has_check_digit(fitting)

    with pytest.raises(Invalid) as reason:
        account(routing_no=fitting)

    assert refused("bank_account.routing_no", reason)


def test_every_branch_of_the_list_has_a_valid_number_a_known_bank_and_a_known_district() -> None:
    from bdcommerce.vendors.adapters.banks import _table

    branches = _table("branches")

    assert len(branches) == 10_031
    for routing_no in branches:
        assert papers.has_check_digit(routing_no)
        assert routing_no[:3] in BANKS.prefixes
        assert routing_no[3:5] in BANKS.districts


def test_a_branch_is_known_by_name_and_a_newer_one_by_its_district() -> None:
    assert BANKS.branch("125274182") == "MOGHBAZAR"
    assert BANKS.prefixes["125"] == "ISLAMI BANK BANGLADESH LIMITED"
    assert BANKS.branch("225269999") == "Dhaka North"


@given(st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 8), st.sampled_from([1, 3, 5, 7, 9]))
def test_one_digit_wrong_by_an_odd_amount_is_always_noticed(routing_no: str, place: int, off: int) -> None:
    fitting = next(
        routing_no[:8] + str(check) for check in range(10) if papers.has_check_digit(routing_no[:8] + str(check))
    )
    mistyped = fitting[:place] + str((int(fitting[place]) + off) % 10) + fitting[place + 1 :]

    assert not papers.has_check_digit(mistyped)


@pytest.mark.parametrize("account_no", ["12345", "123456789012345678", "12 3456", "AB123456"])
def test_an_account_number_that_is_not_6_to_17_digits_is_refused(account_no: str) -> None:
    with pytest.raises(Invalid) as reason:
        account(account_no=account_no)

    assert refused("bank_account.account_no", reason)


def test_an_account_number_keeps_its_leading_zeros() -> None:
    assert account(account_no="000123").account_no == "000123"


@pytest.mark.parametrize(
    "nid",
    ["1234567890", "1234567890123", "19901234567890123", "২০০০১২৩৪৫৬৭৮৯০১২৩"],
)
def test_a_national_id_of_any_of_the_three_kinds_is_accepted(nid: str) -> None:
    identity = papers.checked_identity(tin="123456789012", nid=nid, rjsc_no="", today=TODAY)

    assert identity.nid.isascii()


@pytest.mark.parametrize("nid", ["0000000000", "123456789", "12345678901", "18991234567890123", "20111234567890123"])
def test_a_national_id_of_no_kind_is_refused(nid: str) -> None:
    with pytest.raises(Invalid) as reason:
        papers.checked_identity(tin="123456789012", nid=nid, rjsc_no="", today=TODAY)

    assert refused("legal.nid", reason)


def test_a_company_needs_no_national_id_but_somebody_has_to_stand_behind_the_shop() -> None:
    assert papers.checked_identity(tin="123456789012", nid="", rjsc_no="C-123456/2020", today=TODAY).nid == ""
    with pytest.raises(Invalid) as reason:
        papers.checked_identity(tin="123456789012", nid="", rjsc_no=" ", today=TODAY)

    assert refused("legal.nid", reason)


@pytest.mark.parametrize("tin", ["12345678901", "1234567890123", "12345678901a", ""])
def test_a_tin_is_twelve_digits(tin: str) -> None:
    with pytest.raises(Invalid) as reason:
        papers.checked_identity(tin=tin, nid="1234567890", rjsc_no="", today=TODAY)

    assert refused("legal.tin", reason)


def test_a_bin_is_kept_with_its_hyphen() -> None:
    assert shown(bin_no="0017457070402").bin == "001745707-0402"
    assert shown(bin_no="").bin == ""


@pytest.mark.parametrize(
    "changed, field",
    [
        ({"bin_no": "001745707-040"}, "legal.bin"),
        ({"expires": date(2026, 11, 21)}, "legal.trade_licence_expires"),
        ({"dbid": ""}, "legal.dbid"),
        ({"dbid": "12 45"}, "legal.dbid"),
        ({"dbid": "", "dbid_tracking": "?"}, "legal.dbid_application_tracking_no"),
    ],
)
def test_papers_that_will_not_do_name_the_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as reason:
        shown(**changed)

    assert refused(field, reason)


def test_a_licence_is_good_on_its_last_day() -> None:
    assert shown(expires=TODAY).trade_licence_expires == TODAY


def test_an_application_for_a_dbid_will_do_for_now() -> None:
    assert shown(dbid="", dbid_tracking="DBID/2026/00123").dbid_tracking == "DBID/2026/00123"


@pytest.mark.parametrize("email", ["shop", "shop@", "@example.com", "shop@example", "a b@example.com", "a@b@c.com"])
def test_what_is_no_e_mail_address_is_refused(email: str) -> None:
    with pytest.raises(Invalid) as reason:
        papers.checked_contact(email=email, number="01712345678")

    assert refused("contact.email", reason)


def test_a_phone_is_stored_as_e164() -> None:
    assert papers.checked_contact(email="shop@example.com", number="০১৭১২৩৪৫৬৭৮").phone == "+8801712345678"


def test_no_number_shows_when_a_record_is_printed() -> None:
    identity = papers.Identity(tin="123456789012", nid="1234567890")
    contact = papers.SellerContact(email="shop@example.com", phone="+8801712345678")

    assert not any(digit in f"{identity}{contact}{account()}" for digit in "0123456789")


def test_a_path_that_is_taken_gets_a_number() -> None:
    assert papers.first_free("rahim", set()) == "rahim"
    assert papers.first_free("rahim", {"rahim", "rahim-2", "rahim-4"}) == "rahim-3"
