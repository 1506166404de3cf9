"""E-mail over SMTP against a mail server that holds what comes in."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pydantic import SecretStr

from bdcommerce.contracts.notifications import Message
from bdcommerce.kernel import clock
from bdcommerce.notifications.adapters.settings import SmtpSettings
from bdcommerce.notifications.adapters.smtp import Smtp
from bdcommerce.notifications.domain.delivering import Verdict
from bdcommerce.notifications.jobs import deliver
from bdcommerce.simulators.messages.mailroom import Mailroom
from notifications.gateways import parcel
from support import tokens
from support.harness import Harness

ADDRESS, LOGIN = "rahim@example.com", "operator:let me in"
DAY = datetime(2026, 11, 22, 6, tzinfo=UTC)
WORDS = "রহিম স্টোর্স: ৳১,২৫০.০০ <b>পরিশোধ</b>।\n\n.হয়েছে & done"


@pytest.fixture
async def room() -> AsyncIterator[tuple[Mailroom, int]]:
    there = Mailroom()
    async with there.open() as port:
        yield there, port


def smtp(port: int, **changed: Any) -> Smtp:
    given: dict[str, Any] = {"host": "127.0.0.1", "port": port, "security": "none", "timeout": 2.0} | changed
    return Smtp(SmtpSettings(**given))


def mail(**changed: Any) -> Any:
    return parcel(
        **{"text": WORDS, "to": ADDRESS, "subject": "পরিশোধ\r\nBcc: all@example.com", "language": "bn"} | changed
    )


async def test_a_mail_says_the_same_as_text_and_as_html(room: tuple[Mailroom, int]) -> None:
    outcome = await smtp(room[1]).send(mail())
    [found] = room[0].to(ADDRESS)
    assert outcome.verdict == "accepted"
    assert found.text.replace("\r\n", "\n").strip() == WORDS
    assert "<p>রহিম স্টোর্স: ৳১,২৫০.০০ &lt;b&gt;পরিশোধ&lt;/b&gt;।</p>" in found.html
    assert 'lang="bn"' in found.html
    assert found.subject == "পরিশোধ Bcc: all@example.com"
    assert "List-Unsubscribe" not in found.headers


async def test_the_same_message_again_is_the_same_mail(room: tuple[Mailroom, int]) -> None:
    for _ in range(2):
        await smtp(room[1]).send(mail())
    assert {each.message_id for each in room[0].received} == {"<msg_01m81xqaz6e8zvnbqzdzp2w16j@bdcommerce.example>"}


async def test_who_no_longer_wants_marketing_says_so_with_one_click(room: tuple[Mailroom, int]) -> None:
    leave = {
        "unsubscribe": "https://shop.example/api/v1/unsubscribe/x",
        "leave_page": "https://shop.example/unsubscribe#x",
    }
    await smtp(room[1]).send(mail(marketing=True, **leave))
    [found] = room[0].to(ADDRESS)
    assert found.headers["List-Unsubscribe"] == f"<{leave['unsubscribe']}>"
    assert found.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert leave["leave_page"] in found.text
    assert f'href="{leave["leave_page"]}"' in found.html


@pytest.mark.parametrize(
    "fault, verdict",
    [
        ("greylist", "unsent"),
        ("too_busy", "unsent"),
        ("no_mailbox", "refused"),
        ("spam", "refused"),
        ("hang_up", "unsure"),
        ("silent", "unsure"),
    ],
)
async def test_what_a_server_says_decides_what_becomes_of_a_mail(
    room: tuple[Mailroom, int], fault: str, verdict: Verdict
) -> None:
    room[0].faults.arm(fault)
    outcome = await smtp(room[1]).send(mail())
    assert outcome.verdict == verdict
    assert ADDRESS not in outcome.reason
    assert (await smtp(room[1]).send(mail())).verdict == "accepted"


@pytest.mark.parametrize("to", ["রহিম@example.com", "a@b.com\r\nRCPT TO:<c@d.com>", "no address"])
async def test_an_address_that_no_server_takes_is_refused_for_good(room: tuple[Mailroom, int], to: str) -> None:
    assert (await smtp(room[1]).send(mail(to=to))).verdict == "refused"
    assert room[0].received == []


async def test_a_server_that_cannot_be_reached_has_taken_nothing() -> None:
    assert (await smtp(9).send(mail())).verdict == "unsent"
    assert not (await smtp(9).check()).working


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of a server on loopback, with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), clock.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "simulator")])
    alternative = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(alternative, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("mail") / "server.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


@pytest.mark.parametrize("security", ["starttls", "tls"])
async def test_a_mail_travels_protected_and_only_who_logs_in_is_served(certificate: Path, security: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    there = Mailroom(login=LOGIN, tls=context, at_once=security == "tls")
    name, _, password = LOGIN.partition(":")
    async with there.open() as port:
        common = {"security": security, "username": name, "ca_file": str(certificate)}
        good = smtp(port, password=SecretStr(password), **common)
        assert (await good.check()).working
        there.faults.arm("login_refused")
        assert (await good.send(mail())).verdict == "misconfigured"
        assert (await good.send(mail())).verdict == "accepted"
        assert (await smtp(port, password=SecretStr("wrong"), **common).send(mail())).verdict == "misconfigured"
        stranger = common | {"ca_file": ""}
        assert (await smtp(port, password=SecretStr(password), **stranger).send(mail())).verdict == "misconfigured"
    assert len(there.received) == 1


async def test_a_server_that_offers_no_protection_is_told_nothing(room: tuple[Mailroom, int]) -> None:
    assert (await smtp(room[1], security="starttls").send(mail())).verdict == "misconfigured"
    assert room[0].received == []


async def test_a_mail_goes_from_the_outbox_to_the_mailbox_and_comes_back_after_greylisting(
    notifications: Harness, room: tuple[Mailroom, int]
) -> None:
    deps = replace(notifications.deps, gateways=(smtp(room[1]),))
    room[0].faults.arm("greylist")
    params = {"amount": "৳1,250.00", "name": "Rahim Stores", "reference": "pay_1"}
    message = Message(key="one", template="payout_paid", to=ADDRESS, language="en", params=params)
    with clock.frozen(DAY):
        await notifications.face.send(message)
        await deliver(deps)
        assert room[0].received == []
    with clock.frozen(DAY + timedelta(minutes=1)):
        await deliver(deps)
        reply = await notifications.get("/admin/messages", as_=tokens.staff("messages.read"))
    [found] = room[0].to(ADDRESS)
    assert found.subject == "A payout of ৳1,250.00"
    assert [(each["state"], each["attempts"]) for each in reply.json()["items"]] == [("sent", 2)]
