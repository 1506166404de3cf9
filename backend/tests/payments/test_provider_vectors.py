"""What providers write, as they write it: times, codes, hashes and keys."""

import pytest

from bdcommerce.infra.outside import NoAnswer
from bdcommerce.infra.settings import Refused
from bdcommerce.payments.adapters.bkash.codes import outcome_of
from bdcommerce.payments.adapters.bkash.times import amazon_time, bkash_time
from bdcommerce.payments.adapters.nagad.envelope import Envelope
from bdcommerce.payments.adapters.nagad.settings import NagadSettings
from bdcommerce.payments.adapters.nagad.simulated import MERCHANT_PRIVATE_KEY, PUBLIC_KEY
from bdcommerce.payments.adapters.sslcommerz.ipn import signed_text, verify_sign

VECTOR = {
    "verify_key": "amount,status,tran_id,val_id", "amount": "1150.00", "status": "VALID", "tran_id": "BD-1",
    "val_id": "2601011200abc",
}  # fmt: skip


def test_bkash_writes_its_milliseconds_behind_a_colon() -> None:
    found = bkash_time("2026-01-31T12:34:56:789 GMT+0600")
    assert found is not None
    assert found.isoformat() == "2026-01-31T06:34:56.789000+00:00"


@pytest.mark.parametrize("said", ["", "yesterday", "2026-13-31T12:34:56:789 GMT+0600", "2026-01-31T12:34:56"])
def test_what_is_no_time_of_bkash_is_none(said: str) -> None:
    assert bkash_time(said) is None


def test_a_time_of_amazon_needs_its_offset() -> None:
    assert amazon_time("2026-01-31T06:34:56.789Z") is not None
    assert amazon_time("2026-01-31T06:34:56") is None


def test_the_hash_is_that_of_the_published_vector() -> None:
    assert signed_text(VECTOR, "qwerty") == (
        "amount=1150.00&status=VALID&store_passwd=d8578edf8458ce06fbc5bb76a58c5ca4&tran_id=BD-1&val_id=2601011200abc"
    )
    assert verify_sign(VECTOR, "qwerty") == "56d6f2b48940ea3973b60daebe95c21c"


def settings(**others: str) -> NagadSettings:
    known = {"private_key": MERCHANT_PRIVATE_KEY, "public_key": PUBLIC_KEY}
    return NagadSettings(**(known | others))  # type: ignore[arg-type]


def test_a_key_may_be_given_in_one_line() -> None:
    line = "".join(MERCHANT_PRIVATE_KEY.strip().splitlines()[1:-1])
    sealed = Envelope(settings(private_key=line)).sealed({"a": "b"})
    assert set(sealed) == {"sensitiveData", "signature"}


def test_a_key_that_is_none_is_refused_at_the_start() -> None:
    with pytest.raises(Refused, match="BDC_NAGAD_PRIVATE_KEY"):
        Envelope(settings(private_key="AAAA"))


@pytest.mark.parametrize("said", [{}, {"sensitiveData": "x", "signature": "y"}, {"sensitiveData": "AAAA"}])
def test_what_nagad_has_not_sealed_is_no_answer(said: dict[str, str]) -> None:
    with pytest.raises(NoAnswer):
        Envelope(settings()).opened(said)


@pytest.mark.parametrize(
    "code, outcome",
    [("0000", "success"), ("2023", "failure"), ("2014", "failure"), ("2057", "failure"), ("2003", "ambiguous"),
     ("503", "ambiguous"), ("9999", "ambiguous"), ("2029", "duplicate"), ("2062", "duplicate"), ("2117", "duplicate"),
     ("2001", "configuration"), ("2043", "configuration"), ("2046", "configuration")],
)  # fmt: skip
def test_every_code_has_its_class(code: str, outcome: str) -> None:
    assert outcome_of(code) == outcome
