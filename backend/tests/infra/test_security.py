"""Keys at work: what is sealed opens for its owner only, and what is signed cannot be forged."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from joserfc import jwt
from joserfc.jwk import OKPKey

from bdcommerce.infra import security
from bdcommerce.infra.security import ISSUER, TOKEN_ALGORITHM, Sealer, TokenVerifier, Unreadable
from bdcommerce.infra.settings import Refused
from bdcommerce.kernel import clock
from bdcommerce.kernel.errors import Unauthenticated, Unavailable

OLD = "k1:" + "A" * 43 + "="
NEW = "k2:" + "B" * 42 + "E="
PHONE = "accounts.user.phone"
NOW = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "01711000111", "রহিমা খাতুন", "🙂" * 500, "a\0b"])
def test_what_is_sealed_opens_again(text: str) -> None:
    sealer = Sealer(OLD)
    assert sealer.open(sealer.seal(text, PHONE), PHONE) == text


def test_the_same_text_is_never_sealed_the_same() -> None:
    sealer = Sealer(OLD)
    assert sealer.seal("01711000111", PHONE) != sealer.seal("01711000111", PHONE)


def test_a_sealed_text_cannot_be_moved_to_another_column() -> None:
    sealer = Sealer(OLD)
    with pytest.raises(Unreadable):
        sealer.open(sealer.seal("01711000111", PHONE), "accounts.user.email")


def test_a_sealed_text_with_any_byte_changed_is_unreadable() -> None:
    sealer = Sealer(OLD)
    key_id, _, body = sealer.seal("01711000111", PHONE).partition(".")
    raw = base64.urlsafe_b64decode(body)
    for position in range(len(raw)):
        changed = raw[:position] + bytes([raw[position] ^ 1]) + raw[position + 1 :]
        with pytest.raises(Unreadable):
            sealer.open(f"{key_id}.{base64.urlsafe_b64encode(changed).decode()}", PHONE)


@pytest.mark.parametrize("made_up", ["", "k1", "k1.", "k1.AA", "k1.!!!!", "k1.আ", "k1." + "A" * 40, "no dot"])
def test_a_made_up_text_is_unreadable_and_nothing_worse(made_up: str) -> None:
    with pytest.raises(Unreadable):
        Sealer(OLD).open(made_up, PHONE)


@pytest.mark.parametrize("change", [lambda text: text[:-1], lambda text: text[:-4], lambda text: text + "!"])
def test_a_cut_or_lengthened_text_is_unreadable(change: Callable[[str], str]) -> None:
    sealer = Sealer(OLD)
    with pytest.raises(Unreadable):
        sealer.open(change(sealer.seal("01711000111", PHONE)), PHONE)


def test_after_a_rotation_the_newest_key_seals_and_the_old_one_still_opens() -> None:
    before, after = Sealer(OLD), Sealer(f"{NEW}, {OLD}")
    old_text = before.seal("01711000111", PHONE)
    assert after.open(old_text, PHONE) == "01711000111"
    new_text = after.seal("01711000111", PHONE)
    assert new_text.startswith("k2.")
    with pytest.raises(Unreadable, match="k2"):
        before.open(new_text, PHONE)


def test_a_key_that_left_the_ring_opens_nothing() -> None:
    with pytest.raises(Unreadable, match="k1"):
        Sealer(NEW).open(Sealer(OLD).seal("01711000111", PHONE), PHONE)


def test_what_an_index_holds_survives_a_rotation() -> None:
    before, after = Sealer(OLD), Sealer(f"{NEW},{OLD}")
    assert after.blind("+8801711000111", PHONE) == before.blind("+8801711000111", PHONE)


def test_a_fingerprint_depends_on_value_purpose_and_key_and_does_not_show_the_value() -> None:
    sealer = Sealer(OLD)
    shown = sealer.blind("+8801711000111", PHONE)
    others = {
        sealer.blind("+8801711000112", PHONE),
        sealer.blind("+8801711000111", "orders.contact.phone"),
        Sealer(NEW).blind("+8801711000111", PHONE),
    }
    assert shown not in others
    assert len(others) == 3
    assert "1711000111" not in shown


@pytest.mark.parametrize(
    "ring, says",
    [
        ("", "at least one key"),
        (" , ", "at least one key"),
        ("k1", "id:base64-of-32-bytes"),
        ("k1:", "id:base64-of-32-bytes"),
        ("k1:c2hvcnQ=", "id:base64-of-32-bytes"),
        ("k1:!!!", "not base64"),
        ("k1:আ", "not base64"),
        (":" + "A" * 43 + "=", "id:base64-of-32-bytes"),
        ("k 1:" + "A" * 43 + "=", "id:base64-of-32-bytes"),
        (f"{NEW},nonsense", "id:base64-of-32-bytes"),
        (f"{OLD},{OLD}", "same id"),
        (f"k1:{'B' * 42}E=,{OLD}", "same id"),
    ],
)
def test_a_wrong_key_ring_is_refused_by_name_and_without_showing_a_key(ring: str, says: str) -> None:
    with pytest.raises(Refused, match="BDC_MASTER_KEYS") as refused:
        Sealer(ring)
    assert says in str(refused.value)
    assert "A" * 20 not in str(refused.value)
    assert "B" * 20 not in str(refused.value)


class Issuer:
    """Publishes keys and signs tokens, as accounts does; `asked` counts how often its keys were read."""

    def __init__(self) -> None:
        self.keys = [new_key("one")]
        self.asked = 0
        self.away = False

    async def jwks(self) -> dict[str, Any]:
        self.asked += 1
        if self.away:
            raise Unavailable("accounts does not answer")
        return {"keys": [key.as_dict(private=False) for key in self.keys]}

    def token(self, key: OKPKey | None = None, **claims: Any) -> str:
        signs = key or self.keys[-1]
        body = {"iss": ISSUER, "aud": "shop", "sub": "usr_1", "exp": int(NOW.timestamp()) + 600, **claims}
        body = {name: value for name, value in body.items() if value is not ...}
        header = {"alg": TOKEN_ALGORITHM, "kid": signs.kid}
        return jwt.encode(header, body, signs, algorithms=[TOKEN_ALGORITHM])


def new_key(kid: str) -> OKPKey:
    return OKPKey.generate_key("Ed25519", {"kid": kid, "use": "sig", "alg": TOKEN_ALGORITHM})


def text_of(value: object) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def with_header(token: str, header: object) -> str:
    return ".".join([text_of(header), *token.split(".")[1:]])


@pytest.fixture
def issuer() -> Issuer:
    return Issuer()


@pytest.fixture
def verifier(issuer: Issuer) -> TokenVerifier:
    return TokenVerifier(issuer.jwks)


async def refused(verifier: TokenVerifier, token: str) -> Unauthenticated:
    with clock.frozen(NOW), pytest.raises(Unauthenticated) as error:
        await verifier.claims(token)
    return error.value


async def test_a_valid_token_says_who_calls(issuer: Issuer, verifier: TokenVerifier) -> None:
    with clock.frozen(NOW):
        claims = await verifier.claims(issuer.token(aud="vendor", roles=["owner"]))
    assert (claims["sub"], claims["aud"], claims["roles"]) == ("usr_1", "vendor", ["owner"])


async def test_a_token_ends_at_its_second(issuer: Issuer, verifier: TokenVerifier) -> None:
    token = issuer.token(exp=int(NOW.timestamp()))
    with clock.frozen(NOW - timedelta(seconds=1)):
        await verifier.claims(token)
    assert (await refused(verifier, token)).data == {"reason": "expired"}


@pytest.mark.parametrize("exp", [..., None, "9999999999", 9e9, [9999999999]])
async def test_a_token_without_a_proper_end_is_refused(issuer: Issuer, verifier: TokenVerifier, exp: object) -> None:
    await refused(verifier, issuer.token(exp=exp))


@pytest.mark.parametrize(
    "claims", [{"iss": "somebody"}, {"iss": ...}, {"aud": "partners"}, {"aud": ...}, {"aud": ["shop"]}, {"aud": ""}]
)
async def test_a_token_of_somebody_else_or_for_somebody_else_is_refused(
    issuer: Issuer, verifier: TokenVerifier, claims: dict[str, Any]
) -> None:
    await refused(verifier, issuer.token(**claims))


@pytest.mark.parametrize("sub", [..., None, "", 5])
async def test_a_token_that_names_nobody_is_refused(issuer: Issuer, verifier: TokenVerifier, sub: object) -> None:
    await refused(verifier, issuer.token(sub=sub))


async def test_a_token_of_a_key_that_was_never_published_is_refused(issuer: Issuer, verifier: TokenVerifier) -> None:
    await refused(verifier, issuer.token(new_key("another")))


async def test_a_forged_signature_under_a_known_key_id_is_refused(issuer: Issuer, verifier: TokenVerifier) -> None:
    await refused(verifier, issuer.token(new_key("one")))
    head, body, signature = issuer.token().split(".")
    await refused(verifier, f"{head}.{body}.{signature[:-8]}AAAAAAAA")
    other = text_of({"iss": ISSUER, "aud": "admin", "sub": "usr_1", "exp": int(NOW.timestamp()) + 600})
    await refused(verifier, f"{head}.{other}.{signature}")


async def test_an_unsigned_token_is_refused(issuer: Issuer, verifier: TokenVerifier) -> None:
    body = issuer.token().split(".")[1]
    for algorithm in ("none", "None", "NONE"):
        await refused(verifier, f"{text_of({'alg': algorithm, 'kid': 'one'})}.{body}.")


async def test_a_public_key_is_no_secret_to_sign_with(issuer: Issuer, verifier: TokenVerifier) -> None:
    """The confusion of algorithms: HS256 with the published key as if it were a shared secret."""
    public = issuer.keys[0].public_key
    claims = {"iss": ISSUER, "aud": "admin", "sub": "usr_1", "exp": int(NOW.timestamp()) + 600}
    for secret in (
        public.public_bytes(Encoding.Raw, PublicFormat.Raw),
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        json.dumps(issuer.keys[0].as_dict(private=False)).encode(),
    ):
        signed = f"{text_of({'alg': 'HS256', 'kid': 'one'})}.{text_of(claims)}"
        signature = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
        await refused(verifier, f"{signed}.{text_of(signature)}")


@pytest.mark.parametrize(
    "header",
    [
        [], "x", 5, None, {}, {"kid": "one"}, {"alg": 5, "kid": "one"}, {"alg": [TOKEN_ALGORITHM], "kid": "one"},
        {"alg": TOKEN_ALGORITHM}, {"alg": TOKEN_ALGORITHM, "kid": []}, {"alg": TOKEN_ALGORITHM, "kid": None},
        {"alg": TOKEN_ALGORITHM, "kid": "one", "crit": 5}, {"alg": TOKEN_ALGORITHM, "kid": "one", "crit": ["x"]},
        {"alg": TOKEN_ALGORITHM, "kid": "one", "b64": False, "crit": ["b64"]},
        b"[" * 20_000, b'{"a":' * 20_000, b"\xff\xfe", b'{"alg":' + b"9" * 6_000 + b"}",
    ],
)  # fmt: skip
async def test_a_forged_header_is_refused_whatever_stands_in_it(
    issuer: Issuer, verifier: TokenVerifier, header: object
) -> None:
    await refused(verifier, with_header(issuer.token(), header))


@pytest.mark.parametrize("text", ["a", ".", "..", "....", "a.b.c", "é.é.é", "a.b.c.d.e", "\0.\0.\0", "a" * 60_000])
async def test_what_is_no_token_is_refused(verifier: TokenVerifier, text: str) -> None:
    await refused(verifier, text)


async def test_a_new_key_is_picked_up_and_forged_tokens_do_not_make_us_ask_for_it_again_and_again(
    issuer: Issuer, verifier: TokenVerifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds = iter([0.0, 29.0, 29.5, 31.0, 31.0, 32.0])
    monkeypatch.setattr(security, "time", SimpleNamespace(monotonic=lambda: next(seconds)))
    with clock.frozen(NOW):
        await verifier.claims(issuer.token())
        assert issuer.asked == 1
        issuer.keys.append(new_key("two"))
        for _ in range(2):
            with pytest.raises(Unauthenticated):
                await verifier.claims(issuer.token())
        assert issuer.asked == 1
        await verifier.claims(issuer.token())
        assert issuer.asked == 2
        with pytest.raises(Unauthenticated):
            await verifier.claims("forged.token.here")
    assert issuer.asked == 2


async def test_a_key_that_is_no_longer_published_verifies_nothing(issuer: Issuer) -> None:
    token = issuer.token()
    issuer.keys = [new_key("two")]
    await refused(TokenVerifier(issuer.jwks), token)


async def test_known_keys_go_on_verifying_while_accounts_is_away(issuer: Issuer, verifier: TokenVerifier) -> None:
    with clock.frozen(NOW):
        await verifier.claims(issuer.token())
        issuer.away = True
        await verifier.claims(issuer.token())


async def test_without_any_key_a_caller_is_told_to_come_back_not_to_sign_in(issuer: Issuer) -> None:
    issuer.away = True
    with pytest.raises(Unavailable):
        await TokenVerifier(issuer.jwks).claims(issuer.token())
