"""Saved wallets, as their customers see them."""

from bdcommerce.infra.postgres import Query, Reads
from bdcommerce.payments.ports import SavedWallet

MOST = 20

_OF_CUSTOMER = Query(
    "payments.wallets_of_customer",
    """
    SELECT id, customer_id, provider, status, provider_payment_id, token_sealed, number, asked_at FROM saved_wallet
    WHERE customer_id = $1 AND status = 'saved' ORDER BY id DESC LIMIT $2
    """,
    SavedWallet,
)


async def of_customer(reads: Reads, customer_id: str) -> list[SavedWallet]:
    """Those that can be paid with, the latest first."""
    return await reads.all(_OF_CUSTOMER, customer_id, MOST)
