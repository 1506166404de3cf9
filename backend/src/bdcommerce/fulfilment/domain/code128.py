"""Code 128 (ISO/IEC 15417), the barcode that couriers' scanners read: a text as widths of bars and gaps.

Letters stand in set B; a text of digits of an even length stands in set C, two to a symbol.
"""

from collections.abc import Sequence

_PATTERNS = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232 2331112"
)
PATTERNS: Sequence[str] = tuple(_PATTERNS.split())
"""Of each symbol: bar, gap, bar, gap, bar, gap, in modules; the last one is the stop."""
START_B, START_C, STOP = 104, 105, 106
_CHECK, _SPACE, _TILDE = 103, " ", "~"


def widths(text: str) -> list[int]:
    """Bars and gaps in turn, the first a bar, in modules. Raises ValueError for what it cannot write."""
    if not text or any(not _SPACE <= letter <= _TILDE for letter in text):
        raise ValueError("a barcode is of printable ASCII")
    codes = _codes(text)
    check = (codes[0] + sum(at * code for at, code in enumerate(codes[1:], 1))) % _CHECK
    return [int(width) for code in (*codes, check, STOP) for width in PATTERNS[code]]


def _codes(text: str) -> list[int]:
    if text.isdecimal() and len(text) % 2 == 0:
        return [START_C, *(int(text[at : at + 2]) for at in range(0, len(text), 2))]
    return [START_B, *(ord(letter) - ord(_SPACE) for letter in text)]
