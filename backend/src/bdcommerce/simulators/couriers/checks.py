"""What a courier refuses of what it is asked: one rule a field."""

import re
from collections.abc import Callable, Mapping
from typing import Any

Rule = Callable[[Any], bool]
_PHONE = re.compile(r"01[3-9][0-9]{8}")


def wrong(asked: Mapping[str, Any], rules: Mapping[str, Rule]) -> dict[str, list[str]]:
    """What is wrong with each field; one that is not there is None."""
    faulty = [name for name, fits in rules.items() if not fits(asked.get(name))]
    return {name: [f"The {name.replace('_', ' ')} field is invalid."] for name in faulty}


def words(least: int, most: int) -> Rule:
    """A text of so many characters."""
    return lambda value: isinstance(value, str) and least <= len(value) <= most


def text(value: Any) -> bool:
    """Any text."""
    return isinstance(value, str)


def phone(value: Any) -> bool:
    """Eleven digits, 01…."""
    return isinstance(value, str) and _PHONE.fullmatch(value) is not None


def whole(value: Any) -> bool:
    """A whole number, not negative."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def between(least: float, most: float) -> Rule:
    """A number."""
    return lambda value: isinstance(value, int | float) and not isinstance(value, bool) and least <= value <= most
