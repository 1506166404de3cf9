"""Whether a rider could find an address that somebody typed, in Bangla or English. Nothing here judges a place: only
whether the words say one.
"""

import re
from collections.abc import Collection, Iterable

from bdcommerce.kernel.address import Address
from bdcommerce.kernel.text import fold
from bdcommerce.orders.events.risk import AddressFault

SHORTEST = 8
"""Letters and digits."""
SENSELESS = 4
"""So often nobody says one word."""
_WORD = re.compile(r"[0-9a-z\u0980-\u09ff]+")
_SAME = re.compile(r"([^\W\d_])\1{3,}|([^\w\s])\2{4,}")
_KEYS = re.compile(r"asdf|sdfg|dfgh|fghj|ghjk|hjkl|qwer|wert|erty|zxcv|xcvb|cvbn|vbnm|lorem ipsum|abcde")
_NO_VOWEL = re.compile(r"[b-df-hj-np-tv-xz]{6,}")
_NO_SIGN = re.compile(r"[\u0995-\u09b9]{9,}")
_HOUSE = """
house home basha basa bari bariya flat apartment apt floor level road rd lane street st goli block sector plot holding
tower building bhaban bhavan villa village vill gram para moholla mohalla ward union bazar bazaar market shop office
school college mosque masjid mosjid post mor more chowrasta bus stand
বাড়ি বাড়ী বাসা হাউস হাউজ ফ্ল্যাট তলা রোড সড়ক রাস্তা লেন গলি ব্লক সেক্টর প্লট হোল্ডিং টাওয়ার ভবন ভিলা
গ্রাম পাড়া মহল্লা ওয়ার্ড ইউনিয়ন বাজার মার্কেট দোকান অফিস স্কুল কলেজ মসজিদ ডাকঘর মোড় চৌরাস্তা স্ট্যান্ড
"""
_ROADS = "road rd highway bus stand house street lane colony bhaban রোড সড়ক মহাসড়ক বাস ভবন হাউস"
_ENDINGS = tuple(map(fold, ("para", "bari", "gram", "pur", "ganj", "পাড়া", "বাড়ি", "বাড়ী", "গ্রাম", "পুর", "গঞ্জ")))
_OF_A_HOUSE = frozenset(fold(word) for word in _HOUSE.split())
_NAMED_AFTER = frozenset(fold(word) for word in _ROADS.split())
"""`Mymensingh Road` is in Dhaka as well."""


def faults_of(address: Address, elsewhere: Iterable[str] = (), here: Iterable[str] = ()) -> tuple[AddressFault, ...]:
    """What is wrong with it. `elsewhere` are names of other districts, `here` those of its own district and upazila."""
    typed = fold(f"{address.line1} {address.area} {address.landmark}")
    words = _WORD.findall(typed)
    found: dict[AddressFault, bool] = {
        "short": sum(map(len, _WORD.findall(fold(f"{address.line1} {address.area}")))) < SHORTEST,
        "no_house": not _says_a_house(typed, words),
        "elsewhere": _somewhere_else(words, elsewhere, here),
        "gibberish": _senseless(typed, words),
    }
    return tuple(fault for fault, there in found.items() if there)


def trace_of(address: Address) -> str:
    """What two orders to one address have in common, however it was spaced or punctuated."""
    words = _WORD.findall(fold(f"{address.line1} {address.area}"))
    return " ".join((address.place.upazila, *words))


def _says_a_house(typed: str, words: Collection[str]) -> bool:
    if any(digit.isdigit() for digit in typed) or any(word in _OF_A_HOUSE for word in words):
        return True
    return any(word.endswith(_ENDINGS) for word in words)


def _senseless(typed: str, words: list[str]) -> bool:
    often = max((words.count(word) for word in words), default=0) >= SENSELESS
    return often or any(pattern.search(typed) for pattern in (_SAME, _KEYS, _NO_VOWEL, _NO_SIGN))


def _somewhere_else(words: list[str], elsewhere: Iterable[str], here: Iterable[str]) -> bool:
    if any(_at(words, name) is not None for name in here):
        return False
    return any(_means_it(words, name) for name in elsewhere)


def _means_it(words: list[str], name: str) -> bool:
    end = _at(words, name)
    return end is not None and (end == len(words) or words[end] not in _NAMED_AFTER)


def _at(words: list[str], name: str) -> int | None:
    """Behind which word a name ends that is among them; None: it is not."""
    wanted = _WORD.findall(fold(name))
    spans = range(len(words) - len(wanted) + 1) if wanted else range(0)
    return next((at + len(wanted) for at in spans if words[at : at + len(wanted)] == wanted), None)
