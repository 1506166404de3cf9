"""Photos that prove a delivery: decoded, stripped, kept once, and shown to nobody else."""

import struct
import zlib
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bdcommerce.contracts.fulfilment import ShipmentDelivered
from bdcommerce.fulfilment.adapters.photos import PillowPhotos
from bdcommerce.fulfilment.errors import UnreadablePhoto
from bdcommerce.kernel.money import Money
from support import tokens
from support.faces.compliance import FakeCompliance
from support.harness import Harness
from support.parcels import Parcels, rider

RAHIMA = "usr_rahima"
CHEAP = Money(40000)


def picture(colour: str = "teal", *, kind: str = "JPEG", size: tuple[int, int] = (64, 48), **exif: Any) -> bytes:
    """A photo as a phone takes it."""
    image, file = Image.new("RGB", size, colour), BytesIO()
    tags = Image.Exif()
    tags[0x010F] = "A phone with a name"
    tags.get_ifd(0x8825)[2] = (23.0, 44.0, 1.0)
    for tag, value in {"taken": 0x9003, "offset": 0x9011}.items():
        if tag in exif:
            tags.get_ifd(0x8769)[value] = exif[tag]
    if "orientation" in exif:
        tags[0x0112] = exif["orientation"]
    image.save(file, kind, exif=tags)
    return file.getvalue()


async def photographed(parcels: Parcels, parcel: dict[str, Any], content: bytes | None = None) -> Any:
    path = f"/admin/shipments/{parcel['shipment_id']}/photos"
    headers = {"Content-Type": "image/jpeg"}
    return await parcels.service.post(path, content=content or picture(), headers=headers, as_=rider())


async def by_photo(parcels: Parcels, parcel: dict[str, Any], photo_id: str, **more: Any) -> Any:
    body = {"photo_id": photo_id, "collected": parcel["cod"], **more}
    return await parcels.do(parcel, "deliver", body)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_photo_keeps_its_points_and_its_time_and_nothing_else(kind: str) -> None:
    photo = await PillowPhotos().develop(picture(kind=kind, taken="2026:11:22 11:30:00", offset="+06:00"))

    kept = Image.open(BytesIO(photo.content))
    assert (kept.format, kept.size, photo.width, photo.height) == ("WEBP", (64, 48), 64, 48)
    assert dict(kept.getexif()) == {}
    assert b"A phone with a name" not in photo.content
    assert photo.captured_at == datetime(2026, 11, 22, 5, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "said, taken",
    [
        ({"taken": "2026:11:22 11:30:00"}, datetime(2026, 11, 22, 5, 30, tzinfo=UTC)),
        ({"taken": "2026:11:22 11:30:00", "offset": "+00:00"}, datetime(2026, 11, 22, 11, 30, tzinfo=UTC)),
        ({"taken": "0000:00:00 00:00:00"}, None),
        ({"taken": "yesterday"}, None),
        ({}, None),
    ],
)
async def test_a_camera_that_says_no_time_says_none(said: dict[str, Any], taken: datetime | None) -> None:
    assert (await PillowPhotos().develop(picture("teal", **said))).captured_at == taken


async def test_a_photo_stands_upright_and_is_no_larger_than_needed() -> None:
    photo = await PillowPhotos().develop(picture(size=(3000, 1500), orientation=6))

    assert (photo.width, photo.height) == (1024, 2048)


def _huge() -> bytes:
    """A small file that says it is 20,000 by 20,000 points."""
    header = struct.pack(">IIBBBBB", 20_000, 20_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk))


@pytest.mark.parametrize(
    "content", [b"x", b"{}", picture()[:200], picture(kind="PNG")[:80], _huge(), b"GIF89a" + b"\0" * 40]
)
async def test_what_is_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePhoto):
        await PillowPhotos().develop(content)


async def test_a_photo_proves_the_delivery_of_a_cheap_parcel(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out(CHEAP, customer_id=RAHIMA)
    kept = await photographed(parcels, parcel, picture(taken="2026:11:22 11:30:00"))
    assert kept.status_code == 201, kept.text
    assert kept.json()["captured_at"] == "2026-11-22T05:30:00Z"

    reply = await by_photo(parcels, parcel, kept.json()["evidence_id"])

    assert (reply.status_code, reply.json()["status"]) == (200, "delivered")
    (told,) = await fulfilment.told(ShipmentDelivered)
    assert (told.proof, told.evidence_id, told.collected) == ("photo", kept.json()["evidence_id"], CHEAP)
    seen = (await fulfilment.get(f"/orders/{parcel['order_id']}/shipments", as_=tokens.customer(RAHIMA))).json()
    assert (seen["items"][0]["proof"], seen["items"][0]["evidence_id"]) == ("photo", told.evidence_id)


async def test_above_the_rule_s_cash_only_the_code_proves(parcels: Parcels, compliance: FakeCompliance) -> None:
    parcel = await parcels.out(CHEAP)
    photo_id = (await photographed(parcels, parcel)).json()["evidence_id"]
    compliance.set_rule("delivery.photo_proof_max_cod", 39999)

    reply = await by_photo(parcels, parcel, photo_id)

    assert (reply.status_code, reply.json()["code"]) == (409, "photo_not_enough")
    assert (await parcels.deliver(parcel, parcels.code())).status_code == 200


async def test_a_code_or_a_photo_is_needed_and_not_both(parcels: Parcels) -> None:
    parcel = await parcels.out(CHEAP)
    photo_id = (await photographed(parcels, parcel)).json()["evidence_id"]

    assert (await by_photo(parcels, parcel, photo_id, code=parcels.code())).status_code == 422
    assert (await by_photo(parcels, parcel, "")).status_code == 422
    unknown = await by_photo(parcels, parcel, "evd_nowhere")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_evidence")
    wrong = await by_photo(parcels, parcel, photo_id, collected={"amount": 39999, "currency": "BDT"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "wrong_collection")


async def test_a_picture_proves_one_delivery(parcels: Parcels) -> None:
    first, second = await parcels.out(CHEAP), await parcels.out(CHEAP)
    kept = (await photographed(parcels, first)).json()["evidence_id"]

    again, elsewhere = await photographed(parcels, first), await photographed(parcels, second)

    assert again.json()["evidence_id"] == kept
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "photo_used")
    foreign = await by_photo(parcels, second, kept)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "unknown_evidence")


async def test_a_parcel_is_photographed_at_the_door_only_and_ten_times(parcels: Parcels) -> None:
    waiting = await parcels.booked(CHEAP)
    reply = await photographed(parcels, waiting)
    assert (reply.status_code, reply.json()["code"]) == (409, "not_possible_now")
    out = await parcels.out(CHEAP)
    for number in range(10):
        assert (await photographed(parcels, out, picture(f"#{25 * number:02x}8040"))).status_code == 201
    eleventh = await photographed(parcels, out, picture("red"))
    assert (eleventh.status_code, eleventh.json()["code"]) == (409, "too_many_photos")


@pytest.mark.parametrize("content, status", [(b"no picture", 422), (b"x" * 8_000_001, 413)])
async def test_an_upload_that_is_no_picture_or_too_long_is_refused(
    parcels: Parcels, content: bytes, status: int
) -> None:
    assert (await photographed(parcels, await parcels.out(CHEAP), content)).status_code == status


async def test_only_the_order_s_parties_and_staff_see_a_photo(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out(CHEAP, customer_id=RAHIMA)
    shipment, photo = parcel["shipment_id"], (await photographed(parcels, parcel)).json()["evidence_id"]
    ways = {
        f"/shipments/{shipment}/photos/{photo}": tokens.customer(RAHIMA),
        f"/vendor/shipments/{shipment}/photos/{photo}": tokens.vendor(parcels.vendor_id),
        f"/admin/tracking/{shipment}/photos/{photo}": tokens.staff("shipments.manage"),
    }
    strangers = [tokens.customer("usr_stranger"), tokens.vendor("ven_other"), tokens.staff("orders.read")]

    for (path, party), stranger in zip(ways.items(), strangers, strict=True):
        shown = await fulfilment.get(path, as_=party)
        assert (shown.status_code, shown.headers["content-type"]) == (200, "image/webp")
        assert shown.headers["cache-control"] == "private, no-store"
        assert Image.open(BytesIO(shown.content)).size == (64, 48)
        assert (await fulfilment.get(path, as_=stranger)).status_code in {403, 404}
        assert (await fulfilment.get(path)).status_code in {401, 404}
        assert (await fulfilment.get(path.replace(photo, "evd_nowhere"), as_=party)).status_code == 404


async def test_a_customer_sees_the_proof_and_not_what_vendor_and_courier_argue_about(
    parcels: Parcels, fulfilment: Harness
) -> None:
    parcel = await parcels.booked(customer_id=RAHIMA)
    shipment = parcel["shipment_id"]
    sent = {"content": picture(), "headers": {"Content-Type": "image/jpeg"}}
    ours = tokens.vendor(parcels.vendor_id)

    kept = (await fulfilment.post(f"/vendor/shipments/{shipment}/photos", **sent, as_=ours)).json()

    hidden = await fulfilment.get(f"/shipments/{shipment}/photos/{kept['evidence_id']}", as_=tokens.customer(RAHIMA))
    assert (hidden.status_code, hidden.json()["code"]) == (404, "unknown_evidence")
    seen = (await fulfilment.get(f"/vendor/shipments/{shipment}", as_=ours)).json()
    assert [(one["evidence_id"], one["purpose"]) for one in seen["photos"]] == [(kept["evidence_id"], "damage")]
    stranger = await fulfilment.post(f"/vendor/shipments/{shipment}/photos", **sent, as_=tokens.vendor("ven_other"))
    assert (stranger.status_code, stranger.json()["code"]) == (404, "unknown_shipment")


async def test_a_photo_is_kept_under_what_is_in_it(parcels: Parcels, fulfilment: Harness) -> None:
    parcel = await parcels.out(CHEAP)
    office = tokens.staff("shipments.manage")
    path = f"/admin/tracking/{parcel['shipment_id']}"
    sent = {"content": picture(), "headers": {"Content-Type": "image/png"}, "as_": office}

    first = (await fulfilment.post(f"{path}/photos", **sent)).json()
    again = (await fulfilment.post(f"{path}/photos", **sent)).json()

    assert first == again
    assert first["purpose"] == "claim"
    assert datetime.fromisoformat(first["uploaded_at"]) - datetime(2026, 11, 22, 6, tzinfo=UTC) < timedelta(hours=1)
    assert len((await fulfilment.get(path, as_=office)).json()["photos"]) == 1
