"""People, and the words that identify one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.accounts.domain import people
from bdcommerce.accounts.domain.people import Person
from bdcommerce.kernel.errors import Invalid


@pytest.mark.parametrize(
    "typed, stored",
    [
        ("Rahim@Example.COM", "rahim@example.com"),
        ("  rahim+shop@mail.example.co.bd ", "rahim+shop@mail.example.co.bd"),
        ("রহিম@উদাহরণ.বাংলা", "রহিম@উদাহরণ.বাংলা"),
    ],
)
def test_an_email_address_is_compared_in_lower_case(typed: str, stored: str) -> None:
    assert people.normal_email(typed) == stored


@pytest.mark.parametrize(
    "typed", ["", "rahim", "@example.com", "rahim@", "rahim@example", "a b@example.com", "a@b@example.com", "a@.com",
              "a@example..com", "a@example.com.", f"{'a' * 65}@example.com", f"a@{'b' * 250}.com"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused_by_field(typed: str) -> None:
    with pytest.raises(Invalid) as refused:
        people.normal_email(typed)
    assert list(refused.value.data["fields"]) == ["email"]


@given(st.emails())
def test_normalising_an_email_address_again_changes_nothing(typed: str) -> None:
    try:
        email = people.normal_email(typed)
    except Invalid:
        return
    assert people.normal_email(email) == email


def test_names_are_tidied_and_not_endless() -> None:
    assert people.normal_name("  Rahim\tUddin ") == "Rahim Uddin"
    with pytest.raises(Invalid, match="at most 80"):
        people.normal_name("x" * 81)


def test_a_phone_given_at_registration_does_not_identify_anybody() -> None:
    person = Person.by_email("rahim@example.com", "hash", "Rahim", "01712345678", "bn")
    assert person.phone == "+8801712345678"
    assert not person.phone_confirmed


def test_staff_have_roles() -> None:
    employed = Person.employed("a@example.com", "hash", "A", frozenset({"finance"}))
    assert (employed.kind, employed.email_confirmed) == ("staff", True)
    with pytest.raises(Invalid):
        Person.employed("a@example.com", "hash", "A", frozenset())


def test_a_person_shows_nothing_that_identifies_them() -> None:
    shown = repr(Person.by_email("rahim@example.com", "$argon2id$secret", "Rahim", "01712345678", "bn"))
    assert not [part for part in ("rahim", "Rahim", "secret", "1234") if part in shown]
    assert "+88017*****678" in shown
