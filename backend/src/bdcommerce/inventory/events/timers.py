"""What inventory tells itself for later."""

from bdcommerce.kernel.events import domain_event


@domain_event()
class HoldsFellDue:
    """These holds were to end now. Those that were committed or released meanwhile stay as they are."""

    hold_ids: list[str]


@domain_event()
class OfferCameBack:
    """An offer can be bought again, and people wait for it."""

    offer_id: str


@domain_event()
class BatchFellDue:
    """The sale of a batch of this offer was to end now."""

    offer_id: str


@domain_event()
class ImportDue:
    """The next rows of a file are to be brought in, from a position in it on."""

    import_id: str
    position: int
