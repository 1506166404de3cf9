"""What the build of the clients made, in memory: every file with its compressed twins, and which page needs which."""

import base64
import hashlib
import json
import mimetypes
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bdcommerce.gateway.domain.site import Bundle, PageKind, Words
from bdcommerce.kernel.text import Language

MANIFEST, TEXTS = "manifest.json", "texts.json"
_ENCODINGS = ((b"br", ".br"), (b"gzip", ".gz"))
_TYPES = {".webmanifest": "application/manifest+json", ".woff2": "font/woff2", ".js": "text/javascript"}
_SHOP = "src/shop"
_PAGES: Mapping[PageKind, str] = {
    "home": "Home", "category": "lists", "all": "lists", "search": "lists", "product": "Product", "vendor": "Vendor",
    "cart": "Cart", "checkout": "Checkout", "orders": "Orders", "order": "Order", "account": "Account",
    "complain": "Complain",
}  # fmt: skip
_LATER: frozenset[PageKind] = frozenset({"checkout", "orders", "order", "account", "complain"})
"""Pages with words of their own."""


class NotBuilt(Exception):
    """There is nothing built in that folder."""


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it goes out."""

    body: bytes
    media_type: str
    etag: bytes
    compressed: Mapping[bytes, bytes]
    """By content coding."""
    hashed: bool
    """Whether its name changes with its content, so that it may be kept for ever."""


class Built:
    """The folder that `npm run build` fills. Raises NotBuilt where it has not."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp = 0.0
        self._load()

    def _load(self) -> None:
        try:
            self._manifest: Mapping[str, Any] = json.loads((self._folder / MANIFEST).read_bytes())
            self.words: Mapping[Language, Words] = json.loads((self._folder / TEXTS).read_bytes())
        except FileNotFoundError as error:
            raise NotBuilt(f"{self._folder}: there is no build of the web here") from error
        self.assets = dict(self._read())
        self.early = self.assets[f"/{self._manifest['src/boot/early.ts']['file']}"].body.decode().strip()
        digest = hashlib.sha256(self.early.encode()).digest()
        self.early_hash = base64.b64encode(digest).decode()
        self._stamp = (self._folder / MANIFEST).stat().st_mtime

    def look(self) -> None:
        """Take up a newer build, while somebody works on it."""
        try:
            if (self._folder / MANIFEST).stat().st_mtime != self._stamp:
                self._load()
        except (FileNotFoundError, NotBuilt, json.JSONDecodeError):
            return

    def shop(self, kind: PageKind, language: Language) -> Bundle:
        """What a page of the shop loads."""
        page = [f"{_SHOP}/pages/{_PAGES[kind]}.tsx"] if kind in _PAGES else []
        later = [f"{_SHOP}/purchase.{language}.ts"] if kind in _LATER else []
        return self._bundle("shop", [f"{_SHOP}/texts.{language}.ts", *page, *later], language)

    def area(self, name: str, language: Language) -> Bundle:
        """What the vendor centre or the admin loads."""
        return self._bundle(name, [f"src/{name}/texts.{language}.ts"], language)

    def _bundle(self, app: str, more: Sequence[str], language: Language) -> Bundle:
        main = f"src/{app}/main.tsx"
        script = f"/{self._manifest[main]['file']}"
        reached = dict.fromkeys(file for entry in (main, *more) for file in self._imports(entry))
        style = next(each["file"] for each in self._manifest.values() if each.get("name") == "styles")
        wanted = ("anek-bangla", "anek-latin", "anek-sign") if language == "bn" else ("anek-latin", "anek-sign")
        fonts = [f"/{each['file']}" for key, each in self._manifest.items() if Path(key).stem in wanted]
        return Bundle(
            style=f"/{style}",
            script=script,
            modules=[file for file in reached if file != script],
            fonts=fonts or [path for path in self.assets if path.endswith(".woff2") and _is_of(path, wanted)],
            early=self.early,
        )

    def _imports(self, entry: str) -> Iterator[str]:
        """The files of a module and of all it imports."""
        if found := self._manifest.get(entry):
            yield f"/{found['file']}"
            for each in found.get("imports", ()):
                yield from self._imports(each)

    def _read(self) -> Iterator[tuple[str, Asset]]:
        for path in sorted(self._folder.rglob("*")):
            if path.is_file() and path.suffix not in (".br", ".gz") and path.name not in (MANIFEST, TEXTS):
                yield f"/{path.relative_to(self._folder).as_posix()}", _asset(path, self._folder)


def _asset(path: Path, folder: Path) -> Asset:
    body = path.read_bytes()
    twins = ((coding, path.with_name(path.name + suffix)) for coding, suffix in _ENCODINGS)
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    return Asset(
        body=body,
        media_type=f"{kind}; charset=utf-8" if kind.startswith("text/") else kind,
        etag=f'"{hashlib.sha256(body).hexdigest()[:20]}"'.encode(),
        compressed={coding: twin.read_bytes() for coding, twin in twins if twin.exists()},
        hashed=path.parent != folder,
    )


def _is_of(path: str, wanted: Sequence[str]) -> bool:
    return any(path.rsplit("/", 1)[-1].startswith(name) for name in wanted)
