"""Payments before delivery as they go out, and what is asked about them. Amounts are poisha."""

from datetime import datetime
from typing import Annotated

import msgspec

from bdcommerce.contracts.payments import PaymentStanding, PaymentStatus
from bdcommerce.infra.outside import Exchange
from bdcommerce.kernel.money import Money
from bdcommerce.payments.domain.payment import Attempt, AttemptStatus, Payment, Refund, RefundStatus
from bdcommerce.payments.domain.providers import Provider
from bdcommerce.payments.ports import SavedWallet


class StartAttempt(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Pay (again, or in another way), perhaps with a saved wallet."""

    method: Annotated[Provider, msgspec.Meta(description="the provider to pay at", examples=["bkash"])]
    wallet_id: Annotated[
        str, msgspec.Meta(max_length=64, pattern=r"^[a-z0-9_]*$", description="a saved wallet of the customer's own")
    ] = ""


class SaveWallet(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """Save a wallet with a provider that lets customers do so."""

    provider: Annotated[Provider, msgspec.Meta(examples=["bkash"])]


class SettleRefund(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """How the provider calls what was paid back by hand."""

    reference: Annotated[str, msgspec.Meta(min_length=3, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")]


class NextAction(msgspec.Struct, frozen=True, kw_only=True):
    """What the customer does next: open this page and pay."""

    redirect_url: str


class AttemptView(msgspec.Struct, frozen=True, kw_only=True):
    """One try to pay. `code` is what the provider said, as it says it."""

    number: int
    """Counted from 1, the first try first."""
    method: str
    status: AttemptStatus
    amount: Money
    code: str
    started_at: datetime

    @classmethod
    def of(cls, attempt: Attempt) -> "AttemptView":
        """An attempt."""
        return cls(
            number=attempt.number,
            method=attempt.provider,
            status=attempt.status,
            amount=attempt.amount,
            code=attempt.code,
            started_at=attempt.started_at,
        )


class PrepaidRefundView(msgspec.Struct, frozen=True, kw_only=True):
    """Money that goes back the way it came."""

    refund_id: str
    method: str
    status: RefundStatus
    amount: Money
    reason: str
    owed_at: datetime

    @classmethod
    def of(cls, payment: Payment, refund: Refund) -> "PrepaidRefundView":
        """A refund."""
        return cls(
            refund_id=refund.refund_id,
            method=payment.attempts[refund.attempt_id].provider,
            status=refund.status,
            amount=refund.amount,
            reason=refund.reason,
            owed_at=refund.owed_at,
        )


class PaymentView(msgspec.Struct, frozen=True, kw_only=True):
    """How the payment of an order stands. Pay by `pay_until`; after that the order is cancelled."""

    order_id: str
    status: PaymentStatus
    due: Money
    captured: Money
    outstanding: Money
    pay_until: datetime | None
    next_action: NextAction | None
    attempts: list[AttemptView]
    refunds: list[PrepaidRefundView]

    @classmethod
    def of(cls, payment: Payment, standing: PaymentStanding) -> "PaymentView":
        """A payment."""
        return cls(
            order_id=payment.order_id,
            status=payment.status,
            due=payment.total_due,
            captured=payment.captured,
            outstanding=payment.outstanding,
            pay_until=payment.pay_until,
            next_action=NextAction(redirect_url=standing.redirect_url) if standing.redirect_url else None,
            attempts=[AttemptView.of(each) for each in payment.attempts.values()],
            refunds=[PrepaidRefundView.of(payment, each) for each in payment.refunds.values()],
        )


class PaymentEntry(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a payment."""

    number: int
    """Counted from 1, the earliest first."""
    at: datetime
    kind: str
    attempt: int
    """Of which attempt; 0: of none."""
    status: str
    code: str
    amount: Money | None


class ExchangeView(msgspec.Struct, frozen=True, kw_only=True):
    """What was said with a provider, masked: evidence for a dispute."""

    at: datetime
    party: str
    operation: str
    outcome: str
    status: int | None
    """Of HTTP; none without an answer."""
    milliseconds: int
    """Until the answer came, or was given up."""
    request: str
    response: str

    @classmethod
    def of(cls, exchange: Exchange) -> "ExchangeView":
        """An exchange."""
        return cls(
            at=exchange.at,
            party=exchange.party,
            operation=exchange.operation,
            outcome=exchange.outcome,
            status=exchange.status,
            milliseconds=round(exchange.seconds * 1000),
            request=exchange.request,
            response=exchange.response,
        )


class StaffAttempt(AttemptView, frozen=True, kw_only=True):
    """An attempt with what the provider and we call it."""

    reference: str
    provider_payment_id: str
    trx_id: str
    looks: int
    """How often the provider was asked how it went."""
    next_look_at: datetime | None


class StaffPayment(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a payment: what happened, and what was said with providers, the latest last and first."""

    order_id: str
    number: str
    status: PaymentStatus
    due: Money
    captured: Money
    closed_because: str
    attempts: list[StaffAttempt]
    refunds: list[PrepaidRefundView]
    timeline: list[PaymentEntry]
    exchanges: list[ExchangeView]


class PaymentSummary(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the list of payments."""

    order_id: str
    number: str
    status: PaymentStatus
    method: str
    due: Money
    captured: Money
    opened_at: datetime | None

    @classmethod
    def of(cls, payment: Payment) -> "PaymentSummary":
        """A payment."""
        return cls(
            order_id=payment.order_id,
            number=payment.number,
            status=payment.status,
            method=payment.latest.provider if payment.latest else "",
            due=payment.total_due,
            captured=payment.captured,
            opened_at=payment.opened_at,
        )


class WalletView(msgspec.Struct, frozen=True, kw_only=True):
    """A wallet that the customer saved; `number` shows enough of it to be recognised."""

    id: str
    provider: str
    status: str
    number: str

    @classmethod
    def of(cls, wallet: SavedWallet) -> "WalletView":
        """A wallet."""
        return cls(id=wallet.id, provider=wallet.provider, status=wallet.status, number=wallet.number)


class AskedWallet(msgspec.Struct, frozen=True, kw_only=True):
    """The customer agrees at the provider's page; then the wallet is theirs to pay with."""

    wallet: WalletView
    next_action: NextAction
