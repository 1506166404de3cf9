"""The pages people open: which there are, and what each says before any script has run. Pure: from answers of the API
to HTML.
"""

from bdcommerce.gateway.domain.site.addresses import Address, PageKind, address_of, home_of
from bdcommerce.gateway.domain.site.document import Bundle, Document, written
from bdcommerce.gateway.domain.site.pages import Ask, Known, asks, page
from bdcommerce.gateway.domain.site.speech import Speech, Words
from bdcommerce.gateway.domain.site.wayfinding import robots, sitemap, sitemap_index

__all__ = [
    "Address",
    "Ask",
    "Bundle",
    "Document",
    "Known",
    "PageKind",
    "Speech",
    "Words",
    "address_of",
    "asks",
    "home_of",
    "page",
    "robots",
    "sitemap",
    "sitemap_index",
    "written",
]
