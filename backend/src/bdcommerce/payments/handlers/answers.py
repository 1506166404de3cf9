"""What a bank's file says is applied payout by payout, each on its own: again, it changes nothing more."""

from bdcommerce.payments.domain import answers
from bdcommerce.payments.domain.answers import Answer, Effect, Problem
from bdcommerce.payments.errors import EvidenceDiffers, NobodyToAsk
from bdcommerce.payments.handlers import disbursing
from bdcommerce.payments.handlers import payouts as cases
from bdcommerce.payments.ports import Deps, Work


async def apply(deps: Deps, answer: Answer, by: str, *, only_say: bool) -> Effect | Problem:
    """What a row makes of its payout, and that done unless it is only to be said."""
    async with deps.works() as work:
        batch_id = await work.batches.of_payout(answer.payout_id)
        if not batch_id:
            return "unknown_payout"
        batch, _ = await cases.held_batch(work, batch_id)
        effect = answers.judge(batch.payouts[answer.payout_id], answer)
        if not only_say:
            await _do(work, batch_id, answer, effect, by)
    if effect == "look" and not only_say:
        return await _look(deps, batch_id, answer)
    return effect


async def _do(work: Work, batch_id: str, answer: Answer, effect: Effect | Problem, by: str) -> None:
    payout_id = answer.payout_id
    match effect:
        case "paid":
            await cases.confirm_payout(
                work, batch_id, payout_id, bank_charge=answer.charge, by=by, reference=answer.reference
            )
        case "failed":
            await cases.bounce_payout(work, batch_id, payout_id, answer.reason, by)
        case "returned":
            await cases.return_payout(work, batch_id, payout_id, reason=answer.reason, charge=answer.charge, by=by)
        case _:
            return


async def _look(deps: Deps, batch_id: str, answer: Answer) -> Effect | Problem:
    try:
        await disbursing.look(deps, batch_id, answer.payout_id, answer.reference)
    except EvidenceDiffers:
        return "evidence_differs"
    except NobodyToAsk:
        return "nobody_to_ask"
    return "look"
