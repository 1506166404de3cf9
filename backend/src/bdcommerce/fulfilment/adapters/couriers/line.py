"""What all outside couriers' clients do alike: ask, tell "nobody knows" from "nothing was done", read their clocks."""

import hashlib
import hmac
from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

import msgspec
from pydantic import SecretStr

from bdcommerce.fulfilment.errors import CourierAway, CourierSilent, CredentialsRefused, HookUnreadable
from bdcommerce.infra.outside import Answer, NoAnswer, NotReached, Open, Outside
from bdcommerce.infra.outside.client import SERVER_ERRORS
from bdcommerce.infra.outside.masking import masked_text
from bdcommerce.kernel import clock
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.money import Money

T = TypeVar("T")
POISHA = 100
_UNAUTHORISED, _TOO_MANY = frozenset({401, 403}), 429
_NAIVE = "%Y-%m-%d %H:%M:%S"
_MASKED = frozenset({"special_instruction", "instruction", "note", "contact_number", "api-key", "client_id"})


class Line:
    """An outside party's line, with refusals in our own words."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    async def ask(self, method: str, path: str, *, operation: str, **how: Any) -> Answer:
        """What was answered below 500. Raises CourierAway, CredentialsRefused, CourierSilent."""
        name = self._outside.name
        try:
            answer = await self._outside.call(
                method, path, operation=operation, unanswered=SERVER_ERRORS, mask=_MASKED, **how
            )
        except (NotReached, Open) as error:
            raise CourierAway.of(name) from error
        except NoAnswer as error:
            raise CourierSilent.of(name) from error
        if answer.status in _UNAUTHORISED:
            raise CredentialsRefused.of(name)
        if answer.status == _TOO_MANY:
            raise CourierAway.of(name, "wants fewer calls")
        return answer

    def read(self, answer: Answer, shape: type[T]) -> T:
        """The answer's shape. Raises CourierSilent for another one."""
        try:
            return answer.data(shape)
        except NoAnswer as error:
            raise CourierSilent.of(self._outside.name) from error


def refusals(body: bytes) -> tuple[str, dict[str, str]]:
    """What a courier says is wrong, in a sentence and by field, without whole phone numbers."""
    try:
        told = msgspec.json.decode(body, type=dict[str, Any])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return masked_text(body.decode(errors="replace"))[:200] or "nothing", {}
    errors = told.get("errors") or told.get("validation_errors") or {}
    fields = (
        {str(name): masked_text(_sentence(why)) for name, why in errors.items()} if isinstance(errors, dict) else {}
    )
    sentence = masked_text(str(told.get("message") or ""))
    return "; ".join([part for part in (sentence, *fields.values()) if part]) or "nothing", fields


def _sentence(why: Any) -> str:
    return ", ".join(str(each) for each in why) if isinstance(why, list) else str(why)


def taka(amount: float | str | None) -> Money | None:
    """An amount in taka as money; None stays None."""
    return None if amount is None or amount == "" else Money(round(float(amount) * POISHA))


def whole(money: Money) -> int:
    """Whole taka; bookings carry nothing else."""
    return money.amount // POISHA


def dhaka(text: str) -> datetime:
    """A naive time as clocks in Dhaka show it. Raises ValueError."""
    return datetime.strptime(text, _NAIVE).replace(tzinfo=clock.DHAKA)


def same(secret: SecretStr, shown: str) -> bool:
    """Whether somebody shows the secret, in a time that does not tell how much of it is right. An empty one is none."""
    wanted = secret.get_secret_value()
    return bool(wanted) and hmac.compare_digest(wanted.encode(), shown.encode())


def said(courier: str, body: bytes, shape: type[T]) -> T:
    """A webhook's body. Raises HookUnreadable."""
    try:
        return msgspec.json.decode(body, type=shape, strict=False)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise HookUnreadable.of(courier) from error


def key(*parts: object) -> str:
    """Of the same words there is one key."""
    return hashlib.sha256("\n".join(str(part) for part in parts).encode()).hexdigest()


def written(address: Address, longest: int) -> str:
    """An address in one line, no longer than the courier takes; what a rider needs first stands first."""
    parts = (address.line1, address.area, address.landmark, address.place.upazila.rpartition("/")[2].replace("-", " "))
    district = address.place.district.replace("-", " ").title()
    line = ", ".join([part.strip() for part in parts if part.strip()] + [district])
    return line[:longest]


def headers(**named: str) -> Mapping[str, str]:
    """Headers of a JSON call."""
    return {"Accept": "application/json", **{name.replace("_", "-"): value for name, value in named.items()}}
