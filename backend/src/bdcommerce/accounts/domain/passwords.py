"""Which passwords are good enough: long, and not among those that everybody tries first.

Length over composition rules, and a list of refused ones, follow NIST SP 800-63B section 5.1.1.2.
"""

import unicodedata

from bdcommerce.kernel.errors import Invalid, ensure

SHORTEST = 10
LONGEST = 128
_FEWEST_DIFFERENT = 5
_ROWS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertyuiop", "asdfghjkl", "1234567890qwertyuiop")
_COMMON = (
    "password", "passw0rd", "p@ssword", "p@ssw0rd", "qwerty", "iloveyou", "welcome", "letmein", "dragon", "monkey",
    "football", "baseball", "sunshine", "princess", "superman", "administrator", "admin", "changeme", "trustno1",
    "bangladesh", "dhaka", "chittagong", "chattogram", "sylhet", "bismillah", "allah", "cricket", "shakib",
    "asdfgh", "zxcvbn", "q1w2e3r4t5", "1q2w3e4r5t", "abc123", "secret", "master", "mypassword", "computer",
    "internet", "bdcommerce",
)  # fmt: skip


def prepared(password: str) -> str:
    """The same characters however the keyboard composed them (RFC 8265 section 4.2)."""
    return unicodedata.normalize("NFKC", password)


def check(password: str, *, email: str, field: str = "password") -> str:
    """The password, prepared. Raises Invalid naming the field."""
    text = prepared(password)
    ensure(len(text) >= SHORTEST, Invalid.field(field, f"must have at least {SHORTEST} characters"))
    ensure(len(text) <= LONGEST, Invalid.field(field, f"must have at most {LONGEST} characters"))
    ensure(not _is_common(text.casefold(), email), Invalid.field(field, "is too easy to guess"))
    return text


def _is_common(text: str, email: str) -> bool:
    """Few different characters, a number, a run on the keyboard, the e-mail address, or a known word with a number."""
    core = text.strip("0123456789!@#$%^&*.,?_- ")
    return (
        len(set(text)) < _FEWEST_DIFFERENT
        or text.isdecimal()
        or any(text in row for row in _ROWS)
        or text in _COMMON
        or core in {*_COMMON, *_ROWS, email, email.partition("@")[0]}
        or any(core == word * times for word in _COMMON for times in (2, 3))
    )
