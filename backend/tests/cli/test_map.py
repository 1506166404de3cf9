"""The map is drawn from the cards, and a card that is not true is found."""

import pytest

from bdcommerce.cli import map as card_map
from bdcommerce.cli.map import Card, card_of, differences, drawn, parsed
from bdcommerce.compliance.bootstrap import SERVICE as COMPLIANCE
from bdcommerce.inventory.bootstrap import SERVICE as INVENTORY
from bdcommerce.notifications.bootstrap import SERVICE as NOTIFICATIONS

HERE = [INVENTORY, NOTIFICATIONS, COMPLIANCE]
TELLS = frozenset({"BackInStock", "StockChanged", "StockLow"})
ASKS = frozenset({"AccountsFace", "CatalogFace", "VendorsFace", "compliance"})


def test_a_card_is_read_over_several_lines() -> None:
    card = parsed(
        "Parcels: where they are,\nand who has them.\n\n"
        "Owns:  parcels, riders\nTells: Moved,\n       Arrived\nHears: orders.Placed\nAsks:  nobody\n"
    )
    assert card == Card(
        says="where they are, and who has them.",
        owns="parcels, riders",
        tells=frozenset({"Moved", "Arrived"}),
        hears=frozenset({"orders.Placed"}),
        asks=frozenset(),
    )


@pytest.mark.parametrize("nothing", ["", " -", " nobody", " nothing"])
def test_a_card_may_say_in_several_ways_that_there_is_none(nothing: str) -> None:
    assert parsed(f"A: b.\n\nOwns:  c\nTells:{nothing}\nHears:{nothing}\nAsks:{nothing}\n") == parsed(
        "A: b.\n\nOwns: c\n"
    )


def test_a_true_card_differs_in_nothing() -> None:
    card = Card(says="x", owns="y", tells=TELLS, hears=frozenset({"vendors.VendorApproved"}), asks=ASKS)
    assert differences(card, INVENTORY, HERE) == []


def test_a_face_that_no_service_answers_is_shown_by_its_own_name() -> None:
    assert card_map.asked_by(INVENTORY, HERE) == ASKS
    assert "OrdersFace" in card_map.asked_by(NOTIFICATIONS, [NOTIFICATIONS])


def test_a_wrong_card_is_named_with_what_is_missing_and_what_is_invented() -> None:
    card = Card(
        says="x",
        owns="y",
        tells=TELLS - {"StockChanged"} | {"Sold"},
        hears=frozenset({"orders.OrderPlaced", "vendors.VendorApproved"}),
        asks=ASKS - {"CatalogFace"},
    )
    assert differences(card, INVENTORY, HERE) == [
        "inventory/__init__.py, Tells: the card leaves out StockChanged",
        "inventory/__init__.py, Tells: the code knows nothing of Sold",
        "inventory/__init__.py, Hears: the code knows nothing of orders.OrderPlaced",
        "inventory/__init__.py, Asks: the card leaves out CatalogFace",
    ]


def test_a_card_without_a_sentence_is_wrong() -> None:
    card = Card(says="", owns="", tells=frozenset(), hears=frozenset(), asks=frozenset())
    assert any("begins with" in problem for problem in differences(card, INVENTORY, HERE))


def test_what_staff_did_is_told_by_all_and_so_on_nobodys_card() -> None:
    assert "StaffActed" not in card_map.told_by(COMPLIANCE)
    assert "RuleChanged" in card_map.told_by(COMPLIANCE)
    assert "compliance.StaffActed" in card_map.heard_by(COMPLIANCE)


def test_the_page_shows_events_calls_and_arrows() -> None:
    page = drawn(HERE)
    assert "| GET | `/api/v1/vendor/stock/{offer_id}/movements` | vendor |" in page
    assert "| `StockChanged` | `offer_id` | 1 | nobody here |" in page
    told = (
        "OrderConfirmed<br/>OrderEditProposed<br/>ReturnEnded<br/>ReturnMoved<br/>ReturnRequested<br/>"
        "VendorOrderAmended<br/>VendorOrderCancelled"
    )
    assert f'    orders -- "{told}" --> notifications' in page
    assert "    inventory --> CatalogFace" in page
    assert "`inventory.judge_batches` every 1 h, `inventory.audit_stock` every 1 d." in page
    assert page == drawn(HERE)


def test_the_cards_of_services_are_read_from_their_packages() -> None:
    assert card_of(INVENTORY).owns.startswith("stock, warehouses, lots, holds, picks")


def test_the_map_that_is_committed_agrees_with_the_code() -> None:
    assert card_map.write_map(check=True) == 0
