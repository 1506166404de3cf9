"""The API reference as one page of plain HTML, rendered from the OpenAPI document: no script, no foreign host."""

import base64
import hashlib
from html import escape
from typing import Any

Document = dict[str, Any]

_STYLE = """
:root { color-scheme: light dark; --ink: #1d2521; --paper: #faf8f4; --line: #ddd6c9; --deep: #14532d; --soft: #f0ebe1 }
@media (prefers-color-scheme: dark) { :root { --ink: #e9e5dc; --paper: #161a18; --line: #363c38; --deep: #86c79b;
  --soft: #1f2522 } }
body { font: 16px/1.55 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto;
  max-width: 60rem; padding: 2rem 1.25rem 6rem }
h1 { font-size: 1.9rem; margin: 0 0 .25rem } h2 { margin: 3rem 0 .5rem; text-transform: capitalize }
details { border-top: 1px solid var(--line) } summary { padding: .7rem 0; cursor: pointer }
code, pre { font: .875rem/1.5 ui-monospace, monospace } pre { background: var(--soft); padding: .75rem 1rem;
  overflow-x: auto; border-radius: 6px } b.m { display: inline-block; min-width: 4.2rem; color: var(--deep) }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem } td, th { text-align: left; vertical-align: top;
  padding: .3rem .75rem .3rem 0; border-bottom: 1px solid var(--line) } nav a { margin-right: 1rem }
a { color: var(--deep) }
small { opacity: .75 }
"""
_DEPTH = 4


def policy() -> str:
    """The Content-Security-Policy of the page: its own style and nothing else."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def reference_page(document: Document) -> str:
    """The whole page."""
    by_tag: dict[str, list[str]] = {}
    for path, item in document.get("paths", {}).items():
        for method, operation in item.items():
            if isinstance(operation, dict) and "responses" in operation:
                tag = (operation.get("tags") or ["other"])[0]
                by_tag.setdefault(tag, []).append(_operation(document, method, path, operation))
    links = "".join(f'<a href="#{escape(tag)}">{escape(tag)}</a>' for tag in by_tag)
    parts = "".join(f'<h2 id="{escape(tag)}">{escape(tag)}</h2>{"".join(ops)}' for tag, ops in by_tag.items())
    info = document["info"]
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(info["title"])} API</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>'
        f"<h1>{escape(info['title'])} API</h1><p>Version {escape(info['version'])} · "
        f'<a href="/openapi.json">OpenAPI 3.1 document</a></p><nav>{links}</nav>{parts}</body></html>'
    )


def _operation(document: Document, method: str, path: str, operation: Document) -> str:
    ways = operation.get("security") or [{}]
    lock = "" if {} in ways else " <small>needs a token</small>"
    body = operation.get("requestBody", {}).get("content", {})
    return (
        f"<details><summary><b class=m>{method.upper()}</b><code>{escape(path)}</code> "
        f"{escape(operation.get('summary', ''))}{lock}</summary>"
        f"<p>{escape(operation.get('description', ''))}</p>"
        f"{_parameters(document, operation.get('parameters', []))}{_content(document, 'Body', body)}"
        f"{''.join(_reply(document, status, reply) for status, reply in operation['responses'].items())}</details>"
    )


def _parameters(document: Document, parameters: list[Document]) -> str:
    rows = "".join(_parameter(document, parameter) for parameter in parameters)
    return f"<table><tr><th>Parameter<th>Where<th>Type<th></tr>{rows}</table>" if rows else ""


def _parameter(document: Document, parameter: Document) -> str:
    where = f"{parameter['in']}{' · required' if parameter.get('required') else ''}"
    kind = _outline(document, parameter.get("schema", {}), 0)
    cells = (f"<code>{escape(parameter['name'])}</code>", escape(where), f"<code>{escape(kind)}</code>")
    text = escape(parameter.get("description") or "")
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}<td>{text}</td></tr>"


def _reply(document: Document, status: str, reply: Document) -> str:
    return _content(document, f"{status} {reply.get('description', '')}", reply.get("content", {}))


def _content(document: Document, title: str, content: Document) -> str:
    shown = "".join(
        f"<small>{escape(kind)}</small><pre>{escape(_outline(document, part.get('schema', {}), 0))}</pre>"
        for kind, part in content.items()
    )
    return f"<h4>{escape(title)}</h4>{shown}" if shown or title else ""


def _outline(document: Document, schema: Document, depth: int) -> str:
    """A schema as a sketch of the JSON it describes."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        found = document["components"]["schemas"].get(name, {})
        return name if depth > _DEPTH else _outline(document, found, depth)
    for union in ("oneOf", "anyOf"):
        if union in schema:
            return " | ".join(_outline(document, part, depth) for part in schema[union])
    if "properties" in schema:
        return _fields(document, schema, depth)
    if schema.get("type") == "array":
        return f"[{_outline(document, schema.get('items', {}), depth)}, …]"
    if "enum" in schema:
        return " | ".join(f'"{value}"' for value in schema["enum"])
    return _scalar(schema)


def _fields(document: Document, schema: Document, depth: int) -> str:
    required = set(schema.get("required", ()))
    pad = "  " * (depth + 1)
    lines = [
        f"{pad}{name}{'' if name in required else '?'}: {_outline(document, part, depth + 1)}"
        for name, part in schema["properties"].items()
    ]
    return "{\n" + "\n".join(lines) + "\n" + "  " * depth + "}"


def _scalar(schema: Document) -> str:
    kind = schema.get("type", "any")
    shown = " | ".join(kind) if isinstance(kind, list) else str(kind)
    limits = [
        f"{sign} {schema[name]}"
        for name, sign in (("minimum", "≥"), ("maximum", "≤"), ("minLength", "length ≥"), ("maxLength", "length ≤"))
        if name in schema
    ]
    return f"{shown} {', '.join(limits)}".strip()
