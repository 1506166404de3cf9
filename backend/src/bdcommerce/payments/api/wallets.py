"""Wallets that customers save, to pay with their PIN alone."""

from dataclasses import replace

from litestar.response import Redirect

from bdcommerce.contracts.payments import MethodOff
from bdcommerce.infra.http import delete, get, post
from bdcommerce.infra.http.access import public, shop
from bdcommerce.infra.http.identity import Caller
from bdcommerce.kernel import clock, ids
from bdcommerce.kernel.money import Money
from bdcommerce.payments import sagas
from bdcommerce.payments.api.deps import ApiDeps, PathId
from bdcommerce.payments.api.hooks import Given
from bdcommerce.payments.domain.providers import Asked, NewAttempt
from bdcommerce.payments.errors import ProviderRefused, UnknownWallet
from bdcommerce.payments.ports import SavedWallet, WalletKeeper
from bdcommerce.payments.queries import wallets
from bdcommerce.payments.schemas import AskedWallet, NextAction, SaveWallet, WalletView

_NO_MONEY = Money(100)
"""An agreement moves none, but wants an amount above zero."""


@get("/me/wallets", access=shop(), summary="My saved wallets")
async def list_wallets(caller: Caller, deps: ApiDeps) -> list[WalletView]:
    """At most twenty, the latest first."""
    return [WalletView.of(each) for each in await wallets.of_customer(deps.reads, caller.user_id)]


@post("/me/wallets", access=shop(), summary="Save a wallet", raises=[MethodOff, ProviderRefused])
async def save_wallet(data: SaveWallet, caller: Caller, deps: ApiDeps) -> AskedWallet:
    """The customer agrees at the provider's page. Nothing is paid by that."""
    wallet_id = ids.new_id("wal")
    callback = f"{deps.shop_url}{sagas.API}/hooks/{data.provider}/wallet"
    new = NewAttempt(reference=wallet_id, order_id=wallet_id, amount=_NO_MONEY, callback_url=callback)
    opened = await _keeper(deps, data.provider).save_wallet(new)
    wallet = SavedWallet(
        id=wallet_id,
        customer_id=caller.user_id,
        provider=data.provider,
        status="asked",
        provider_payment_id=opened.provider_payment_id,
        token_sealed="",
        number="",
        asked_at=clock.now(),
    )
    async with deps.works() as work:
        await work.wallets.add(wallet)
    return AskedWallet(wallet=WalletView.of(wallet), next_action=NextAction(redirect_url=opened.redirect_url))


@delete("/me/wallets/{wallet_id:str}", access=shop(), summary="Forget a saved wallet", raises=[UnknownWallet])
async def forget_wallet(wallet_id: PathId, caller: Caller, deps: ApiDeps) -> None:
    """Here and at the provider."""
    async with deps.works() as work:
        wallet = await work.wallets.get(wallet_id, caller.user_id)
    if wallet.token_sealed:
        await _keeper(deps, wallet.provider).forget_wallet(deps.sealer.open(wallet.token_sealed, sagas.WALLET))
    async with deps.works() as work:
        await work.wallets.save(replace(wallet, status="forgotten", token_sealed=""))


@get(
    "/hooks/bkash/wallet",
    access=public(),
    summary="A customer comes back from agreeing to save a wallet",
    status_code=303,
    raises=[UnknownWallet],
)
async def come_back_with_wallet(payment_id: Given, deps: ApiDeps) -> Redirect:
    """BKash is asked whether they did."""
    async with deps.works() as work:
        wallet = await work.wallets.asked_as("bkash", payment_id)
    if wallet is None:
        raise UnknownWallet("There is no such wallet.")
    if wallet.status == "asked":
        wallet = await _agreed(deps, wallet)
    return Redirect(f"{deps.shop_url}/account/wallets?wallet={wallet.status}", status_code=303)


async def _agreed(deps: ApiDeps, wallet: SavedWallet) -> SavedWallet:
    asked = Asked(reference=wallet.id, order_id=wallet.id, provider_payment_id=wallet.provider_payment_id, agreed=True)
    found = await _keeper(deps, wallet.provider).wallet_saved(asked)
    if found is None:
        after = replace(wallet, status="refused")
    else:
        sealed = deps.sealer.seal(found.token, sagas.WALLET)
        after = replace(wallet, status="saved", token_sealed=sealed, number=found.number)
    async with deps.works() as work:
        await work.wallets.save(after)
    return after


def _keeper(deps: ApiDeps, provider: str) -> WalletKeeper:
    found = deps.keepers.get(provider)
    if found is None:
        raise MethodOff(f"Wallets of {provider} cannot be saved here.", method=provider)
    return found


ROUTES = (list_wallets, save_wallet, forget_wallet, come_back_with_wallet)
