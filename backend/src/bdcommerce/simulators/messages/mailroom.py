"""A mail server (SMTP, RFC 5321) that sends nothing on: it holds the mails that come in, for a person to read."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default

from litestar import MediaType, get
from litestar.params import FromPath

from bdcommerce.kernel import clock
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.pages import page, table, text
from bdcommerce.simulators.party import Party

LONGEST_LINE = 1_000
"""With its end (RFC 5321, 4.5.3.1.6)."""
KEPT = 1_000
FAULTS = {
    "greylist": "the recipient is refused for now (450)",
    "no_mailbox": "there is no such recipient (550)",
    "too_busy": "the mail is refused for now after it was sent (451)",
    "spam": "the mail is refused for good after it was sent (554)",
    "hang_up": "the mail is taken, and the line breaks before the answer",
    "silent": "the mail is not taken, and the line breaks before the answer",
    "login_refused": "does not know the password any more",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail as it came in."""

    at: str
    to: str
    sender: str
    subject: str
    message_id: str
    text: str
    html: str
    headers: dict[str, str]


class Mailroom:
    """The server. With `login` nobody is served who has not said it; with `tls` it offers STARTTLS, or, `at_once`,
    speaks nothing else.
    """

    def __init__(self, *, login: str = "", tls: ssl.SSLContext | None = None, at_once: bool = False) -> None:
        self.login, self.tls, self.at_once = login, tls, at_once
        self.faults = Faults(FAULTS)
        self.received: list[Mail] = []
        self.address = "not open"

    @asynccontextmanager
    async def open(self, port: int = 0) -> AsyncIterator[int]:
        """It listens on loopback, at its port."""
        server = await asyncio.start_server(
            self._serve, "127.0.0.1", port, ssl=self.tls if self.at_once else None, limit=1_000_000
        )
        found: int = server.sockets[0].getsockname()[1]
        self.address = f"127.0.0.1:{found}"
        try:
            yield found
        finally:
            server.close()

    def to(self, address: str) -> Sequence[Mail]:
        """What somebody can read, the newest first."""
        return [mail for mail in reversed(self.received) if mail.to == address]

    def keep(self, to: str, content: bytes) -> None:
        """It lies in the mailbox."""
        mail = message_from_bytes(content, policy=default)
        plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
        kept = Mail(
            at=f"{clock.now().astimezone(clock.DHAKA):%H:%M:%S}",
            to=to,
            sender=str(mail["From"]),
            subject=str(mail["Subject"]),
            message_id=str(mail["Message-ID"]),
            text=str(plain.get_content()) if plain else "",
            html=str(html.get_content()) if html else "",
            headers={name: str(value) for name, value in mail.items()},
        )
        self.received.append(kept)
        del self.received[:-KEPT]

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await _Talk(self, reader, writer).go()
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError):
            return
        finally:
            writer.close()


class _HungUp(Exception):
    """The line is broken, on purpose."""


class _Talk:
    """One connection."""

    def __init__(self, room: Mailroom, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._room, self._reader, self._writer = room, reader, writer
        self._secure, self._known = room.at_once, not room.login
        self._greeted, self._sender, self._to = False, "", ""

    async def go(self) -> None:
        """Until somebody has had enough."""
        await self._say("220 simulator ESMTP")
        while line := await self._reader.readline():
            word, _, rest = line.decode("latin-1").strip().partition(" ")
            if word.upper() == "QUIT":
                await self._say("221 bye")
                return
            try:
                await self._do(word.upper(), rest)
            except _HungUp:
                return

    async def _do(self, word: str, rest: str) -> None:
        match word:
            case "EHLO":
                await self._greet()
            case "NOOP" | "RSET":
                await self._say("250 OK")
            case "STARTTLS" if self._room.tls and not self._secure:
                await self._say("220 go ahead")
                await self._writer.start_tls(self._room.tls)
                self._secure, self._greeted = True, False
            case "AUTH":
                await self._log_in(rest)
            case "MAIL" | "RCPT" | "DATA" if not self._greeted:
                await self._say("503 EHLO first")
            case "MAIL" | "RCPT" | "DATA" if not self._known:
                await self._say("530 5.7.0 authentication required")
            case "MAIL":
                self._sender = _address(rest, "FROM:")
                await self._say("250 OK" if self._sender else "501 MAIL FROM:<address>")
            case "RCPT":
                await self._recipient(rest)
            case "DATA":
                await self._take()
            case _:
                await self._say("502 not here")

    async def _greet(self) -> None:
        self._greeted = True
        offers = ["simulator", "8BITMIME", "SIZE 10000000"]
        offers += ["STARTTLS"] if self._room.tls and not self._secure else []
        offers += ["AUTH PLAIN LOGIN"] if self._room.login and self._secure else []
        for place, offer in enumerate(offers):
            await self._say(f"250{' ' if place == len(offers) - 1 else '-'}{offer}")

    async def _log_in(self, rest: str) -> None:
        how, _, said = rest.partition(" ")
        if not self._secure or how.upper() != "PLAIN":
            await self._say("504 only PLAIN, and only when nobody listens")
            return
        if not said:
            await self._say("334 ")
            said = (await self._reader.readline()).decode().strip()
        try:
            _, name, password = base64.b64decode(said).decode().split("\0")
        except ValueError:
            name = password = ""
        self._known = f"{name}:{password}" == self._room.login and not self._room.faults.happens("login_refused")
        await self._say("235 welcome" if self._known else "535 5.7.8 wrong credentials")

    async def _recipient(self, rest: str) -> None:
        to = _address(rest, "TO:")
        if not self._sender or not to:
            await self._say("503 MAIL FROM first" if to else "501 RCPT TO:<address>")
        elif self._room.faults.happens("greylist"):
            await self._say("450 4.2.0 greylisted, try again later")
        elif self._room.faults.happens("no_mailbox"):
            await self._say(f"550 5.1.1 <{to}> no such mailbox")
        else:
            self._to = to
            await self._say("250 OK")

    async def _take(self) -> None:
        if not self._to:
            await self._say("503 RCPT TO first")
            return
        await self._say("354 end with a dot")
        lines = list[bytes]()
        while (line := await self._reader.readline()) != b".\r\n":
            if not line:
                raise _HungUp
            lines.append(line.removeprefix(b"."))
        content = b"".join(lines)
        if self._room.faults.happens("silent"):
            raise _HungUp
        refused = self._refused(lines, content)
        if refused:
            await self._say(refused)
            return
        self._room.keep(self._to, content)
        self._to = ""
        if self._room.faults.happens("hang_up"):
            raise _HungUp
        await self._say("250 2.0.0 taken")

    def _refused(self, lines: Sequence[bytes], content: bytes) -> str:
        if self._room.faults.happens("too_busy"):
            return "451 4.3.2 try again later"
        if self._room.faults.happens("spam"):
            return "554 5.7.1 looks like spam"
        if any(not line.endswith(b"\r\n") or len(line) > LONGEST_LINE for line in lines):
            return "500 5.6.0 a line is too long or ends wrongly"
        mail = message_from_bytes(content, policy=default)
        missing = [name for name in ("From", "To", "Date", "Message-ID", "Subject") if not mail[name]]
        return f"554 5.6.0 lacks {', '.join(missing)}" if missing else ""

    async def _say(self, words: str) -> None:
        self._writer.write(f"{words}\r\n".encode())
        await self._writer.drain()


def _address(rest: str, word: str) -> str:
    """What stands between `<` and `>` after a word; options after it do not matter."""
    if not rest.upper().startswith(word):
        return ""
    inside, _, _ = rest[len(word) :].strip().removeprefix("<").partition(">")
    return inside if "@" in inside else ""


def party(room: Mailroom, port: int) -> Party:
    """The mails, to look at; the server itself is beside it, at a port of its own (0: any)."""

    @get("/", media_type=MediaType.HTML)
    async def everything() -> str:
        rows = [(mail.at, mail.to, mail.subject, mail.text) for mail in reversed(room.received)]
        return page("Mail", text(f"SMTP: {room.address}"), table(("at", "to", "subject", "text"), rows[:200]))

    @get("/inbox/{address:str}")
    async def inbox(address: FromPath[str]) -> list[Mail]:
        return list(room.to(address))

    return Party(
        name="mail",
        about="a mail server (SMTP); what mails came in",
        routes=[everything, inbox],
        faults=room.faults,
        forget=room.received.clear,
        beside=lambda: room.open(port),
    )
