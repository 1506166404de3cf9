"""Settings of an outside party: where it is, with which credentials, and how long to wait for it.

A party for which nothing is configured is, outside production, the simulator; in production it is off. So an
installation reaches the real one by settings alone, and a forgotten one never takes play money.
"""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from pydantic import Field, ValidationError

from bdcommerce.infra.settings import Concern, OperationSettings, Refused

P = TypeVar("P", bound="PartySettings")


class PartySettings(Concern):
    """What is set of every party; each adds its own, with `env_prefix="BDC_<PARTY>_"`."""

    party: ClassVar[str]
    """Its name, which is also its simulator's."""
    simulated: ClassVar[Mapping[str, str]]
    """What its simulator takes for credentials, by field."""

    url: str = Field(default="", pattern=r"^(https?://[^\s#?]+)?$")
    """Where it is. Empty: the simulator, or in production nowhere: the party is off."""
    timeout: float = Field(default=10.0, gt=0, le=120)
    """Seconds until a call counts as unanswered."""
    money_timeout: float = Field(default=29.0, gt=0, le=120)
    """The same for calls that move money, which take longer and are the worse to be left in doubt about."""
    breaker_failures: int = Field(default=5, ge=1, le=1_000)
    """After so many calls in a row without an answer none is made for a while."""
    breaker_pause: float = Field(default=15.0, ge=0, le=3_600)
    """That while, in seconds."""

    @property
    def on(self) -> bool:
        """Whether there is such a party here."""
        return bool(self.url)


def read(concern: type[P], operation: OperationSettings) -> P:
    """The settings of a party from the environment. Raises Refused naming what is wrong, in production also a simulator
    and missing credentials.
    """
    prefix = str(concern.model_config.get("env_prefix", "BDC_"))
    try:
        found = concern()
    except ValidationError as error:
        wrong = [f"{prefix}{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()]
        raise Refused("\n".join(wrong)) from error
    if operation.environment != "production":
        return found if found.url else _simulated(found, operation.simulators_url.rstrip("/"))
    if found.url:
        _fit_for_production(found, prefix)
    return found


def _simulated(found: P, base: str) -> P:
    missing = {name: value for name, value in found.simulated.items() if name not in found.model_fields_set}
    # Made by its constructor, so that secrets are secrets.
    kept = {name: getattr(found, name) for name in found.model_fields_set if name != "url"}
    return type(found)(**{**kept, **missing, "url": f"{base}/{found.party}"})


def _fit_for_production(found: PartySettings, prefix: str) -> None:
    for name in type(found).model_fields:
        given = getattr(found, name)
        if name.endswith("url") and given and not given.startswith("https://"):
            raise Refused(f"{prefix}{name.upper()}: in production only https is believed, and {given} is not")
    missing = [f"{prefix}{name.upper()}: is missing" for name in found.simulated if name not in found.model_fields_set]
    if missing:
        raise Refused("\n".join(missing))
