"""Phones that SMS gateways reach: what came in, for a person to read; and delivery reports on their way back."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from litestar import MediaType, get
from litestar.params import FromPath

from bdcommerce.kernel import clock
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.pages import page, table, text
from bdcommerce.simulators.party import Party
from bdcommerce.simulators.telling import Telling

MOBILE = re.compile(r"8801[3-9][0-9]{8}")
"""The form in which the gateways of this country want a number."""
REPORT_TOKEN = "report-token-of-the-simulator"  # noqa: S105 - for play
REPORT_SECONDS = 0.2
KEPT = 2_000
FAULTS = {
    "slow": "the message is taken, and the answer comes `value` seconds late",
    "silent": "the message is not taken, and the answer comes `value` seconds late",
    "down": "answers with 503",
    "unauthorised": "does not know the key any more",
    "ip_blocked": "does not know the address of the caller",
    "no_balance": "the account is empty",
    "internal": "an internal error; whether it took the message it does not say",
    "undelivered": "the phone is off: the report says so",
    "no_report": "no report is sent",
    "report_twice": "the report is sent twice",
    "report_late": "the report comes `value` seconds later than usual",
    "report_forged": "the report has a wrong token",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms:
    """One message on a phone."""

    at: str
    gateway: str
    sender: str
    number: str
    text: str


class Phones:
    """All phones there are. A number has one as soon as something is sent to it."""

    def __init__(self) -> None:
        self.received: list[Sms] = []

    def receive(self, gateway: str, sender: str, number: str, words: str) -> None:
        """It rings."""
        at = f"{clock.now().astimezone(clock.DHAKA):%H:%M:%S}"
        self.received.append(Sms(at=at, gateway=gateway, sender=sender, number=number, text=words))
        del self.received[:-KEPT]

    def forget(self, gateway: str) -> None:
        """What came through a gateway never came."""
        self.received[:] = [sms for sms in self.received if sms.gateway != gateway]

    def of(self, number: str) -> Sequence[Sms]:
        """What somebody can read, the newest first."""
        return [sms for sms in reversed(self.received) if sms.number == number]


class Reporting:
    """The reports of one gateway. `url` empty: it sends none."""

    def __init__(self, url: str, faults: Faults) -> None:
        self._url, self._faults = url, faults
        self.telling = Telling()

    def report(self, body: bytes, content_type: str) -> None:
        """Say in a moment what became of a message."""
        if not self._url or self._faults.happens("no_report"):
            return
        late = self._faults.happens("report_late")
        forged = self._faults.happens("report_forged")
        headers = {"Content-Type": content_type, "X-Report-Token": "forged" if forged else REPORT_TOKEN}
        later = REPORT_SECONDS + (float(late.value) if late else 0)
        for _ in range(2 if self._faults.happens("report_twice") else 1):
            self.telling.tell(self._url, body, headers, later=later)

    @property
    def status(self) -> str:
        """What a report says of the next message."""
        return "UNDELIV" if self._faults.happens("undelivered") else "DELIVRD"


async def delay(faults: Faults, name: str) -> bool:
    """Wait as long as an armed fault says; whether it was armed."""
    armed = faults.happens(name)
    if armed:
        await asyncio.sleep(float(armed.value or 30))
    return armed is not None


def text_of(fields: Mapping[str, object], name: str) -> str:
    """A field as text; empty if it is missing or something else."""
    value = fields.get(name)
    return value if isinstance(value, str) else ""


def party(phones: Phones) -> Party:
    """The phones, to look at."""

    @get("/", media_type=MediaType.HTML)
    async def everybody() -> str:
        rows = [(sms.at, sms.number, sms.sender, sms.gateway, sms.text) for sms in reversed(phones.received)]
        return page("Phones", text("/phones/8801… is one of them."), table(_COLUMNS, rows[:200]))

    @get("/{number:str}", media_type=MediaType.HTML)
    async def one(number: FromPath[str]) -> str:
        rows = [(sms.at, sms.number, sms.sender, sms.gateway, sms.text) for sms in phones.of(number)]
        return page(f"Phone {quote(number)}", table(_COLUMNS, rows))

    @get("/inbox/{number:str}")
    async def inbox(number: FromPath[str]) -> list[Sms]:
        return list(phones.of(number))

    return Party(
        name="phones",
        about="what SMS came in, for people and for tests",
        routes=[everybody, one, inbox],
        faults=Faults({}),
        forget=phones.received.clear,
    )


_COLUMNS = ("at", "to", "from", "through", "text")
