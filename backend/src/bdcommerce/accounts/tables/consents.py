"""The consent log."""

from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, DateTime, Identity, Index, Table, Text

from bdcommerce.accounts.domain.consents import Channel, Consent
from bdcommerce.accounts.tables.metadata import metadata
from bdcommerce.contracts.accounts import ConsentPurpose
from bdcommerce.infra.security import Sealer
from bdcommerce.kernel.text import Language

CONSENT_ADDRESS = "accounts.consents.address_sealed"
"""What it is sealed for."""

consents = Table(
    "consents",
    metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("user_id", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("granted", Boolean, nullable=False),
    Column("policy_version", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("address_sealed", Text, nullable=False),
    CheckConstraint("language IN ('bn', 'en')", name="language"),
    Index("consents_of_user", "user_id", "purpose", "position"),
    Index("consents_log_of_user", "user_id", "position"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRow:
    """A row of `consents`."""

    position: int
    """In which order things were said."""
    id: str
    user_id: str
    purpose: ConsentPurpose
    granted: bool
    policy_version: str
    text_sha256: str
    language: Language
    channel: Channel
    at: datetime
    address_sealed: str

    def opened(self, sealer: Sealer) -> Consent:
        """The word that was given."""
        plain = {field.name: getattr(self, field.name) for field in fields(self)}
        plain["address"] = sealer.open(plain.pop("address_sealed"), CONSENT_ADDRESS)
        return Consent(**plain)
