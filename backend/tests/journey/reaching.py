"""How every call comes to succeed once: what a reply names is known from then on, and what is used up is made anew.

A list or a creation at `/claims` teaches the `claim_id` of `/claims/{claim_id}`; any reply teaches the ids that it
names outright. So a call that is new to the document is reached as soon as its neighbours are.
"""

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from journey.market import Market
from journey.mutations import Call
from support.wire import Reply, Request


@dataclass(slots=True)
class Reaching:
    """What is known by now, and by which call it was made."""

    market: Market
    parcels: list[dict[str, str]]
    """Two that wait for the courier."""
    calls: list[Call] = field(init=False)
    ids: dict[str, str] = field(init=False)
    names: set[str] = field(init=False)
    fresh: dict[str, str] = field(default_factory=dict)
    makers: list[tuple[str, Call]] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.ids = dict(self.market.things.of_customer)
        self.calls = sorted(self.market.calls(), key=_when)
        self.names = {name for call in self.calls for name in re.findall(r"\{(\w+)\}", call.name)}
        for call in self.calls:
            call.ids = self.ids

    async def walk(self) -> AsyncIterator[tuple[Call, Request, Reply]]:
        """Every call; those that were refused again, with things made for them, and then as somebody else too."""
        for call in self.calls:
            yield await self._once(call)
        for again in (False, True):
            self.ids |= self.parcels.pop()
            for call in [each for each in self.calls if each.name not in self.reached]:
                for before in self._before(call):
                    yield await self._once(before)
                call.ids = {**self.ids, **self.fresh}
                yield await self._once(call, again=again)

    async def _once(self, call: Call, *, again: bool = False) -> tuple[Call, Request, Reply]:
        request = call.request()
        if again and call.method == "DELETE":
            request = replace(request, headers=[(b"if-match", f'"{call.version}"'.encode())])
        other = again and call.path.startswith("/api/v1/admin/")  # what one of the staff began another one decides
        reply = await self.market.answer(call, request, "admin again" if other else "")
        if reply.status < 300:
            self.reached.add(call.name)
            self._learn(call, reply)
        return call, request, reply

    def _before(self, call: Call) -> Iterator[Call]:
        """What makes the last thing that a call names, and what tells its version."""
        names = re.findall(r"\{(\w+)\}", call.name)
        makers = [each for name, each in self.makers if names and name == names[-1]]
        yield from sorted(makers, key=lambda each: _alike(each.path, call.path))[-1:]
        if "version" in (call.sample.body or {}):
            yield from (each for each in self.calls if each.name == f"GET {call.name.partition(' ')[2]}")

    def _learn(self, call: Call, reply: Reply) -> None:
        if not reply.headers.get("content-type", "").startswith("application/json"):
            return
        found = reply.json()
        if call.method == "GET" and isinstance(found, dict) and "version" in found:
            for each in self.calls:
                each.version = found["version"] if each.path == call.path else each.version
        for name in self._named_below(call.name.partition(" ")[2]):
            if value := _of(found, name):
                self.fresh[name] = value
                self.ids.setdefault(name, value)
                if call.method == "POST":
                    self.makers.append((name, call))
        for name, value in _ids_in(found, self.names):
            self.ids.setdefault(name, value)

    def _named_below(self, path: str) -> set[str]:
        """`claim_id` of /claims, if there is a /claims/{claim_id}."""
        below = (each.name.partition(" ")[2] for each in self.calls)
        return {found[1] for each in below if (found := re.match(re.escape(path) + r"/\{(\w+)\}", each))}


_ORDER = {"GET": 0, "POST": 2, "PUT": 3, "PATCH": 3, "DELETE": 6}


_LAST = ("cancel", "withdraw", "refuse", "close", "end", "discard", "reject", "take-down", "suspend", "deactivation")


def _when(call: Call) -> tuple[int, int]:
    """Lists, what makes things, the things, what changes them, what is done with them, their ends."""
    parts = call.name.count("{")
    if call.method == "POST" and "200" in call.operation["responses"]:
        return (5 if call.path.endswith(_LAST) else 4, parts)
    return (2 if call.method == "GET" and parts else _ORDER[call.method], parts)


def _alike(one: str, other: str) -> int:
    """How many steps two paths have in common."""
    return sum(1 for mine, yours in zip(one.split("/"), other.split("/"), strict=False) if mine == yours)


def _of(found: Any, name: str) -> str | None:
    """The id of the thing that a reply is about, or of the first in its list; or its slug, its key, its code."""
    if isinstance(found, dict) and found.get("items"):
        found = found["items"][0]
    if not isinstance(found, dict):
        return None
    for each in (found, *(each for each in found.values() if isinstance(each, dict))):
        if isinstance(value := each.get(name, each.get(name.rpartition("_")[2])), str):
            return value
    return None


def _ids_in(found: Any, names: set[str]) -> Iterator[tuple[str, str]]:
    if isinstance(found, dict):
        for name, value in found.items():
            if name in names and value and isinstance(value, str):
                yield name, value
            yield from _ids_in(value, names)
    elif isinstance(found, list):
        for each in found[:3]:
            yield from _ids_in(each, names)
