"""The pages' server: what it answers itself, what it passes inside, and how a browser is told to treat it."""

import asyncio
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest

from bdcommerce.gateway.adapters.site import Built, NotBuilt, Site
from bdcommerce.infra.http.origin import Origins

FILES = {
    "manifest.json": json.dumps({
        "src/shop/main.tsx": {"file": "assets/shop-1.js", "imports": ["_frame.js"]},
        "_frame.js": {"file": "assets/frame-1.js"},
        "src/shop/pages/Home.tsx": {"file": "assets/Home-1.js", "imports": ["_frame.js"]},
        "src/vendor/main.tsx": {"file": "assets/vendor-1.js"},
        "src/boot/early.ts": {"file": "assets/early-1.js"},
        "styles.css": {"file": "assets/styles-1.css", "name": "styles"},
    }),
    "texts.json": json.dumps({
        language: {
            "brand": "BD", "page": "{{title}}", "site": {"title": "All", "tagline": "Things"}, "areas": {"vendor": "V"},
        }
        for language in ("bn", "en")
    }),
    "assets/shop-1.js": "shop()",
    "assets/shop-1.js.br": "brotli",
    "assets/early-1.js": "early()",
    "assets/vendor-1.js": "vendor()",
    "worker.js": "work()",
}  # fmt: skip
ANSWERS = {
    "/api/v1/categories": [{"id": "cat_1", "slug": "grocery", "name": {"en": "Grocery"}, "children": []}],
    "/api/v1/products": {"items": [], "next_cursor": None},
}
Headers = dict[bytes, bytes]


class Inside:
    """Stands for the API: answers what it knows and remembers how it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Headers]] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        del receive
        self.asked.append((scope["path"], dict(scope["headers"])))
        found = ANSWERS.get(scope["path"])
        start: dict[str, Any] = {
            "type": "http.response.start",
            "status": 200 if found is not None else 404,
            "headers": [],
        }
        await send(start)
        await send({"type": "http.response.body", "body": json.dumps(found).encode(), "more_body": False})


@pytest.fixture
def built(tmp_path: Path) -> Built:
    for name, text in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return Built(tmp_path)


@pytest.fixture
def inside() -> Inside:
    return Inside()


@pytest.fixture
def site(built: Built, inside: Inside) -> Site:
    return Site(inside, built, "https://shop.example/", Origins((), "x-forwarded-for", "token"))


def ask(site: Site, target: str, *, method: str = "GET", **headers: str) -> tuple[int, Headers, bytes]:
    """One request; header names with `_` for `-`."""
    path, _, query = target.partition("?")
    sent = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope: Any = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "scheme": "https",
                  "query_string": query.encode(), "headers": sent, "client": ("192.0.2.1", 1), "state": {}}  # fmt: skip
    messages: list[Any] = []

    async def send(message: Any) -> None:
        messages.append(message)

    async def receive() -> Any:
        return {"type": "http.disconnect"}

    asyncio.run(site(scope, receive, send))
    return messages[0]["status"], dict(messages[0]["headers"]), messages[1]["body"]


def test_a_page_is_written_from_what_the_api_answers_to_anybody(site: Site, inside: Inside) -> None:
    status, headers, body = ask(site, "/en/", authorization="Bearer mine", x_guest_token="mine", cookie="language=bn")
    assert status == 200
    assert b"Grocery" in body
    assert {path for path, _ in inside.asked} == {"/api/v1/categories", "/api/v1/products"}
    told = {name for _, sent in inside.asked for name in sent}
    assert told == {b"accept", b"accept-language"}
    assert headers[b"cache-control"] == b"public, max-age=0, must-revalidate"


def test_a_browser_may_run_nothing_that_is_not_ours(site: Site) -> None:
    _, headers, body = ask(site, "/bn/")
    assert b"default-src 'none'" in headers[b"content-security-policy"]
    assert b"unsafe" not in headers[b"content-security-policy"]
    assert b"<script>early()</script>" in body
    assert b" style=" not in body
    assert headers[b"strict-transport-security"]


def test_all_that_a_script_imports_is_asked_for_at_once(site: Site) -> None:
    _, _, body = ask(site, "/bn/")
    assert body.count(b'<link rel="modulepreload" href="/assets/frame-1.js">') == 1
    assert b'<link rel="modulepreload" href="/assets/Home-1.js">' in body


def test_a_file_of_the_build_is_kept_for_ever_and_given_compressed(site: Site, inside: Inside) -> None:
    _, headers, body = ask(site, "/assets/shop-1.js", accept_encoding="gzip, br")
    assert (headers[b"content-encoding"], body) == (b"br", b"brotli")
    assert b"immutable" in headers[b"cache-control"]
    assert inside.asked == []


def test_the_worker_is_looked_for_again(site: Site) -> None:
    _, headers, _ = ask(site, "/worker.js")
    assert b"must-revalidate" in headers[b"cache-control"]


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    _, headers, body = ask(site, "/bn/", accept_encoding="gzip")
    assert gzip.decompress(body).startswith(b"<!doctype html>")
    status, _, again = ask(site, "/bn/", if_none_match=headers[b"etag"].decode())
    assert (status, again) == (304, b"")


def test_a_head_has_no_body(site: Site) -> None:
    status, headers, body = ask(site, "/bn/", method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers[b"content-length"]) > 0


@pytest.mark.parametrize(
    "path, cookie, there",
    [
        ("/", "", "/bn/"),
        ("/", "language=en", "/en/"),
        ("/", "language=fr", "/bn/"),
        ("/orders/ord_1?payment=captured", "a=b; language=en", "/en/orders/ord_1?payment=captured"),
    ],
)
def test_a_path_without_a_language_leads_to_one(site: Site, path: str, cookie: str, there: str) -> None:
    status, headers, _ = ask(site, path, cookie=cookie)
    assert (status, headers[b"location"]) == (302, there.encode())


@pytest.mark.parametrize("path", ["/api/v1/categories", "/docs", "/health/live", "/openapi.json", "/metrics"])
def test_what_is_not_a_page_is_answered_inside(site: Site, inside: Inside, path: str) -> None:
    ask(site, path)
    assert [asked for asked, _ in inside.asked] == [path]


def test_whatever_is_sent_is_taken_inside(site: Site, inside: Inside) -> None:
    ask(site, "/bn/", method="POST")
    assert [asked for asked, _ in inside.asked] == ["/bn/"]


def test_the_vendor_centre_is_a_document_of_its_own(site: Site) -> None:
    status, _, body = ask(site, "/vendor/orders", cookie="language=en")
    assert status == 200
    assert b'<html lang="en">' in body
    assert b"/assets/vendor-1.js" in body


def test_a_product_that_is_not_there_is_a_404(site: Site) -> None:
    assert ask(site, "/bn/p/nothing")[0] == 404


def test_there_are_maps_for_engines(site: Site) -> None:
    assert b"<loc>https://shop.example/sitemaps/grocery.xml</loc>" in ask(site, "/sitemap.xml")[2]
    assert b"<loc>https://shop.example/bn/c/grocery</loc>" in ask(site, "/sitemaps/pages.xml")[2]


def test_without_a_build_there_are_no_pages(tmp_path: Path) -> None:
    with pytest.raises(NotBuilt):
        Built(tmp_path)


def test_a_newer_build_is_taken_up(built: Built, tmp_path: Path) -> None:
    manifest = tmp_path / "manifest.json"
    (tmp_path / "worker.js").write_text("other()")
    os.utime(manifest, (1, 1))
    built.look()
    assert built.assets["/worker.js"].body == b"other()"
