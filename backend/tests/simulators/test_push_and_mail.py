"""The push services and the mail server that are stood in for refuse what the real ones would, whoever asks."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey
from litestar.testing import AsyncTestClient

from bdcommerce.kernel import clock
from bdcommerce.simulators.application import application
from bdcommerce.simulators.messages import browsers, fcm
from bdcommerce.simulators.messages.mailroom import Mailroom

HERE = "http://testserver.local"
FIREBASE, SERVICE = fcm.Firebase(HERE), browsers.Service(HERE)
ROBOT = RSAKey.import_key(FIREBASE.account["private_key"])
SHOP = ECKey.generate_key("P-256")
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    FIREBASE.forget()
    SERVICE.browsers.clear()
    async with AsyncTestClient(application([fcm.party(FIREBASE), browsers.party(SERVICE)])) as running:
        yield running


def claims(**changed: Any) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    good = {"iss": fcm.ROBOT, "aud": f"{HERE}/fcm/token", "scope": fcm.SCOPE, "iat": now, "exp": now + 3600}
    return good | changed


async def granted(client: httpx.AsyncClient, key: RSAKey = ROBOT, **changed: Any) -> httpx.Response:
    form = {
        "grant_type": GRANT,
        "assertion": jwt.encode({"alg": "RS256"}, claims(**changed), key, algorithms=["RS256"]),
    }
    return await client.post("/fcm/token", data=form)


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "somebody@else.example"},
        {"aud": "https://oauth2.googleapis.com/token"},
        {"scope": "https://www.googleapis.com/auth/cloud-platform"},
        {"exp": int(clock.now().timestamp()) - 1},
        {"exp": int(clock.now().timestamp()) + 8_000},
        {"iat": int(clock.now().timestamp()) + 100_000},
    ],
)
async def test_firebase_grants_nothing_to_who_proves_nothing(
    client: httpx.AsyncClient, changed: dict[str, Any]
) -> None:
    assert (await granted(client, **changed)).status_code == 400


async def test_firebase_grants_nothing_to_another_key_or_another_grant(client: httpx.AsyncClient) -> None:
    assert (await granted(client, RSAKey.generate_key(2048))).status_code == 400
    assert (await client.post("/fcm/token", data={"grant_type": "password", "assertion": "x"})).status_code == 400
    assert (await granted(client)).json()["token_type"] == "Bearer"


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"token": "a", "topic": "b"},
        {"token": "a", "data": {"number": 1}},
        {"token": "a", "colour": "red"},
        {"token": "a", "android": {"ttl": "3600"}},
        {"token": "a", "notification": {"body": "x" * 4_400}},
    ],
)
async def test_firebase_refuses_messages_that_are_none(client: httpx.AsyncClient, message: dict[str, Any]) -> None:
    headers = {"Authorization": f"Bearer {(await granted(client)).json()['access_token']}"}
    path = f"/fcm/v1/projects/{fcm.PROJECT}/messages:send"
    reply = await client.post(path, json={"message": message}, headers=headers)
    assert (reply.status_code, reply.json()["error"]["details"][0]["errorCode"]) == (400, "INVALID_ARGUMENT")
    assert (await client.post(path, json={"message": {"token": "a"}})).status_code == 401
    other = await client.post("/fcm/v1/projects/other/messages:send", json={"message": message}, headers=headers)
    assert other.status_code == 403


def vapid(**changed: Any) -> str:
    """A proof with these claims; `exp` in seconds from now."""
    body: dict[str, Any] = {"aud": HERE, "exp": 600, "sub": "mailto:a@b.example"} | changed
    body["exp"] += int(clock.now().timestamp())
    raw = json.loads(json.dumps(SHOP.as_dict(private=False)))
    key = browsers._text(b"\x04" + browsers._bytes(raw["x"]) + browsers._bytes(raw["y"]))
    return f"vapid t={jwt.encode({'alg': 'ES256'}, body, SHOP)}, k={key}"


@pytest.mark.parametrize(
    "claims, headers, status",
    [
        ({"aud": "https://other.example"}, {}, 403),
        ({"exp": -1}, {}, 403),
        ({"exp": 90_000}, {}, 403),
        ({"sub": "nobody"}, {}, 403),
        ({}, {"Authorization": "Bearer x"}, 401),
        ({}, {"Content-Encoding": "gzip"}, 400),
        ({}, {"TTL": ""}, 400),
        ({}, {"Topic": "x" * 33}, 400),
        ({}, {}, 400),
    ],
)
async def test_a_push_service_believes_nobody_and_its_browsers_read_no_nonsense(
    client: httpx.AsyncClient, claims: dict[str, Any], headers: dict[str, str], status: int
) -> None:
    assert (await push(client, vapid(**claims), headers)).status_code == status


async def test_a_push_service_does_not_believe_a_signature_of_somebody_else(client: httpx.AsyncClient) -> None:
    assert (await push(client, vapid()[:-9] + "AAAAAAAAA", {})).status_code == 403


async def push(client: httpx.AsyncClient, proof: str, headers: dict[str, str]) -> httpx.Response:
    """Nonsense, sent to a browser with that proof."""
    subscription = (await client.post("/webpush/subscribe", params={"key": vapid().rpartition("k=")[2]})).json()
    path = subscription["endpoint"].removeprefix(HERE)
    common = {"Authorization": proof, "Content-Encoding": "aes128gcm", "TTL": "60"}
    return await client.post(path, content=bytes(120), headers=common | headers)


async def test_a_push_service_knows_what_has_left_and_what_is_too_big(client: httpx.AsyncClient) -> None:
    headers = {"Content-Encoding": "aes128gcm", "TTL": "60", "Authorization": vapid()}
    assert (await client.post("/webpush/send/nobody", content=b"x", headers=headers)).status_code == 410
    path = (await client.post("/webpush/subscribe", params={"key": "x"})).json()["endpoint"].removeprefix(HERE)
    assert (await client.post(path, content=bytes(4_097), headers=headers)).status_code == 413


async def said(room: Mailroom, *lines: str) -> list[str]:
    """What a mail server answers to these lines, the greeting left out."""
    async with room.open() as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await reader.readline()
        writer.write("".join(f"{line}\r\n" for line in (*lines, "QUIT")).encode())
        answers = (await reader.read()).decode().splitlines()
        writer.close()
    return [answer[:3] for answer in answers if answer[3:4] != "-"]


@pytest.mark.parametrize(
    "lines, answers",
    [
        (["MAIL FROM:<a@b.example>"], ["503"]),
        (["EHLO x", "RCPT TO:<a@b.example>"], ["250", "503"]),
        (["EHLO x", "MAIL FROM:nobody"], ["250", "501"]),
        (["EHLO x", "DATA"], ["250", "503"]),
        (["EHLO x", "STARTTLS"], ["250", "502"]),
        (["EHLO x", "AUTH PLAIN AGEAYg=="], ["250", "504"]),
    ],
)
async def test_a_mail_server_keeps_to_the_order_of_things(lines: list[str], answers: list[str]) -> None:
    assert await said(Mailroom(), *lines) == [*answers, "221"]


@pytest.mark.parametrize("content, answer", [("hello", "554"), ("Subject: x\r\n\r\n" + "y" * 1_100, "500")])
async def test_a_mail_server_refuses_mails_that_are_none(content: str, answer: str) -> None:
    room = Mailroom()
    begin = ["EHLO x", "MAIL FROM:<a@b.example>", "RCPT TO:<c@d.example>", "DATA"]
    assert await said(room, *begin, content, ".") == ["250", "250", "250", "354", answer, "221"]
    assert room.received == []
