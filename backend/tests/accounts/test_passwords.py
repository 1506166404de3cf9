"""Passwords: which are good enough, and how they are kept."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bdcommerce.accounts.adapters.passwords import Argon2Passwords
from bdcommerce.accounts.domain import passwords
from bdcommerce.kernel.errors import Invalid

GOOD = "নদীর তীরে boat 42"


def cheap(passes: int = 1) -> Argon2Passwords:
    return Argon2Passwords(passes=passes, memory_kib=64, lanes=1)


@pytest.mark.parametrize(
    "password", [GOOD, "correct horse battery", "Tr0ub4dor&3-x", "bangladesher nodi", "x" * 5 + "abcdefg"]
)
def test_a_long_and_uncommon_password_will_do(password: str) -> None:
    assert passwords.check(password, email="karim@example.com") == password


@pytest.mark.parametrize(
    "password",
    [
        "password123",
        "Password1234!",
        "passwordpassword",
        "1234567890",
        "01712345678",
        "qwertyuiop",
        "QWERTYUIOP123",
        "aaaaaaaaaaaa",
        "ababababab12",
        "bangladesh1971",
        "Bangladesh@2026",
        "1q2w3e4r5t",
        "karim@example.com",
        "karim.ahmed2026",
    ],
)
def test_what_everybody_tries_first_is_refused(password: str) -> None:
    email = "karim@example.com" if "@example" in password else "karim.ahmed@example.com"
    with pytest.raises(Invalid) as refused:
        passwords.check(password, email=email)
    assert refused.value.data["fields"] == {"password": "is too easy to guess"}


@given(st.text(max_size=9))
def test_a_short_password_is_refused(password: str) -> None:
    if len(passwords.prepared(password)) < 10:
        with pytest.raises(Invalid, match="at least 10"):
            passwords.check(password, email="a@b.co")


def test_an_endless_password_is_refused() -> None:
    with pytest.raises(Invalid, match="at most 128"):
        passwords.check("correct horse battery " * 10, email="a@b.co")


def test_composed_and_decomposed_characters_are_the_same_password() -> None:
    assert passwords.prepared("cafe\u0301 au lait") == passwords.prepared("caf\u00e9 au lait")


async def test_a_hash_knows_its_password_and_no_other() -> None:
    hasher = cheap()
    kept = await hasher.hash(GOOD)
    assert GOOD not in kept
    assert kept.startswith("$argon2id$")
    assert await hasher.verify(kept, GOOD)
    assert not await hasher.verify(kept, f"{GOOD} ")


async def test_two_hashes_of_one_password_differ() -> None:
    hasher = cheap()
    assert await hasher.hash(GOOD) != await hasher.hash(GOOD)


async def test_without_a_hash_the_work_is_done_all_the_same() -> None:
    """A decoy is tried with today's parameters: who has no account takes as long to refuse as who has one."""
    hasher = cheap()
    assert hasher._decoy.rsplit("$", 2)[0] == (await hasher.hash(GOOD)).rsplit("$", 2)[0]
    assert not await hasher.verify("", GOOD)
    assert not hasher._matches(hasher._decoy, "")


async def test_a_hash_of_other_parameters_is_outdated_but_still_good() -> None:
    kept = await cheap(passes=1).hash(GOOD)
    dearer = cheap(passes=2)
    assert dearer.is_outdated(kept)
    assert await dearer.verify(kept, GOOD)
    assert not dearer.is_outdated(await dearer.hash(GOOD))


async def test_hashing_leaves_the_loop_free() -> None:
    hasher = Argon2Passwords(passes=1, memory_kib=65_536, lanes=1)
    hashing = asyncio.create_task(hasher.hash(GOOD))
    turns = 0
    while not hashing.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns > 1


async def test_something_that_is_no_hash_matches_nothing() -> None:
    assert not await cheap().verify("plain text", "plain text")
