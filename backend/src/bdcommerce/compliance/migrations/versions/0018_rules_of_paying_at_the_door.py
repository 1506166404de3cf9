"""What paying at the door is appraised by: points, thresholds, and what follows from them."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0018"
down_revision = "0017"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = tuple(
    First(key, value, ALWAYS, "operator", f"{about}: {_OWN}")
    for key, value, about in (
        (
            "dc.advance_escrow",
            "0",
            "1: an escrow approved by Bangladesh Bank holds what is paid in advance (DC-ADV-03); 0: DC-ADV-02 holds",
        ),
        ("cod.points_refused", "25", "points for each parcel to the phone that was refused at the door"),
        ("cod.points_absent", "10", "points for each parcel that went back because nobody was there"),
        ("cod.points_returned", "5", "points for each parcel that went back for another reason"),
        ("cod.points_delivered", "5", "points taken off for each parcel that was received"),
        ("cod.points_delivered_most", "40", "points that received parcels take off at most"),
        ("cod.points_first_order", "10", "points for the first order of a phone"),
        ("cod.high_value_from", "1500000", "poisha from which on an order is of high value; 0: none is"),
        ("cod.points_high_value", "15", "points for an order of high value"),
        ("cod.orders_per_phone", "6", "orders of one phone within 24 hours from which on they are many; 0: never"),
        ("cod.orders_per_device", "6", "orders from one device within 24 hours from which on they are many; 0: never"),
        ("cod.orders_per_address", "10", "orders to one address within 24 hours from which on they are many; 0: never"),
        ("cod.points_velocity", "15", "points for many orders, by phone, device and address each"),
        ("cod.points_address_short", "15", "points for a very short address"),
        ("cod.points_address_no_house", "10", "points for an address without house, road or village"),
        ("cod.points_address_elsewhere", "15", "points for an address that names another district"),
        ("cod.points_address_gibberish", "25", "points for an address that cannot be understood"),
        ("cod.confirm_from", "40", "points from which on an order paid at the door is confirmed first; 0: never"),
        ("cod.advance_from", "70", "points from which on a part of it is paid in advance; 0: never"),
        ("cod.refuse_from", "120", "points from which on nothing is paid at the door; 0: never"),
        ("cod.history_days", "365", "days for which parcels are remembered"),
        ("cod.confirm_hours", "24", "hours a customer has to confirm an order, with its stock held"),
        ("cod.confirm_sends", "5", "codes that are sent to confirm one order, at most"),
        ("cod.confirm_sends_phone", "10", "codes one phone is sent within 24 hours, for whatever orders, at most"),
        ("cod.confirm_pause_seconds", "60", "seconds between two such codes"),
        ("cod.confirm_tries", "5", "wrong answers to one such code, at most"),
        ("cod.advance_pct", "10", "per cent of the order that is asked in advance"),
        ("cod.advance_delivery", "1", "1: the advance is at least the delivery fee; 0: the percentage alone"),
        ("cod.open_customer", "15000000", "poisha one customer may have on its way unpaid; 0: any amount"),
        ("cod.open_area", "0", "poisha that may be on its way unpaid in one district; 0: any amount"),
    )
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
