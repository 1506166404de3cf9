"""What happens to files that are brought in."""

from bdcommerce.kernel.events import domain_event


@domain_event()
class ImportDue:
    """Delivered to the catalog itself: the next rows of a file are to be brought in, from a position in it on."""

    import_id: str
    position: int
