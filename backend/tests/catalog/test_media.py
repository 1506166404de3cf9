"""Pictures over HTTP: uploaded once, shown for ever, referred to by products, forgotten when nothing shows them."""

from datetime import timedelta
from typing import Any

import httpx
import pytest

from bdcommerce.catalog.jobs import drop_unused_media
from bdcommerce.kernel import clock
from catalog.market import FACTS, STAFF, Market, ok, refused
from catalog.pictures import picture, small
from support import tokens

FRONT = {"en": "From the front", "bn": "সামনে থেকে"}


async def upload(market: Market, token: str, content: bytes = b"", path: str = "/vendor/media") -> httpx.Response:
    headers = {"Content-Type": "image/jpeg"}
    return await market.harness.post(path, as_=token, content=content or small(), headers=headers)


async def later(market: Market, hours: int) -> None:
    with clock.frozen(clock.now() + timedelta(hours=hours)):
        await drop_unused_media(market.harness.deps)


async def test_an_upload_is_shown_in_sizes_under_names_that_never_change(market: Market) -> None:
    as_ = tokens.vendor(await market.vendor())
    made = ok(await upload(market, as_, picture(400, 300)))
    assert (made["width"], made["height"], [each["width"] for each in made["sizes"]]) == (400, 300, [160, 320, 400])
    assert made["url"] == made["sizes"][-1]["webp"]
    for path, kind in ((made["sizes"][0]["webp"], "image/webp"), (made["sizes"][0]["avif"], "image/avif")):
        shown = await market.harness.get(path.removeprefix("/api/v1"))
        assert (shown.status_code, shown.headers["content-type"]) == (200, kind)
        assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert shown.headers["x-content-type-options"] == "nosniff"
        assert shown.content[:12].endswith(b"WEBP") or b"ftypavif" in shown.content[:16]


async def test_the_same_upload_is_the_same_picture(market: Market) -> None:
    as_, other = tokens.vendor(await market.vendor()), tokens.vendor(await market.vendor("Karim Traders"))
    first = ok(await upload(market, as_))
    form = await market.harness.post("/vendor/media", as_=as_, files={"file": ("a.jpg", small(), "image/jpeg")})
    assert ok(form)["id"] == first["id"]
    theirs = ok(await upload(market, other))
    assert (theirs["id"] != first["id"], theirs["url"]) == (True, first["url"])
    mine = ok(await market.harness.get("/vendor/media", as_=as_))["items"]
    assert [each["id"] for each in mine] == [first["id"]]


async def test_what_is_no_picture_or_too_much_of_one_is_refused(market: Market) -> None:
    as_ = tokens.vendor(await market.vendor())
    assert "file" in refused(await upload(market, as_, b"GIF89a..."), 422, "unusable_picture")
    assert "file" in refused(await upload(market, as_, b"x" * 10_000_001), 422, "unusable_picture")
    form = await market.harness.post("/vendor/media", as_=as_, files={"other": ("a.jpg", small(), "image/jpeg")})
    assert "file" in refused(form, 422, "unusable_picture")
    name = "0" * 64
    refused(await market.harness.get(f"/media/{name}.webp"), 404, "unknown_file")
    assert (await market.harness.get(f"/media/{name}.svg")).status_code == 422
    assert (await market.harness.get("/media/..%2f..%2fetc%2fpasswd")).status_code in {404, 422}


async def test_products_and_variants_refer_to_uploads(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    as_ = tokens.vendor(vendor_id)
    front = ok(await upload(market, as_))
    back = ok(await upload(market, as_, picture(200, 160, "PNG", colour=(0, 0, 255))))
    elsewhere = {"url": "https://img.example.com/a.jpg", "alt": "Elsewhere"}
    images = [{"media_id": front["id"], "alt": FRONT}, elsewhere]
    variants = [{"weight_grams": 1, "images": [{"media_id": back["id"], "alt": {"en": "Back"}}]}]
    product, _ = await market.on_sale(vendor_id, category_id, facts={"images": images}, variants=variants)
    assert product["facts"]["images"] == [
        {"media_id": front["id"], "url": front["url"], "alt": FRONT},
        {"media_id": "", "url": elsewhere["url"], "alt": {"en": "Elsewhere", "bn": ""}},
    ]
    (card,) = await market.list()
    shown = {name: front[name] for name in ("url", "width", "height", "colour", "sizes")}
    assert card["image"] == shown | {"alt": FRONT}
    page = await market.page(product["slug"])
    assert page["images"][0] == card["image"]
    assert (page["images"][1]["width"], page["images"][1]["sizes"]) == (None, [])
    assert page["variants"][0]["images"][0]["url"] == back["url"]


@pytest.mark.parametrize("whose", ["another vendor's", "nobody's", "no picture at all"])
async def test_only_ones_own_uploads_can_be_shown(market: Market, whose: str) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    stranger = tokens.vendor(await market.vendor("Karim Traders"))
    image: dict[str, Any] = {"media_id": "med_00000000000000000000000000"}
    if whose == "another vendor's":
        image = {"media_id": ok(await upload(market, stranger))["id"]}
    elif whose == "no picture at all":
        image = {"alt": "nothing"}
    body = {"category_id": category_id, "variants": [{"weight_grams": 1}], "facts": FACTS | {"images": [image]}}
    reply = await market.harness.post("/vendor/products", body, as_=tokens.vendor(vendor_id))
    assert any(field.startswith("facts.images") for field in refused(reply, 422, "invalid"))


async def test_what_nothing_shows_is_forgotten_after_a_day(market: Market) -> None:
    vendor_id, category_id = await market.vendor(), await market.category()
    as_ = tokens.vendor(vendor_id)
    used = ok(await upload(market, as_))
    idle = ok(await upload(market, as_, picture(200, 160, "PNG")))
    image = {"images": [{"media_id": used["id"]}]}
    product = await market.draft(vendor_id, category_id, facts=image)

    async def there() -> list[str]:
        return [each["id"] for each in ok(await market.harness.get("/vendor/media", as_=as_))["items"]]

    await later(market, 23)
    assert await there() == [idle["id"], used["id"]]
    await later(market, 25)
    assert await there() == [used["id"]]
    refused(await market.harness.get(idle["url"].removeprefix("/api/v1")), 404, "unknown_file")
    ok(await market.harness.get("/vendor/products", as_=as_))
    body = {"version": 1, "facts": {"images": [{"url": "https://img.example.com/a.jpg"}]}}
    ok(await market.harness.patch(f"/vendor/products/{product['id']}", body, as_=as_))
    await later(market, 25)
    assert await there() == []


async def test_a_file_that_another_picture_has_too_stays(market: Market) -> None:
    vendor_id = await market.vendor()
    mine = ok(await upload(market, tokens.vendor(vendor_id)))
    theirs = ok(await upload(market, tokens.vendor(await market.vendor("Karim Traders"))))
    await market.draft(vendor_id, await market.category(), facts={"images": [{"media_id": mine["id"]}]})
    await later(market, 25)
    assert mine["url"] == theirs["url"]
    assert (await market.harness.get(mine["url"].removeprefix("/api/v1"))).status_code == 200


async def test_a_brand_shows_a_logo_that_staff_have_uploaded(market: Market) -> None:
    as_ = tokens.vendor(await market.vendor())
    logo = ok(await upload(market, STAFF, path="/admin/media"))
    vendors_own = ok(await upload(market, as_))
    body = {"name": {"en": "Pran", "bn": "প্রাণ"}}
    reply = await market.harness.post("/admin/brands", body | {"logo": vendors_own["id"]}, as_=STAFF)
    assert "logo" in refused(reply, 422, "invalid")
    made = ok(await market.harness.post("/admin/brands", body | {"logo": logo["id"]}, as_=STAFF))
    assert made["logo"] == logo["id"]
    shown = ok(await market.harness.get("/brands/pran"))["logo"]
    assert (shown["url"], shown["alt"]) == (logo["url"], body["name"])
    await later(market, 25)
    assert (await market.harness.get(logo["url"].removeprefix("/api/v1"))).status_code == 200


async def test_strangers_upload_nothing(market: Market) -> None:
    for path, wrong in (("/vendor/media", STAFF), ("/admin/media", tokens.vendor("ven_1"))):
        assert (await upload(market, "", path=path)).status_code == 401
        for token in (tokens.customer(), wrong, tokens.vendor("ven_1", "packer")):
            assert (await upload(market, token, path=path)).status_code == 403
