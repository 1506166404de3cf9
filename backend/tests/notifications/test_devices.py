"""Devices that are pushed to, and what only their browsers can read."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import text

from bdcommerce.contracts.notifications import Message
from bdcommerce.infra.settings import Refused
from bdcommerce.kernel import clock
from bdcommerce.notifications.adapters.push import Fcm
from bdcommerce.notifications.adapters.push.encryption import LONGEST, RECORD_SIZE, decoded, encoded, encrypted
from bdcommerce.notifications.adapters.push.settings import FcmSettings
from bdcommerce.notifications.adapters.push.webpush import content
from bdcommerce.notifications.bootstrap import SERVICE
from bdcommerce.notifications.jobs import deliver
from bdcommerce.simulators.messages import browsers
from notifications.conftest import neighbours
from notifications.gateways import Recorded, parcel
from notifications.pushes import KEY, Services, running
from support import tokens
from support.harness import Harness, service_harness

DAY = datetime(2026, 11, 22, 6, tzinfo=UTC)


def test_the_example_of_the_standard_comes_out_byte_by_byte() -> None:
    """RFC 8291, appendix A."""
    own = ec.derive_private_key(
        int.from_bytes(decoded("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"), "big"), KEY.curve
    )
    body = encrypted(
        b"When I grow up, I want to be a watermelon",
        decoded("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
        decoded("BTBZMqHH6r4Tts7J_aSIgg"),
        own=own,
        salt=decoded("DGv6ra1nlYgDCS1FRnbzlw"),
    )
    assert encoded(body) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(st.text(max_size=3_000))
def test_whatever_is_said_its_browser_reads_it_and_it_fits_one_record(words: str) -> None:
    there = browsers.Browser("")
    raw = content(parcel(words, subject="t"), LONGEST)
    body = encrypted(raw, there.public, there.secret)
    assert len(body) <= RECORD_SIZE
    shown = there.read(body)
    assert words.startswith(shown["body"].removesuffix("…"))
    assert len(raw) > LONGEST // 2 or shown["body"] == words


@pytest.mark.parametrize(
    "credentials", ["{", "{}", '{"project_id":"p","client_email":"e","private_key":"x","token_uri":"u"}']
)
def test_credentials_that_are_none_are_refused_at_the_start(credentials: str) -> None:
    with pytest.raises(Refused, match="BDC_FCM_CREDENTIALS"):
        Fcm(FcmSettings(url="http://127.0.0.1:9", credentials=SecretStr(credentials)), Recorded())


def subscription(services: Services, key: str) -> dict[str, Any]:
    return {"kind": "webpush", "subscription": services.browsers.subscribe(key), "label": "Firefox on Linux"}


async def test_a_customer_is_told_on_all_devices_and_those_that_are_gone_are_dropped(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running() as services:
        monkeypatch.setenv("BDC_FCM_URL", f"{services.firebase.url}/fcm")
        monkeypatch.setenv("BDC_FCM_CREDENTIALS", json.dumps(services.firebase.account))
        async with service_harness(postgres_url, SERVICE, neighbours()) as notifications:
            await told_on_all_devices(notifications, services)


async def told_on_all_devices(notifications: Harness, services: Services) -> None:
    me, other = tokens.customer("usr_1"), tokens.customer("usr_2")
    key = (await notifications.get("/push/web-key")).json()["key"]
    given = subscription(services, key)
    first = await notifications.post("/me/devices/push", given, as_=me)
    assert first.status_code == 201, first.text
    again = await notifications.post("/me/devices/push", given, as_=me)
    assert again.json()["id"] == first.json()["id"]
    for token in ("device-1", "gone-2"):
        await notifications.post("/me/devices/push", {"kind": "fcm", "token": token}, as_=me)
    message = Message(
        key="one", template="back_in_stock", to="+8801712345678", language="en", params={"title": "Rice"},
        owner_id="usr_1",
    )  # fmt: skip
    with clock.frozen(DAY):
        await notifications.face.send(message)
        await deliver(notifications.deps)
    [there] = services.browsers.browsers.values()
    assert [shown["body"] for shown in there.shown.values()] == ["Rice can be bought again."]
    assert len(services.firebase.pushed) == 1
    left = (await notifications.get("/me/devices/push", as_=me)).json()["items"]
    assert [(each["kind"], each["label"]) for each in left] == [("fcm", ""), ("webpush", "Firefox on Linux")]
    assert (await notifications.get("/me/devices/push", as_=other)).json()["items"] == []
    path = f"/me/devices/push/{left[0]['id']}"
    assert (await notifications.delete(path, as_=other)).status_code == 404
    assert (await notifications.delete(path, as_=me)).status_code == 204
    async with notifications.database.transaction() as tx:
        stored = str(await tx.rows(text("SELECT * FROM device")))
    assert "/webpush/send/" not in stored


async def test_what_is_no_device_is_refused_and_so_is_an_eleventh(notifications: Harness) -> None:
    me = tokens.customer("usr_1")
    service = browsers.Service("https://fcm.googleapis.com")
    good: dict[str, Any] = {"kind": "webpush", "subscription": service.subscribe("")}
    far = {"kind": "webpush", "subscription": good["subscription"] | {"endpoint": "https://evil.example/"}}
    weak = {"p256dh": "B" * 87, "auth": "A" * 22}
    bad = {"kind": "webpush", "subscription": good["subscription"] | {"keys": weak}}
    for body, field in (
        (far, "subscription.endpoint"),
        (bad, "subscription.keys"),
        ({"kind": "webpush"}, "subscription"),
        ({"kind": "fcm", "token": "x"}, "kind"),
    ):
        reply = await notifications.post("/me/devices/push", body, as_=me)
        assert (reply.status_code, reply.json()["errors"][0]["field"]) == (422, field)
    for _ in range(10):
        await notifications.post("/me/devices/push", {"kind": "webpush", "subscription": service.subscribe("")}, as_=me)
    reply = await notifications.post("/me/devices/push", good, as_=me)
    assert (reply.status_code, reply.json()["code"]) == (409, "too_many_devices")
