"""The API reference as one page of plain HTML, rendered from the OpenAPI document: no script, no foreign host.

Calls stand by service, each with its parameters, an example of what is sent and of what comes back, and the codes of
its refusals; shapes stand once, at the end, with what their fields mean.
"""

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from functools import cached_property
from html import escape
from typing import Any

import msgspec

Document = dict[str, Any]

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2521; --paper: #faf8f4; --line: #ddd6c9; --deep: #14532d; --soft: #f0ebe1 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e5dc; --paper: #161a18; --line: #363c38; --deep: #86c79b;
  --soft: #1f2522 } }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
  max-width: 60rem; padding: 2rem 1.25rem 6rem }
h1 { font-size: 1.9rem; margin: 0 0 .25rem } h2 { margin: 3rem 0 .5rem; text-transform: capitalize }
h3 { margin: 2rem 0 .25rem; font-size: 1rem } h4 { margin: 1rem 0 .25rem; font-size: .95rem }
details { border-top: 1px solid var(--line) } summary { padding: .7rem 0; cursor: pointer }
code, pre { font: .875rem/1.5 ui-monospace, monospace } pre { background: var(--soft); padding: .75rem 1rem;
  overflow-x: auto; border-radius: 6px } b.m { display: inline-block; min-width: 4.2rem; color: var(--deep) }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem } td, th { text-align: left; vertical-align: top;
  padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) } nav a { margin-right: 1rem }
a { color: var(--deep) } s { opacity: .7 }
small { opacity: .75 }
"""
_CODE = re.compile(r"`([^`]+)`")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")


class Reference:
    """The document and its page, each written when it is first asked for."""

    def __init__(self, document: Callable[[], Document]) -> None:
        self._document = document

    @cached_property
    def document(self) -> bytes:
        """As JSON."""
        return msgspec.json.encode(self._document())

    @cached_property
    def page(self) -> str:
        """As HTML."""
        return reference_page(msgspec.json.decode(self.document))


def policy() -> str:
    """The Content-Security-Policy of the page: its own style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    nothing_else = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    return f"default-src 'none'; style-src 'sha256-{digest}'; {nothing_else}"


def reference_page(document: Document) -> str:
    """The whole page."""
    by_tag: dict[str, list[str]] = {}
    for path, item in document.get("paths", {}).items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                tag = (operation.get("tags") or ["other"])[0]
                by_tag.setdefault(tag, []).append(_operation(method, path, operation))
    links = "".join(f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag in by_tag)
    parts = "".join(f'<h2 id="{escape(tag)}">{escape(tag)}</h2>{"".join(ops)}' for tag, ops in by_tag.items())
    info, schemas = document["info"], document.get("components", {}).get("schemas", {})
    shapes = "".join(_shape(name, schema) for name, schema in sorted(schemas.items()))
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(info["title"])} API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(info['title'])} API</h1><p>Version {escape(info['version'])} · "
        f'<a href="/openapi.json">OpenAPI 3.1 document</a></p>{_prose(info.get("description", ""))}'
        f'<nav>{links}<a href="#shapes">shapes</a></nav>{parts}<h2 id="shapes">Shapes</h2>{shapes}</body></html>'
    )


def _operation(method: str, path: str, operation: Document) -> str:
    ways = operation.get("security") or [{}]
    lock = "" if {} in ways else " <small>needs a token</small>"
    name = f"<s><code>{escape(path)}</code></s>" if operation.get("deprecated") else f"<code>{escape(path)}</code>"
    replies = operation["responses"].items()
    good = "".join(
        _content(f"{status} {reply.get('description', '')}", reply) for status, reply in replies if _is_good(status)
    )
    refused = [(status, reply.get("description", "")) for status, reply in replies if not _is_good(status)]
    body = _content("Body", operation["requestBody"]) if "requestBody" in operation else ""
    summary = escape(operation.get("summary", ""))
    return (
        f"<details><summary><b class=m>{method.upper()}</b>{name} {summary}{lock}</summary>"
        f"{_prose(operation.get('description', ''))}{_parameters(operation.get('parameters', []))}{body}{good}"
        f"{_refusals(refused)}</details>"
    )


def _is_good(status: str) -> bool:
    return status < "4"


def _parameters(parameters: list[Document]) -> str:
    rows = "".join(_parameter(parameter) for parameter in parameters)
    return f"<table><tr><th>Parameter<th>Where<th>Type<th></tr>{rows}</table>" if rows else ""


def _parameter(parameter: Document) -> str:
    where = f"{parameter['in']}{' · required' if parameter.get('required') else ''}"
    schema = parameter.get("schema", {})
    says = parameter.get("description") or schema.get("description") or ""
    return _row(parameter["name"], f"{escape(where)}<td>{_kind(schema)}", says)


def _row(name: str, middle: str, says: str) -> str:
    return f"<tr><td><code>{escape(name)}</code><td>{middle}<td>{_inline(says)}</tr>"


def _content(title: str, part: Document) -> str:
    kinds = part.get("content", {})
    shown = "".join(
        f"<small>{escape(kind)}</small> {_kind(body.get('schema', {}))}{_sample(body)}" for kind, body in kinds.items()
    )
    return f"<h4>{escape(title)}</h4>{shown}"


def _sample(body: Document) -> str:
    if "example" not in body:
        return ""
    return f"<pre>{escape(msgspec.json.format(msgspec.json.encode(body['example']), indent=2).decode())}</pre>"


def _refusals(refused: list[tuple[str, str]]) -> str:
    """By status the codes of the problems; the shape is the same for all."""
    rows = "".join(
        f"<tr><td>{escape(status)}<td>{escape(says.removeprefix('code: '))}</tr>" for status, says in refused
    )
    return f'<h4>Refusals <a href="#shape-Problem">Problem</a></h4><table>{rows}</table>' if rows else ""


def _shape(name: str, schema: Document) -> str:
    required = set(schema.get("required", ()))
    fields = schema.get("properties", {}).items()
    rows = "".join(
        _row(
            field,
            f"{_kind(part)}{'' if field in required else ' <small>optional</small>'}",
            part.get("description", ""),
        )
        for field, part in fields
    )
    table = f"<table>{rows}</table>" if rows else f"<p>{_kind(schema)}</p>"
    return (
        f'<h3 id="shape-{escape(name)}"><code>{escape(name)}</code></h3>{_prose(schema.get("description", ""))}{table}'
    )


def _kind(schema: Document) -> str:
    """What a value is, in a few words; shapes are links."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        return f'<a href="#shape-{escape(name)}">{escape(name)}</a>'
    if options := schema.get("oneOf") or schema.get("anyOf"):
        return " or ".join(dict.fromkeys(_kind(option) for option in options)) + _limits(schema)
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}{_limits(schema)}"
    if "enum" in schema:
        return " | ".join(f"<code>{escape(str(value))}</code>" for value in schema["enum"] if value != "") or "text"
    kind = schema.get("type", "anything")
    shown = " or ".join(kind) if isinstance(kind, list) else str(kind)
    return escape(f"{schema['format']}" if "format" in schema else shown) + _limits(schema)


def _limits(schema: Document) -> str:
    return escape("".join(f" {text}" for text in _limit(schema)))


def _limit(schema: Document) -> Iterator[str]:
    signs = (("minimum", "≥ "), ("maximum", "≤ "), ("minLength", "length ≥ "), ("maxLength", "length ≤ "))
    for name, sign in (*signs, ("minItems", "at least "), ("maxItems", "at most ")):
        if schema.get(name) is not None:
            yield f"{sign}{schema[name]}"
    if schema.get("default") not in (None, ""):
        yield f"default {schema['default']}"


def _prose(text: str) -> str:
    """Paragraphs, with `code` and **bold** in them."""
    paragraphs = (part.strip() for part in text.split("\n\n"))
    return "".join(f"<p>{_inline(part)}</p>" for part in paragraphs if part)


def _inline(text: str) -> str:
    return _BOLD.sub(r"<b>\1</b>", _CODE.sub(r"<code>\1</code>", escape(text)))
