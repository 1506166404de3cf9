"""The webhook: an Amazon SNS topic that tells of completed payments, with real signatures over its own certificate.

The addresses it names are Amazon's; whoever tests against it reaches them below `/bkash/sns`.
"""

import base64
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from litestar import Response, get, put
from litestar.params import JSONBody, QueryParameter
from litestar.types import ControllerRouterHandler

from bdcommerce.kernel import clock
from bdcommerce.simulators.faults import Faults
from bdcommerce.simulators.telling import Telling

if TYPE_CHECKING:
    from bdcommerce.simulators.bkash.desk import Desk, Payment

HOST = "sns.ap-southeast-1.amazonaws.com"
TOPIC_ARN = "arn:aws:sns:ap-southeast-1:000000000000:bkash-simulated"
_CERTIFICATE = "SimpleNotificationService-simulated.pem"
_NOTIFICATION = ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type")
_CONFIRMATION = ("Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type")


class Subscribe(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Where a merchant wants to be told; which version of the signature the topic uses."""

    url: Annotated[str, msgspec.Meta(max_length=500)]
    version: Annotated[str, msgspec.Meta(pattern="^[12]$")] = "1"


class Topic:
    """The topic and its subscriber."""

    def __init__(self, faults: Faults) -> None:
        self._faults, self.telling = faults, Telling()
        self.forget()

    def forget(self) -> None:
        """Nobody is subscribed."""
        self.subscriber, self.version, self.token, self.confirmed = "", "1", "", False

    def subscribe(self, url: str, version: str) -> None:
        """Ask the subscriber whether it wants to be one."""
        self.subscriber, self.version, self.token, self.confirmed = url, version, secrets.token_hex(20), False
        hostile = self._faults.happens("subscribe_hostile_host")
        host = hostile.value if hostile else HOST
        message = {
            "Type": "SubscriptionConfirmation",
            "Token": self.token,
            "Message": f"You have chosen to subscribe to the topic {TOPIC_ARN}.",
            "SubscribeURL": f"https://{host}/?Action=ConfirmSubscription&TopicArn={TOPIC_ARN}&Token={self.token}",
        }
        self._send(message, _CONFIRMATION)

    def completed(self, payment: "Payment", amount: str) -> None:
        """Tell of a completed payment, if somebody listens."""
        if not self.confirmed or self._faults.happens("webhook_lost"):
            return
        inner = {
            "dateTime": f"{clock.now().astimezone(clock.DHAKA):%Y%m%d%H%M%S}",
            "debitMSISDN": f"88{payment.wallet}",
            "creditOrganizationName": "Simulated Merchant",
            "creditShortCode": "55001",
            "trxID": payment.trx_id,
            "transactionStatus": "Completed",
            "transactionType": "10002294",
            "amount": amount,
            "currency": "BDT",
            "transactionReference": payment.payer_reference,
            "merchantInvoiceNumber": payment.invoice,
        }
        message = {"Type": "Notification", "Message": msgspec.json.encode(inner).decode()}
        self._send(message, _NOTIFICATION)
        if self._faults.happens("webhook_twice"):
            self._send(message, _NOTIFICATION)

    def _send(self, message: dict[str, str], signed: tuple[str, ...]) -> None:
        old = timedelta(hours=2) if self._faults.happens("webhook_old") else timedelta(0)
        wrong_topic = self._faults.happens("webhook_wrong_topic")
        hostile = self._faults.happens("webhook_hostile_host")
        full = {
            **message,
            "MessageId": secrets.token_hex(16),
            "TopicArn": f"{TOPIC_ARN}-other" if wrong_topic else TOPIC_ARN,
            "Timestamp": f"{(clock.now() - old).astimezone(UTC):%Y-%m-%dT%H:%M:%S}.000Z",
            "SignatureVersion": self.version,
            "SigningCertURL": f"https://{hostile.value if hostile else HOST}/{_CERTIFICATE}",
        }
        full["Signature"] = sign(full, signed, self.version)
        if self._faults.happens("webhook_bad_signature"):
            full["Signature"] = base64.b64encode(bytes(256)).decode()
        late = self._faults.happens("webhook_late")
        headers = {"Content-Type": "text/plain; charset=UTF-8", "x-amz-sns-message-type": full["Type"]}
        self.telling.tell(self.subscriber, msgspec.json.encode(full), headers, later=float(late.value) if late else 0)


def sign(message: Mapping[str, str], names: tuple[str, ...], version: str) -> str:
    """The signature as SNS makes it: over the named pairs, a line for each name and each value."""
    text = "".join(f"{name}\n{message[name]}\n" for name in names if name in message)
    digest = SHA1() if version == "1" else SHA256()  # noqa: S303 - version 1 of SNS is this
    return base64.b64encode(key().sign(text.encode(), padding.PKCS1v15(), digest)).decode()


@cache
def key() -> rsa.RSAPrivateKey:
    """The topic's key."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@cache
def certificate() -> bytes:
    """Its certificate, signed by itself."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sns.amazonaws.com")])
    begins = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key().public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=36_500))
        .sign(key(), SHA256())
    )
    return made.public_bytes(Encoding.PEM)


def routes(desk: "Desk") -> list[ControllerRouterHandler]:
    """What Amazon serves, and where a merchant subscribes."""

    @put("/webhook", status_code=204)
    async def subscribe(data: JSONBody[Subscribe]) -> None:
        desk.topic.subscribe(data.url, data.version)

    @get(f"/sns/{_CERTIFICATE}")
    async def read_certificate() -> Response[bytes]:
        return Response(certificate(), media_type="application/x-pem-file")

    @get("/sns")
    async def confirm(
        token: Annotated[str, QueryParameter(name="Token")], topic: Annotated[str, QueryParameter(name="TopicArn")]
    ) -> Response[dict[str, Any]]:
        desk.topic.confirmed = desk.topic.confirmed or (token == desk.topic.token and topic == TOPIC_ARN)
        return Response({"confirmed": desk.topic.confirmed}, status_code=200 if desk.topic.confirmed else 403)

    return [subscribe, read_certificate, confirm]
