"""The pages people open, served: files of the build as they are, pages written from the API's own answers."""

from bdcommerce.gateway.adapters.site.built import Built, NotBuilt
from bdcommerce.gateway.adapters.site.site import Site

__all__ = ["Built", "NotBuilt", "Site"]
