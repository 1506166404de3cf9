"""A client's address is what a trusted proxy saw, never what the client says."""

import ipaddress
from typing import Any, Literal

import pytest

from bdcommerce.infra.http.origin import Origins, block_of

TOKEN = "what only the gateway knows"
HEADERS: tuple[Literal["x-forwarded-for", "forwarded"], ...] = ("x-forwarded-for", "forwarded")
PROXIES = (ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_network("fd00::/8"))


def scope(peer: str | None, *headers: tuple[str, str], scheme: str = "http") -> Any:
    sent = [(name.encode(), value.encode()) for name, value in headers]
    return {"client": (peer, 1) if peer else None, "headers": sent, "scheme": scheme}


def address(origins: Origins, request: Any) -> str:
    return str(origins.address(request, dict(request["headers"])))


def xff(value: str) -> tuple[str, str]:
    return ("x-forwarded-for", value)


@pytest.mark.parametrize(
    "peer, headers, found",
    [
        ("203.0.113.7", [], "203.0.113.7"),
        ("203.0.113.7", [xff("198.51.100.1")], "203.0.113.7"),
        ("10.0.0.1", [xff("198.51.100.1")], "198.51.100.1"),
        ("10.0.0.1", [xff("1.2.3.4, 198.51.100.1")], "198.51.100.1"),
        ("10.0.0.1", [xff("1.2.3.4, 198.51.100.1, 10.0.0.9")], "198.51.100.1"),
        ("10.0.0.1", [xff("1.2.3.4"), xff("198.51.100.1")], "198.51.100.1"),
        ("10.0.0.1", [xff("127.0.0.1, 198.51.100.1:4711")], "198.51.100.1"),
        ("10.0.0.1", [xff("198.51.100.1, rubbish")], "10.0.0.1"),
        ("10.0.0.1", [xff("")], "10.0.0.1"),
        ("10.0.0.1", [xff("10.0.0.2")], "10.0.0.2"),
        ("10.0.0.1", [("forwarded", "for=1.2.3.4")], "10.0.0.1"),
        ("::ffff:203.0.113.7", [], "203.0.113.7"),
        ("fd00::1", [xff("2001:db8::1")], "2001:db8::1"),
        ("fd00::1", [xff("[2001:db8::1]:443")], "2001:db8::1"),
    ],
)
def test_only_what_a_trusted_proxy_appended_counts(peer: str, headers: list[tuple[str, str]], found: str) -> None:
    assert address(Origins(PROXIES, "x-forwarded-for", TOKEN), scope(peer, *headers)) == found


@pytest.mark.parametrize(
    "value, found",
    [
        ("for=198.51.100.1", "198.51.100.1"),
        ('for=1.2.3.4, For="[2001:db8::1]:4711";proto=https;by=10.0.0.3', "2001:db8::1"),
        ("for=unknown", "10.0.0.1"),
        ("for=_hidden, for=198.51.100.1", "198.51.100.1"),
    ],
)
def test_the_header_of_the_standard_is_read_where_that_is_the_setting(value: str, found: str) -> None:
    origins = Origins(PROXIES, "forwarded", TOKEN)
    assert address(origins, scope("10.0.0.1", ("forwarded", value), xff("9.9.9.9"))) == found


def test_whoever_comes_by_a_socket_of_the_file_system_has_no_address() -> None:
    assert address(Origins(PROXIES, "x-forwarded-for", TOKEN), scope(None)) == "None"


def test_our_own_gateway_is_believed_wherever_it_stands_and_nobody_who_pretends_to_be_it() -> None:
    origins, said = Origins((), "x-forwarded-for", TOKEN), ("x-client-address", "198.51.100.1")
    assert address(origins, scope("203.0.113.7", ("x-gateway-token", TOKEN), said)) == "198.51.100.1"
    for token in ("", "guessed", f"{TOKEN}x"):
        assert address(origins, scope("203.0.113.7", ("x-gateway-token", token), said)) == "203.0.113.7"
    assert address(origins, scope("203.0.113.7", said)) == "203.0.113.7"


@pytest.mark.parametrize(
    "address, block",
    [
        ("203.0.113.7", "203.0.113.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::4", "2001:db8:1:3::/64"),
    ],
)
def test_a_line_of_ipv6_is_one_sender(address: str, block: str) -> None:
    assert block_of(ipaddress.ip_address(address)) == block


def test_https_is_what_we_speak_or_what_a_trusted_proxy_says() -> None:
    plain, standard = (Origins(PROXIES, header, TOKEN) for header in HEADERS)
    said = ("x-forwarded-proto", "https")
    assert plain.secure(scope("203.0.113.7", scheme="https"))
    assert plain.secure(scope("10.0.0.1", said))
    assert not plain.secure(scope("203.0.113.7", said))
    assert not plain.secure(scope("10.0.0.1", ("x-forwarded-proto", "https, http")))
    assert standard.secure(scope("10.0.0.1", ("forwarded", "for=1.2.3.4;proto=https")))
    assert not standard.secure(scope("10.0.0.1", said))
