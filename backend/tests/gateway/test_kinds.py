"""As what the calls there are count."""

from bdcommerce.cli.services import SERVICES
from bdcommerce.gateway.bootstrap import route_table
from bdcommerce.gateway.domain import kind_of


def test_every_call_counts_as_something_that_fits_it() -> None:
    for route in route_table(SERVICES):
        kind = kind_of(route.method, route.path, streamed=False)
        if "/auth/" in route.path:
            assert kind == "auth"
        elif route.method == "GET":
            assert kind in {"reads", "search"}, route
        else:
            assert kind == "writes", route


def test_a_streamed_body_is_an_upload() -> None:
    assert kind_of("POST", "/api/v1/vendor/imports", streamed=True) == "uploads"
