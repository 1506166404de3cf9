"""HTTP: signing in, one's own account and sessions, the operator's staff, and the places of Bangladesh."""

from litestar.handlers import HTTPRouteHandler

from bdcommerce.accounts.api import (
    addresses,
    api_keys,
    consents,
    forgotten,
    me,
    places,
    roles,
    second_factor,
    sessions,
    sign_in,
    staff,
)

ROUTES: list[HTTPRouteHandler] = [
    *sign_in.ROUTES,
    *forgotten.ROUTES,
    *me.ROUTES,
    *sessions.ROUTES,
    *second_factor.ROUTES,
    *addresses.ROUTES,
    *consents.ROUTES,
    *staff.ROUTES,
    *roles.ROUTES,
    *api_keys.ROUTES,
    *places.ROUTES,
]
