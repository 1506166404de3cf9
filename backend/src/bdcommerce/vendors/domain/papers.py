"""What an applicant hands in, checked for form: the papers that the DBID registration guideline of 2022 asks of a
seller, the numbers of Bangladeshi identities, the account with its routing number.

Whether a number is true is for the operator's staff to find out; no registry can be asked.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count

from bdcommerce.kernel import phone
from bdcommerce.kernel.address import Address
from bdcommerce.kernel.errors import Invalid, ensure
from bdcommerce.kernel.text import Localized, latin_digits, nfc, slug

TIN = re.compile(r"[0-9]{12}")
BIN = re.compile(r"([0-9]{9})-?([0-9]{4})")
NID_LENGTHS = (10, 13, 17)
DBID = re.compile(r"[0-9A-Za-z-]{6,20}")
TRACKING = re.compile(r"[0-9A-Za-z/-]{4,40}")
EMAIL = re.compile(r"[^@\s]{1,64}@[^@\s.]+(\.[^@\s.]+)+")
EMAIL_LENGTH = 254
ACCOUNT_NO = re.compile(r"[0-9]{6,17}")
ROUTING_NO = re.compile(r"[0-9]{9}")
ROUTING_WEIGHTS = (5, 7, 1) * 3
OLDEST_BIRTH, YOUNGEST = 1900, 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """The public part of a seller's legal identity, which the shop has to show (DC-INF-03)."""

    trade_licence: str
    trade_licence_expires: date
    bin: str
    rjsc_no: str
    dbid: str
    dbid_tracking: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """The part that nobody but the operator may see."""

    tin: str
    nid: str

    def __repr__(self) -> str:
        return "Identity(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerContact:
    """How the operator reaches the seller; the e-mail is shown to customers too."""

    email: str
    phone: str

    def __repr__(self) -> str:
        return "SellerContact(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Where the seller is paid."""

    account_name: str
    account_no: str
    routing_no: str

    def __repr__(self) -> str:
        return "Account(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Under which name, from where and by whom the seller's VAT invoices are issued (Mushak 6.3)."""

    registered_name: str
    address: str
    officer: str
    designation: str

    def __repr__(self) -> str:
        return "Issuer(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """All that an applicant hands in, but the dispatch address."""

    name: Localized
    papers: Papers
    identity: Identity
    contact: SellerContact
    account: Account
    issuer: Issuer | None = None
    """None: the shop itself, from where its parcels leave (see `issuer_of`)."""


def checked_name(*, en: str, bn: str) -> Localized:
    """The name of the shop; English makes its path. Raises Invalid."""
    ensure(slug(en), Invalid.field("name.en", "needs letters or digits"))
    return Localized(en=nfc(en), bn=nfc(bn))


def first_free(wanted: str, taken: Collection[str]) -> str:
    """A path that nobody has: the wanted one, or with a number behind it."""
    numbered = (f"{wanted}-{number}" for number in count(2))
    return wanted if wanted not in taken else next(path for path in numbered if path not in taken)


def checked_papers(
    *, trade_licence_no: str, expires: date, bin_no: str, rjsc_no: str, dbid: str, dbid_tracking: str, today: date
) -> Papers:
    """Raises Invalid: the licence has run out, the BIN is no BIN (VAT-BIN-01), there is no DBID nor an application."""
    ensure(expires >= today, Invalid.field("legal.trade_licence_expires", "has passed"))
    branch = BIN.fullmatch(latin_digits(bin_no.strip()))
    ensure(branch or not bin_no, Invalid.field("legal.bin", "is 9 digits, a hyphen and 4 digits"))
    ensure(dbid or dbid_tracking, Invalid.field("legal.dbid", "or the tracking number of its application is needed"))
    ensure(not dbid or DBID.fullmatch(dbid), Invalid.field("legal.dbid", "is 6 to 20 letters, digits or hyphens"))
    ensure(
        not dbid_tracking or TRACKING.fullmatch(dbid_tracking),
        Invalid.field("legal.dbid_application_tracking_no", "is 4 to 40 letters, digits, hyphens or slashes"),
    )
    return Papers(
        trade_licence=nfc(trade_licence_no),
        trade_licence_expires=expires,
        bin=f"{branch[1]}-{branch[2]}" if branch else "",
        rjsc_no=nfc(rjsc_no),
        dbid=dbid,
        dbid_tracking=dbid_tracking,
    )


def checked_identity(*, tin: str, nid: str, rjsc_no: str, today: date) -> Identity:
    """Raises Invalid: a number has the wrong form, or neither a person (NID) nor a company (RJSC) stands behind it."""
    tin_digits, nid_digits = latin_digits(tin.strip()), latin_digits(nid.strip())
    ensure(TIN.fullmatch(tin_digits), Invalid.field("legal.tin", "is 12 digits"))
    ensure(nid_digits or rjsc_no.strip(), Invalid.field("legal.nid", "or a company's RJSC number is needed"))
    ensure(not nid_digits or is_nid(nid_digits, today), Invalid.field("legal.nid", "is no NID of 10, 13 or 17 digits"))
    return Identity(tin=tin_digits, nid=nid_digits)


def is_nid(digits: str, today: date) -> bool:
    """A smart card's number (10 digits), an old one (13), or an old one after its holder's year of birth (17)."""
    if not re.fullmatch(r"[0-9]+", digits) or len(digits) not in NID_LENGTHS or not digits.strip("0"):
        return False
    return len(digits) < NID_LENGTHS[-1] or OLDEST_BIRTH <= int(digits[:4]) <= today.year - YOUNGEST


def checked_contact(*, email: str, number: str) -> SellerContact:
    """Raises Invalid."""
    address = nfc(email)
    ensure(
        EMAIL.fullmatch(address) and len(address) <= EMAIL_LENGTH,
        Invalid.field("contact.email", "is no e-mail address"),
    )
    return SellerContact(email=address, phone=phone.normalise(number, "contact.phone"))


def checked_account(
    *, account_name: str, account_no: str, routing_no: str, prefixes: Collection[str], districts: Collection[str]
) -> Account:
    """Raises Invalid. `prefixes` are the banks' first three digits, `districts` the two after them."""
    number, routing = latin_digits(account_no.strip()), latin_digits(routing_no.strip())
    ensure(ACCOUNT_NO.fullmatch(number), Invalid.field("bank_account.account_no", "is 6 to 17 digits"))
    ensure(
        ROUTING_NO.fullmatch(routing) and has_check_digit(routing),
        Invalid.field("bank_account.routing_no", "is no routing number of 9 digits: look at the cheque again"),
    )
    ensure(routing[:3] in prefixes, Invalid.field("bank_account.routing_no", "begins with no bank's code"))
    ensure(routing[3:5] in districts, Invalid.field("bank_account.routing_no", "names no district in digits 4 and 5"))
    return Account(account_name=nfc(account_name), account_no=number, routing_no=routing)


def checked_issuer(*, registered_name: str, address: str, officer: str, designation: str) -> Issuer:
    """Raises Invalid for a part that is nothing but blanks."""
    parts = {"registered_name": registered_name, "address": address, "officer": officer, "designation": designation}
    cleaned = {name: nfc(value).strip() for name, value in parts.items()}
    for name, value in cleaned.items():
        ensure(value, Invalid.field(f"issuer.{name}", "is needed"))
    return Issuer(**cleaned)


def issuer_of(name: Localized, dispatch: Address) -> Issuer:
    """Who issues the invoices of a seller that has named nobody: its shop, by who hands over its parcels."""
    upazila = dispatch.place.upazila.rpartition("/")[2]
    places = (part.replace("-", " ").title() for part in (upazila, dispatch.place.district))
    lines = (dispatch.line1, dispatch.area, *places, dispatch.postcode)
    return Issuer(
        registered_name=name.en,
        address=", ".join(line for line in lines if line),
        officer=dispatch.recipient_name,
        designation="In charge of dispatch",
    )


def has_check_digit(routing_no: str) -> bool:
    """Whether the ninth digit fits the eight before it: weights 5, 7, 1 repeated, sum divisible by ten.

    Source: fitted to all 10,031 branch numbers of fintechbd/banco. The weight 5 sees only whether a digit is odd, which
    is why bank and district are looked up too.
    """
    digits = [int(digit) for digit in routing_no]
    return sum(weight * digit for weight, digit in zip(ROUTING_WEIGHTS, digits, strict=True)) % 10 == 0


def masked(number: str) -> str:
    """`••••1234`: enough to recognise, not enough to use."""
    return f"••••{number[-4:]}" if number else ""
