"""Settings of the ways out: which gateways there are, who we are there, and how much may be sent."""

from collections.abc import Mapping
from typing import ClassVar, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import SettingsConfigDict

from bdcommerce.infra.outside import PartySettings
from bdcommerce.infra.settings import Concern, Names, OperationSettings, Refused, mail_port_beside
from bdcommerce.notifications.domain.delivering import Dedups

SIMULATED_REPORTS = "report-token-of-the-simulator"

C = TypeVar("C", bound=Concern)


class MessagingSettings(Concern):
    """In which order gateways are asked, and how much they may be given in a day."""

    sms_gateways: Names = ("sslwireless", "bulksmsbd", "mimsms", "smshttp")
    """Which SMS gateways are used, in the order in which they are asked; who is not configured is passed over."""
    sms_daily_parts: int = Field(default=0, ge=0)
    """SMS parts a day of everything that can wait; 0: as many as there are. Codes go out all the same."""
    sms_daily_to_one: int = Field(default=40, ge=1, le=10_000)
    """Messages a day to one number, codes too."""


class SmsSettings(PartySettings):
    """What is set of every SMS gateway. How reports look is in no public document: all of it is a setting."""

    price: int | None = Field(default=None, ge=0, le=10_000)
    """What a part costs, in poisha."""
    report_token: SecretStr = SecretStr("")
    """What a report must bring along (header `X-Report-Token` or query `token`). Empty: reports are not taken."""
    report_reference: Names = ("csms_id", "message_id", "trxnId", "reference_id", "id")
    """Names of the field that says which message a report is about."""
    report_to: Names = ("msisdn", "number", "MobileNumber", "to")
    """Names of the field with the number."""
    report_status: Names = ("status", "sms_status", "dlr_status")
    """Names of the field that says what became of it."""
    report_delivered: Names = ("delivered", "delivrd")
    """Its values, in lower case, for what has arrived."""
    report_failed: Names = ("failed", "undeliv", "undelivered", "rejectd", "rejected", "expired")
    """Its values for what will not arrive. With any other value it is still on its way."""


class SslWirelessSettings(SmsSettings):
    """SSL Wireless iSMS Plus v3."""

    model_config = SettingsConfigDict(env_prefix="BDC_SSLWIRELESS_", extra="ignore", frozen=True)
    party: ClassVar[str] = "sslwireless"
    simulated: ClassVar[Mapping[str, str]] = {
        "api_token": "ssl-simulator-token", "sid": "BDCOMMERCE", "price": "35", "report_token": SIMULATED_REPORTS,
    }  # fmt: skip

    api_token: SecretStr = Field(default=SecretStr(""), max_length=50)
    sid: str = Field(default="", max_length=20)
    duplicate_codes: Names = ("4025",)
    """Status codes for a `csms_id` that was used today. Which it is no public document says."""
    refused_codes: Names = ("4005",)
    """Status codes for a number that there is not. Which it is no public document says."""


class BulkSmsBdSettings(SmsSettings):
    """BulkSMSBD."""

    model_config = SettingsConfigDict(env_prefix="BDC_BULKSMSBD_", extra="ignore", frozen=True)
    party: ClassVar[str] = "bulksmsbd"
    simulated: ClassVar[Mapping[str, str]] = {
        "api_key": "bulk-simulator-key", "sender_id": "8809617600000", "price": "30",
        "report_token": SIMULATED_REPORTS,
    }  # fmt: skip

    api_key: SecretStr = SecretStr("")
    sender_id: str = Field(default="", max_length=20)


class MimSmsSettings(SmsSettings):
    """MIM SMS."""

    model_config = SettingsConfigDict(env_prefix="BDC_MIMSMS_", extra="ignore", frozen=True)
    party: ClassVar[str] = "mimsms"
    simulated: ClassVar[Mapping[str, str]] = {
        "user_name": "operator@simulator.example", "api_key": "mim-simulator-key", "sender_name": "BDCommerce",
        "campaign_id": "simulated-campaign", "price": "32", "report_token": SIMULATED_REPORTS,
    }  # fmt: skip

    user_name: str = Field(default="", max_length=100)
    api_key: SecretStr = SecretStr("")
    sender_name: str = Field(default="", max_length=20)
    campaign_id: str = Field(default="", max_length=50)
    """Approved for promotional messages; without one none of them goes this way."""
    path: str = Field(default="/api/SmsSending/SMS", pattern=r"^/[A-Za-z0-9/]+$")
    """Of sending; newer accounts have `/api/V2/SMS`."""
    misconfigured_codes: Names = ("401", "403")
    """Values of `statusCode` that mean us, not the message. Which there are no public document says."""
    refused_codes: Names = ("400",)
    """Values for a number that there is not. Which there are no public document says."""


class SmsHttpSettings(SmsSettings):
    """Any other gateway that takes a token, a number and a text: what it is sent, and how it says yes."""

    model_config = SettingsConfigDict(env_prefix="BDC_SMSHTTP_", extra="ignore", frozen=True)
    party: ClassVar[str] = "smshttp"
    simulated: ClassVar[Mapping[str, str]] = {}

    path: str = Field(default="/", pattern=r"^/[^\s?#]*$")
    kind: Literal["json", "form", "query"] = "form"
    """How the fields travel. `query` puts the number into the address: for gateways that know nothing else."""
    fields: Names = ()
    """`number={to},message={text},api_key={key},sender={sender},ref={id}`. Empty: there is no such gateway."""
    key: SecretStr = SecretStr("")
    sender: str = Field(default="", max_length=20)
    number_form: Literal["880", "+880", "0"] = "880"
    """What a number begins with there."""
    dedups: Dedups = "never"
    """How long it knows a message again by its `{id}`."""
    success_field: str = Field(default="status", max_length=50)
    success_values: Names = ("success", "200", "202")
    reference_field: str = Field(default="message_id", max_length=50)
    reason_field: str = Field(default="error_message", max_length=50)
    refused_values: Names = ()
    """Values of the success field for a number that there is not."""
    misconfigured_values: Names = ()
    """Values for a wrong key, sender, address of ours, or balance."""

    @property
    def on(self) -> bool:
        """Whether there is such a gateway here."""
        return bool(self.url and self.fields)


def messaging() -> MessagingSettings:
    """Raises Refused."""
    return concern_of(MessagingSettings, "BDC_")


class SmtpSettings(Concern):
    """Our mail server."""

    model_config = SettingsConfigDict(env_prefix="BDC_SMTP_", extra="ignore", frozen=True)

    host: str = Field(default="", max_length=253)
    """Empty: the simulator, or in production nothing: no e-mail is sent."""
    port: int = Field(default=0, ge=0, le=65535)
    """0: 465 with `tls`, else 587."""
    security: Literal["starttls", "tls", "none"] = "starttls"
    """`none` only outside production."""
    username: str = ""
    password: SecretStr = SecretStr("")
    sender: str = Field(
        default="BDCommerce <no-reply@bdcommerce.example>", pattern=r"^[^\r\n<>]*<[^@\s<>]+@[^@\s<>]+>$"
    )
    """From whom: `Name <address>`."""
    ca_file: str = ""
    """Certificates to believe besides those of the system."""
    timeout: float = Field(default=20.0, gt=0, le=120)
    """Seconds that the server may be silent."""

    @property
    def on(self) -> bool:
        """Whether e-mail is sent at all."""
        return bool(self.host)


def smtp(operation: OperationSettings) -> SmtpSettings:
    """Raises Refused, in production also without protection on the way."""
    found = concern_of(SmtpSettings, "BDC_SMTP_")
    if operation.environment == "production":
        if found.on and found.security == "none":
            raise Refused("BDC_SMTP_SECURITY: in production e-mail travels by starttls or tls")
        return found
    if found.on:
        return found
    beside = mail_port_beside(urlsplit(operation.simulators_url).port or 80)
    return SmtpSettings(host="127.0.0.1", port=found.port or beside, security="none", sender=found.sender)


def concern_of(concern: type[C], prefix: str) -> C:
    """Settings from the environment. Raises Refused naming the variables that are wrong."""
    try:
        return concern()
    except ValidationError as error:
        wrong = [f"{prefix}{'_'.join(map(str, each['loc'])).upper()}: {each['msg']}" for each in error.errors()]
        raise Refused("\n".join(wrong)) from error
