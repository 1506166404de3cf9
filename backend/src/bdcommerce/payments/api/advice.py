"""Remittance advice: what a payout is made of, for the vendor who got it and for staff."""

from typing import Annotated, Literal

from litestar import Response
from litestar.params import QueryParameter

from bdcommerce.infra.http import get
from bdcommerce.infra.http.access import staff, vendor
from bdcommerce.infra.http.documented import PdfOrSheet
from bdcommerce.infra.http.exports import sheet_reply
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel.clock import DHAKA
from bdcommerce.kernel.money import Money
from bdcommerce.kernel.text import Language
from bdcommerce.payments.adapters.advice import on_paper
from bdcommerce.payments.adapters.statement import KINDS
from bdcommerce.payments.api.deps import ApiDeps, PathId, taka
from bdcommerce.payments.errors import UnknownPayout
from bdcommerce.payments.queries import advice as queries
from bdcommerce.payments.schemas import AdviceLine, AdviceView

FileKind = Annotated[Literal["pdf", "csv", "xlsx"], QueryParameter(name="format", description="what kind of file")]
_COLUMNS = (
    "at", "kind", "movement", "reference", "vendor_order", "goods_bdt", "commission_bdt", "commission_vat_bdt",
    "withheld_tax_bdt", "amount_bdt",
)  # fmt: skip


@get(
    "/vendor/payouts/{payout_id:str}/advice",
    access=vendor("owner", "manager"),
    summary="What one of your payouts is made of, as a file",
    raises=[UnknownPayout],
    operation_class=PdfOrSheet,
)
async def get_own(payout_id: PathId, caller: Caller, deps: ApiDeps, format_: FileKind = "pdf") -> Response[bytes]:
    """Orders released and refunds since the payout before it, with commission, VAT on it and tax withheld. What was
    brought forward and all lines make the payout and what is carried forward. Of payouts that were made; in the
    language of `Accept-Language`.
    """
    found = await queries.advice(deps.reads, payout_id)
    if found is None or found.payout.vendor_id != caller.vendor_id:
        raise UnknownPayout.made(payout_id)
    return await _file(deps, found, caller.language, format_)


@get(
    "/admin/payouts/{batch_id:str}/payouts/{payout_id:str}/advice",
    access=staff("ledger.read"),
    summary="What a payout is made of, as a file",
    raises=[UnknownPayout],
    operation_class=PdfOrSheet,
)
async def get_any(
    batch_id: PathId, payout_id: PathId, caller: Caller, deps: ApiDeps, format_: FileKind = "pdf"
) -> Response[bytes]:
    """As its vendor gets it."""
    found = await queries.advice(deps.reads, payout_id)
    if found is None or found.payout.batch_id != batch_id:
        raise UnknownPayout.made(payout_id)
    return await _file(deps, found, caller.language, format_)


async def _file(
    deps: ApiDeps, found: AdviceView, language: Language, kind: Literal["pdf", "csv", "xlsx"]
) -> Response[bytes]:
    name = f"advice-{found.payout.payout_id}"
    if kind != "pdf":
        return sheet_reply(name, _COLUMNS, _rows(found, language), kind)
    (card,) = await deps.vendors.cards([found.payout.vendor_id])
    paper = await on_paper(found, name=card.name, language=language)
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "Cache-Control": "no-store"}
    return Response(paper, media_type="application/pdf", headers=headers)


def _rows(found: AdviceView, language: Language) -> list[tuple[str, ...]]:
    """The last column adds up to zero."""
    payout = found.payout
    return [
        _sum("brought_forward", found.brought_forward, ""),
        *(_row(each, language) for each in found.lines),
        _sum("paid", -payout.amount, payout.payout_id),
        _sum("carried_forward", -found.carried_forward, ""),
    ]


def _sum(kind: str, amount: Money, reference: str) -> tuple[str, ...]:
    return ("", kind, "", reference, "", "", "", "", "", taka(amount.amount))


def _row(line: AdviceLine, language: Language) -> tuple[str, ...]:
    parts = (line.goods, line.commission, line.commission_vat, line.withheld_tax, line.amount)
    return (
        line.at.astimezone(DHAKA).isoformat(timespec="seconds"),
        line.kind,
        KINDS[line.kind].to(language),
        line.reference,
        line.vendor_order_id or "",
        *("" if part is None else taka(part.amount) for part in parts),
    )


ROUTES = (get_own, get_any)
