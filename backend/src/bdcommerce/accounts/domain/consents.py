"""Consents: what may be done with somebody's data beyond what their orders need. Nothing holds without a word (s.5 of
the Personal Data Protection Act 2026, PD-LB-01), and we must be able to prove every word (PD-BURDEN).
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, Self, get_args

from bdcommerce.accounts.errors import ConsentTextChanged
from bdcommerce.contracts.accounts import ConsentPurpose
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Language, Localized

Channel = Literal["web", "app"]
PURPOSES: tuple[ConsentPurpose, ...] = get_args(ConsentPurpose)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentText:
    """What somebody says yes to: what for, how long, who else, and how to take it back."""

    purpose: ConsentPurpose
    version: str
    since: date
    text: Localized

    @property
    def sha256(self) -> str:
        """The fingerprint of both languages, so that nobody can claim later that it said something else."""
        return hashlib.sha256(f"{self.text.en}\n{self.text.bn}".encode()).hexdigest()


_FIRST = date(2026, 11, 1)
_TAKE_BACK = (
    "You can take this back at any time under Privacy in your account; what you bought does not depend on it. We keep "
    "a record of your choice for as long as we may have to prove it."
)
_TAKE_BACK_BN = (
    "আপনি যেকোনো সময় অ্যাকাউন্টের গোপনীয়তা অংশে গিয়ে এটি ফিরিয়ে নিতে পারেন; আপনার কেনাকাটা এর ওপর নির্ভর করে না। আপনার "
    "সিদ্ধান্তের প্রমাণ যত দিন দেখাতে হতে পারে, তত দিন আমরা তা রাখি।"
)


def _text(purpose: ConsentPurpose, en: str, bn: str) -> ConsentText:
    whole = Localized(f"{en} {_TAKE_BACK}", f"{bn} {_TAKE_BACK_BN}")
    return ConsentText(purpose=purpose, version=_FIRST.isoformat(), since=_FIRST, text=whole)


TEXTS: tuple[ConsentText, ...] = (
    _text(
        "marketing_sms",
        "I agree that BDCommerce sends me offers by SMS to my phone number. The number is given to the SMS company "
        "that carries the message, and to nobody else for this.",
        "আমি সম্মত যে BDCommerce আমার ফোন নম্বরে এসএমএসে অফার পাঠাবে। নম্বরটি কেবল বার্তা বহনকারী এসএমএস প্রতিষ্ঠানকে দেওয়া হয়, এই "
        "কাজে আর কাউকে নয়।",
    ),
    _text(
        "marketing_email",
        "I agree that BDCommerce sends me offers by e-mail. The address is given to the company that carries the "
        "message, and to nobody else for this.",
        "আমি সম্মত যে BDCommerce আমাকে ই-মেইলে অফার পাঠাবে। ঠিকানাটি কেবল বার্তা বহনকারী প্রতিষ্ঠানকে দেওয়া হয়, এই কাজে আর কাউকে নয়।",
    ),
    _text(
        "marketing_push",
        "I agree that BDCommerce shows me offers as notifications in its app. They go through the service of my "
        "phone's maker.",
        "আমি সম্মত যে BDCommerce অ্যাপের নোটিফিকেশনে আমাকে অফার দেখাবে। এগুলো আমার ফোন নির্মাতার সেবার মাধ্যমে আসে।",
    ),
    _text(
        "profiling",
        "I agree that BDCommerce uses what I look at and buy, of the last two years, to choose what it shows me. I am "
        "18 or older. It is not given to anybody else.",
        "আমি সম্মত যে আমি গত দুই বছরে যা দেখেছি ও কিনেছি তা থেকে BDCommerce আমাকে কী দেখাবে তা বেছে নেবে। আমার বয়স ১৮ বা "
        "তার বেশি। এই তথ্য আর কাউকে দেওয়া হয় না।",
    ),
)
"""Every version that was ever published; a later one does not replace an earlier one, it stands below it."""


def current(purpose: ConsentPurpose) -> ConsentText:
    """The text of this purpose that holds today."""
    published = [text for text in TEXTS if text.purpose == purpose]
    in_force = [text for text in published if text.since <= clock.today()]
    return max(in_force or published[:1], key=lambda text: text.since)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What somebody says about one purpose, having read that version."""

    purpose: ConsentPurpose
    granted: bool
    policy_version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """A word that was given or taken back. It stands for ever."""

    id: str
    user_id: str
    purpose: ConsentPurpose
    granted: bool
    policy_version: str
    text_sha256: str
    language: Language
    """In which the text was read."""
    channel: Channel
    at: datetime
    address: str = field(repr=False)
    """The IP address it came from."""
    position: int = 0
    """In which order things were said; 0: not stored yet."""

    @classmethod
    def of(cls, user_id: str, choice: Choice, *, channel: Channel, language: Language, address: str) -> Self:
        """Said now. A yes is a yes to the text that holds today: raises ConsentTextChanged, Invalid."""
        text = _read(choice)
        return cls(
            id=ids.new_id("cns"),
            user_id=user_id,
            purpose=choice.purpose,
            granted=choice.granted,
            policy_version=text.version,
            text_sha256=text.sha256,
            language=language,
            channel=channel,
            at=clock.now(),
            address=address,
        )


def _read(choice: Choice) -> ConsentText:
    now = current(choice.purpose)
    known = {text.version: text for text in TEXTS if text.purpose == choice.purpose}
    reason = "is no version of this text"
    ensure(choice.policy_version in known, Invalid.field("consents.policy_version", reason))
    ensure(not choice.granted or choice.policy_version == now.version, ConsentTextChanged.since(now.version))
    return known[choice.policy_version]


def says_something_new(choice: Choice, before: Consent | None) -> bool:
    """Whether it changes what holds. Silence is a no, so that a first no is nothing new."""
    if before is None:
        return choice.granted
    return choice.granted != before.granted or (choice.granted and choice.policy_version != before.policy_version)


def once_each(choices: Iterable[Choice]) -> Mapping[ConsentPurpose, Choice]:
    """The choices by purpose. Raises Invalid if two are about the same."""
    given = list(choices)
    by_purpose = {choice.purpose: choice for choice in given}
    ensure(len(by_purpose) == len(given), Invalid.field("consents", "each purpose may stand here once"))
    return by_purpose
