"""The tables of accounts, and how a row is read. What says who somebody is, or where they live, is stored sealed;
what must be found again has a keyed fingerprint (`*_index`) beside it.
"""

from bdcommerce.accounts.tables.consents import CONSENT_ADDRESS, ConsentRow, consents
from bdcommerce.accounts.tables.keys import PRIVATE_KEY, ApiKeyRow, KeyRow, api_keys, signing_keys
from bdcommerce.accounts.tables.metadata import metadata
from bdcommerce.accounts.tables.people import (
    ADDRESS,
    EMAIL,
    NAME,
    PHONE,
    AddressRow,
    PersonRow,
    RoleRow,
    addresses,
    contact_changes,
    roles,
    sealed_address,
    users,
)
from bdcommerce.accounts.tables.signing_in import (
    OWED,
    SECRET,
    OwedMessageRow,
    SecondFactorRow,
    SessionRow,
    code_challenges,
    code_sendings,
    devices,
    owed_messages,
    refresh_tokens,
    second_factors,
    sessions,
    throttles,
)

__all__ = [
    "ADDRESS",
    "CONSENT_ADDRESS",
    "EMAIL",
    "NAME",
    "OWED",
    "PHONE",
    "PRIVATE_KEY",
    "SECRET",
    "AddressRow",
    "ApiKeyRow",
    "ConsentRow",
    "KeyRow",
    "OwedMessageRow",
    "PersonRow",
    "RoleRow",
    "SecondFactorRow",
    "SessionRow",
    "addresses",
    "api_keys",
    "code_challenges",
    "code_sendings",
    "consents",
    "contact_changes",
    "devices",
    "metadata",
    "owed_messages",
    "refresh_tokens",
    "roles",
    "sealed_address",
    "second_factors",
    "sessions",
    "signing_keys",
    "throttles",
    "users",
]
