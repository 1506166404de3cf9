"""A confirmed phone as a sealed note that its holder carries about; nothing of it is stored."""

from datetime import datetime, timedelta

import msgspec

from bdcommerce.contracts.accounts import BadPhoneProof
from bdcommerce.infra.security import Sealer, Unreadable
from bdcommerce.kernel import clock

_CONTEXT = "accounts.phone_proof"


class _Note(msgspec.Struct, frozen=True):
    phone: str
    until: datetime


class SealedProofs:
    """See ports.Proofs."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def of(self, e164: str, life: timedelta) -> str:
        """See ports.Proofs."""
        note = _Note(e164, clock.now() + life)
        return self._sealer.seal(msgspec.json.encode(note).decode(), _CONTEXT)

    def phone(self, proof: str) -> str:
        """See ports.Proofs."""
        try:
            note = msgspec.json.decode(self._sealer.open(proof, _CONTEXT), type=_Note)
        except (Unreadable, ValueError) as error:
            raise BadPhoneProof("this is no proof that a phone was confirmed") from error
        if clock.now() >= note.until:
            raise BadPhoneProof("this proof is too old; confirm the phone again")
        return note.phone
