"""Consents."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated

import msgspec

from bdcommerce.accounts.domain import consents
from bdcommerce.accounts.domain.consents import Channel, Choice, Consent, ConsentText
from bdcommerce.contracts.accounts import ConsentPurpose
from bdcommerce.kernel.text import Language, Localized

Version = Annotated[str, msgspec.Meta(max_length=20, description="of the text that was read", examples=["2026-11-01"])]


class ConsentChoice(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A word about one purpose."""

    purpose: ConsentPurpose
    granted: Annotated[bool, msgspec.Meta(description="true only for an explicit yes")]
    policy_version: Version

    def choice(self) -> Choice:
        """What is said."""
        return Choice(purpose=self.purpose, granted=self.granted, policy_version=self.policy_version)


class Choose(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays as it is."""

    consents: Annotated[list[ConsentChoice], msgspec.Meta(min_length=1, max_length=len(consents.PURPOSES))]
    channel: Annotated[Channel, msgspec.Meta(description="where it was said")]


class ConsentTextView(msgspec.Struct, frozen=True, kw_only=True):
    """What one says yes to."""

    purpose: ConsentPurpose
    version: str
    since: date
    text: Localized
    sha256: Annotated[str, msgspec.Meta(description="of the English text, a line feed and the Bangla text")]
    current: Annotated[bool, msgspec.Meta(description="whether this is the version that holds today")]

    @classmethod
    def of(cls, text: ConsentText) -> "ConsentTextView":
        """As it was published."""
        return cls(
            purpose=text.purpose,
            version=text.version,
            since=text.since,
            text=text.text,
            sha256=text.sha256,
            current=text == consents.current(text.purpose),
        )


class ConsentTexts(msgspec.Struct, frozen=True, kw_only=True):
    """All texts that were ever published: a handful."""

    items: list[ConsentTextView]


class ConsentState(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for one purpose."""

    purpose: ConsentPurpose
    granted: bool
    policy_version: Annotated[str, msgspec.Meta(description="to which the last word was said; empty: none was")]
    since: Annotated[datetime | None, msgspec.Meta(description="of the last word")]
    current_version: Annotated[str, msgspec.Meta(description="of the text that a yes would be to")]

    @classmethod
    def of(cls, purpose: ConsentPurpose, last: Consent | None) -> "ConsentState":
        """By the last word; silence is a no."""
        return cls(
            purpose=purpose,
            granted=last.granted if last else False,
            policy_version=last.policy_version if last else "",
            since=last.at if last else None,
            current_version=consents.current(purpose).version,
        )


class ConsentStates(msgspec.Struct, frozen=True, kw_only=True):
    """One for each purpose there is."""

    items: list[ConsentState]

    @classmethod
    def of(cls, latest: Mapping[ConsentPurpose, Consent]) -> "ConsentStates":
        """By the last words."""
        return cls(items=[ConsentState.of(purpose, latest.get(purpose)) for purpose in consents.PURPOSES])


class ConsentEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A word that was given or taken back."""

    id: str
    purpose: ConsentPurpose
    granted: bool
    policy_version: str
    text_sha256: str
    language: Language
    channel: Channel
    at: datetime

    @classmethod
    def of(cls, consent: Consent) -> "ConsentEntry":
        """As its owner sees it."""
        return msgspec.convert(consent, cls, from_attributes=True)
