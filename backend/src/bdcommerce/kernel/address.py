"""A delivery address over the Bangladesh hierarchy: division, district, upazila or thana, union or ward."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where something is, without saying whose it is. Ids are those of the geography that accounts owns."""

    division: str
    district: str
    upazila: str
    city_key: str = ""
    """The city corporation this lies in, or empty: "same city" of the delivery rule DC-DLV-01 compares these."""
    lat: float = 0.0
    """Degrees north."""
    lon: float = 0.0
    """The middle of the district, in degrees: near enough to choose a warehouse. Both 0: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where to bring a parcel. Personal data: never in an event, a log line or a URL."""

    recipient_name: str
    phone: str
    line1: str
    place: Place
    area: str = ""
    union: str = ""
    postcode: str = ""
    landmark: str = ""
    alt_phone: str = ""

    def __repr__(self) -> str:
        return f"Address(place={self.place!r})"
