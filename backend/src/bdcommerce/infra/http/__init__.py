"""HTTP in: endpoints that must say who may call them, problems instead of exceptions, pages instead of dumps."""

from bdcommerce.infra.http.routing import delete, get, patch, post, put

__all__ = ["delete", "get", "patch", "post", "put"]
