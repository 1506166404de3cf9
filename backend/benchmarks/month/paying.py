"""Customers at the pages of providers, with the wallets and cards that the simulators take."""

import re
from html import unescape

from backend.benchmarks.month.parties import Line

from bdcommerce.simulators.bkash.desk import OTP, PIN, RICH_WALLET
from bdcommerce.simulators.nagad.page import CODE as NAGAD_CODE
from bdcommerce.simulators.nagad.page import PIN as NAGAD_PIN
from bdcommerce.simulators.nagad.page import WALLET as NAGAD_WALLET
from bdcommerce.simulators.sslcommerz.page import CARDS, CODES

TYPED = {
    "bkash": {"wallet": RICH_WALLET, "otp": OTP, "pin": PIN},
    "nagad": {"wallet": NAGAD_WALLET, "otp": NAGAD_CODE, "pin": NAGAD_PIN},
    "sslcommerz": {"card": next(iter(CARDS)), "otp": CODES[0]},
}
"""What is typed into each page: it may stand nowhere afterwards."""
_FORM = re.compile(r"<form method=post action='([^']*)'")
_HIDDEN = re.compile(r"<input type=hidden name='([^']*)' value='([^']*)'>")


async def answer_page(line: Line, provider: str, page: str, choice: str = "success", **other: str) -> str:
    """The customer answers; where the browser would be led next. SSLCommerz leads it there by a form."""
    location, shown = await line.fill_in(page, {**TYPED[provider], **other, "choice": choice})
    return location or shown


async def come_back(line: Line, led: str) -> int:
    """The browser goes where it is led; nowhere from a page that is over."""
    if led.startswith("http"):
        return await line.follow(led)
    form = _FORM.search(led)
    if form is None:
        return 0
    fields = {unescape(name): unescape(value) for name, value in _HIDDEN.findall(led)}
    return await line.follow(unescape(form[1]), fields)
