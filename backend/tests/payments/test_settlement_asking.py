"""A provider has settled a payment that we know no money of: it is asked, and the line settles it."""

import pytest

from payments.settling import HEADER, MAPPING, ROOT, file_of, row
from payments.till import Till
from support.money import anna

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_provider_is_asked_and_its_word_takes_the_money_in(till: Till) -> None:
    order = await till.order(100000)
    page = await till.begin(order)
    await till.play(page)
    await till.execute_elsewhere(page)
    (attempt,) = (await till.payment(order)).attempts.values()
    assert attempt.status != "captured"
    await till.service.put(f"{ROOT}/mappings/provider/bkash", MAPPING, as_=anna())
    line = row("SOMETRX", 1000, 15, invoice=attempt.reference)
    sent = {"kind": "provider", "source": "bkash"}
    reply = await till.service.call(
        "POST", f"{ROOT}/statements", params=sent, content=file_of(HEADER, line), as_=anna()
    )
    assert reply.status_code == 201, reply.text
    await till.service.settle()
    (difference,) = (await till.service.get(f"{ROOT}/differences", as_=anna())).json()["items"]
    assert difference["reason"] == "missing_at_us"
    asked = await till.service.post(f"{ROOT}/differences/{difference['difference_id']}/ask", as_=anna())
    assert (asked.status_code, asked.json()["difference"]["status"]) == (200, "resolved")
    assert (await till.payment(order)).paid
    assert (await till.balances()).get("asset:provider:bkash", 0) == 0
    await till.check_books()
    assert (await till.service.get(f"{ROOT}/differences", as_=anna())).json()["items"] == []
