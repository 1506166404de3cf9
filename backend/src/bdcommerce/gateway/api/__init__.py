"""What the gateway answers itself: the API's description, keys that verify tokens, and webhooks."""

from bdcommerce.gateway.api.own import Own, routes
from bdcommerce.gateway.api.webhooks import ROUTES, ApiDeps

__all__ = ["ROUTES", "ApiDeps", "Own", "routes"]
