"""Our mail server, over SMTP (RFC 5321), protected by STARTTLS or from the first byte. One connection a mail.

The library is that of the language; it blocks, so each mail has a thread for as long as it takes.
"""

import asyncio
import smtplib
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from email.utils import parseaddr

from bdcommerce.infra import telemetry
from bdcommerce.notifications.adapters.mail import message_id, written
from bdcommerce.notifications.adapters.no_reports import NoReports
from bdcommerce.notifications.adapters.settings import SmtpSettings
from bdcommerce.notifications.domain.delivering import Dedups, Outcome, Verdict, spoken
from bdcommerce.notifications.domain.templates import Channel
from bdcommerce.notifications.ports import Health, Parcel

_PORTS = {"tls": 465, "starttls": 587, "none": 25}
_OK, _GOES_ON, _FOR_GOOD = 250, 354, 500
_PARTY = "smtp"


class _Refused(Exception):
    """The server said no to a command."""

    def __init__(self, verdict: Verdict, code: int, said: bytes | str) -> None:
        words = said.decode(errors="replace") if isinstance(said, bytes) else said
        super().__init__(words)
        self.outcome = Outcome(verdict=verdict, code=str(code), reason=spoken(_without_addresses(words)))


class Smtp(NoReports):
    """See ports.Gateway."""

    name = _PARTY
    dedups: Dedups = "always"

    def __init__(self, settings: SmtpSettings) -> None:
        self._settings = settings
        self.channel: Channel = "email"
        self.price: int | None = None

    async def send(self, parcel: Parcel) -> Outcome:
        """See ports.Gateway."""
        return await _measured("send", lambda: self._send(parcel))

    async def check(self) -> Health:
        """Say who we are there, and no more."""
        outcome = await _measured("check", self._greet)
        return Health(working=outcome.verdict == "accepted", said=outcome.reason)

    def _send(self, parcel: Parcel) -> Outcome:
        try:
            content = written(parcel, self._settings.sender).as_bytes()
            recipient = parcel.to.encode("ascii").decode()
        except ValueError:
            return Outcome(verdict="refused", code="address", reason="no server takes an address like that")
        handed_over = False
        try:
            with self._connected() as server:
                _say(server.mail(parseaddr(self._settings.sender)[1]), "misconfigured")
                _say(server.rcpt(recipient), "refused")
                _say(server.docmd("DATA"), "refused", wanted=_GOES_ON)
                handed_over = True
                server.send(_dotted(content))
                _say(server.getreply(), "refused")
        except _Refused as refused:
            return refused.outcome
        except (OSError, smtplib.SMTPException) as error:
            return _trouble(error, handed_over=handed_over)
        return Outcome(verdict="accepted", reference=message_id(parcel, self._settings.sender))

    def _greet(self) -> Outcome:
        try:
            with self._connected() as server:
                _say(server.noop(), "misconfigured")
        except _Refused as refused:
            return refused.outcome
        except (OSError, smtplib.SMTPException) as error:
            return _trouble(error, handed_over=False)
        return Outcome(verdict="accepted")

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        wanted, context = self._settings, self._context()
        port = wanted.port or _PORTS[wanted.security]
        server: smtplib.SMTP
        if wanted.security == "tls":
            server = smtplib.SMTP_SSL(wanted.host, port, timeout=wanted.timeout, context=context)
        else:
            server = smtplib.SMTP(wanted.host, port, timeout=wanted.timeout)
        try:
            server.ehlo()
            if wanted.security == "starttls":
                _say(server.starttls(context=context), "misconfigured", wanted=220)
                server.ehlo()
            if wanted.username:
                server.login(wanted.username, wanted.password.get_secret_value())
            yield server
        finally:
            with suppress(OSError, smtplib.SMTPException):
                server.quit()

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self._settings.ca_file:
            context.load_verify_locations(self._settings.ca_file)
        return context


async def _measured(operation: str, do: Callable[[], Outcome]) -> Outcome:
    started = time.perf_counter()
    outcome = await asyncio.to_thread(do)
    telemetry.outside_finished(_PARTY, operation, outcome.verdict, time.perf_counter() - started)
    return outcome


def _say(reply: tuple[int, bytes], otherwise: Verdict, *, wanted: int = _OK) -> None:
    """Raises _Refused: for now (4xx) or for good (5xx)."""
    code, said = reply
    if code != wanted and not (wanted == _OK and code // 100 == 2):  # noqa: PLR2004 - 250, 251 and their like
        raise _Refused(otherwise if code >= _FOR_GOOD else "unsent", code, said)


def _trouble(error: Exception, *, handed_over: bool) -> Outcome:
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Outcome(verdict="misconfigured", code=str(error.smtp_code), reason="the server does not know us")
    if isinstance(error, smtplib.SMTPNotSupportedError | ssl.SSLError):
        return Outcome(verdict="misconfigured", code="tls", reason=spoken(f"no protected way there ({error})"))
    verdict: Verdict = "unsure" if handed_over else "unsent"
    return Outcome(verdict=verdict, code="no_answer", reason=spoken(type(error).__name__))


def _dotted(content: bytes) -> bytes:
    """As the command DATA wants it: dots at the beginning of lines doubled, a dot alone at the end."""
    return content.replace(b"\r\n.", b"\r\n..") + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")


def _without_addresses(words: str) -> str:
    return " ".join("…" if "@" in word else word for word in words.split())
