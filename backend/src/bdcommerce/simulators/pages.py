"""The few pages that a person sees of a simulator: plain HTML, everything escaped that is not ours."""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

_STYLE = """
body { font: 16px/1.5 system-ui, "Noto Sans Bengali", sans-serif; margin: 3rem auto; max-width: 44rem; padding: 0 1rem }
table { border-collapse: collapse; width: 100% }
td, th { border-bottom: 1px solid #ddd; padding: .4rem; text-align: left }
label { display: block; margin: .8rem 0 } input { display: block; font: inherit; padding: .5rem; width: 100% }
button { border: 0; border-radius: .4rem; font: inherit; margin: .6rem .6rem 0 0; padding: .7rem 1.4rem }
button[value=success] { background: #14532d; color: #fff } small { color: #555 }
"""


def page(title: str, *parts: str) -> str:
    """A whole document; the parts are HTML of `text`, `table` or `form`."""
    head = f"<meta charset=utf-8><meta name=viewport content='width=device-width'><title>{escape(title)}</title>"
    body = "\n".join(parts)
    head += f"<style>{_STYLE}</style>"
    return f"<!doctype html><html lang=en><head>{head}</head><body><h1>{escape(title)}</h1>\n{body}</body></html>"


def text(words: str) -> str:
    """A paragraph."""
    return f"<p>{escape(words)}</p>"


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table, a row each."""
    head = "".join(f"<th>{escape(each)}</th>" for each in headings)
    lines = "".join("<tr>" + "".join(f"<td>{escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>"


def form(
    action: str,
    fields: Mapping[str, tuple[str, str]],
    choices: Mapping[str, str],
    hidden: Mapping[str, str] | None = None,
) -> str:
    """Fields by name (label, first value), and a button by each `choice` value (its text)."""
    kept = "".join(f"<input type=hidden name='{escape(k)}' value='{escape(v)}'>" for k, v in (hidden or {}).items())
    shown = "".join(
        f"<label>{escape(label)}<input name='{escape(name)}' value='{escape(value)}'></label>"
        for name, (label, value) in fields.items()
    )
    buttons = "".join(
        f"<button name=choice value='{escape(value)}'>{escape(words)}</button>" for value, words in choices.items()
    )
    return f"<form method=post action='{escape(action)}'>{kept}{shown}{buttons}</form>"
