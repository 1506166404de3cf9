"""How alike two words are, in per cent: a slip of a vowel weighs little, a wrong consonant much.

The distance is that of Damerau (insert, drop, replace, swap neighbours) with weights in hundredths of a letter. All
weights are our own choice, tried on the judged queries that may be looked at.
"""

from collections.abc import Sequence

from bdcommerce.catalog.domain.search.sounds import VOWELS

LETTER = 100
_INSERTED = {"o": 25, "a": 40, "e": 50, "i": 50, "u": 50, "y": 15, "h": 30}
_NEAR = {
    "ao": 30, "ei": 20, "uo": 30, "ae": 30, "iy": 15, "sc": 30, "sj": 60, "cj": 70, "gj": 60, "kc": 70, "td": 60,
    "kg": 60, "pb": 60, "nm": 60, "rl": 70, "yj": 60,
}  # fmt: skip
_NEAR |= {pair[::-1]: weight for pair, weight in _NEAR.items()}
_OTHER_VOWEL = 50
_ENDLESS = 1_000_000
_SOUND_LIMITS = ((2, 0), (3, 30), (4, 60), (7, 110), (10, 160), (_ENDLESS, 200))
_LETTER_LIMITS = ((3, 0), (7, LETTER), (_ENDLESS, 2 * LETTER))
_SWAPPED = 80


def distance(one: str, other: str, *, limit: int, strict: bool = False) -> int:
    """The weighted distance, or something above the limit as soon as it must be. Strict: every letter counts whole."""
    if abs(len(one) - len(other)) * (LETTER if strict else 15) > limit:
        return limit + 1
    before: list[int] = []
    row = [0]
    for letter in other:
        row.append(row[-1] + _inserting(letter, strict=strict))
    for place, letter in enumerate(one, 1):
        last, row = row, [row[0] + _inserting(letter, strict=strict)]
        for across, facing in enumerate(other, 1):
            best = min(
                last[across] + _inserting(letter, strict=strict),
                row[across - 1] + _inserting(facing, strict=strict),
                last[across - 1] + _replacing(letter, facing, strict=strict),
            )
            if place > 1 and across > 1 and letter == other[across - 2] and facing == one[place - 2] != letter:
                best = min(best, before[across - 2] + (LETTER if strict else _SWAPPED))
            row.append(best)
        if min(row) > limit:
            return limit + 1
        before = last
    return row[-1]


def likeness(ones: Sequence[str], others: Sequence[str]) -> int:
    """How alike the likeliest readings of two words sound, 0 to 100; 0 when further apart than is allowed."""
    best = 0
    for one in ones:
        for other in others:
            limit = _allowed(min(len(one), len(other)), _SOUND_LIMITS)
            if (apart := distance(one, other, limit=limit)) <= limit:
                best = max(best, 100 - apart // max(len(one), len(other)))
    return best


def slip(one: str, other: str) -> int:
    """How alike two words of one script are written, 0 to 100: one wrong letter in a short word, two in a long one."""
    limit = _allowed(min(len(one), len(other)), _LETTER_LIMITS)
    apart = distance(one, other, limit=limit, strict=True)
    return 100 - apart // max(len(one), len(other)) if apart <= limit else 0


def _allowed(length: int, limits: Sequence[tuple[int, int]]) -> int:
    return next(limit for longest, limit in limits if length <= longest)


def _inserting(letter: str, *, strict: bool) -> int:
    return LETTER if strict else _INSERTED.get(letter, LETTER)


def _replacing(letter: str, facing: str, *, strict: bool) -> int:
    if letter == facing:
        return 0
    if strict:
        return LETTER
    if near := _NEAR.get(letter + facing):
        return near
    return _OTHER_VOWEL if letter in VOWELS and facing in VOWELS else LETTER
