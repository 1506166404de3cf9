"""The catalog in an open transaction."""

from bdcommerce.catalog.adapters.postgres.approvals import PostgresApprovals
from bdcommerce.catalog.adapters.postgres.brands import PostgresBrands
from bdcommerce.catalog.adapters.postgres.categories import PostgresCategories
from bdcommerce.catalog.adapters.postgres.imports import PostgresImports
from bdcommerce.catalog.adapters.postgres.lists import PostgresLists
from bdcommerce.catalog.adapters.postgres.media import PostgresMedia
from bdcommerce.catalog.adapters.postgres.offers import PostgresOffers
from bdcommerce.catalog.adapters.postgres.popularity import PostgresSales
from bdcommerce.catalog.adapters.postgres.prices import PostgresPriceChanges
from bdcommerce.catalog.adapters.postgres.products import PostgresProducts
from bdcommerce.catalog.adapters.postgres.promotions import PostgresPromotions
from bdcommerce.catalog.adapters.postgres.questions import PostgresQuestions
from bdcommerce.catalog.adapters.postgres.reviews import PostgresPurchases, PostgresReviews
from bdcommerce.catalog.adapters.postgres.shelves import PostgresShelves
from bdcommerce.catalog.adapters.postgres.vendors import PostgresVendors
from bdcommerce.catalog.adapters.search import PostgresDesk
from bdcommerce.infra.unit_of_work import Unit


class PostgresWork:
    """A unit of work of the catalog."""

    def __init__(self, unit: Unit) -> None:
        self.log = unit.log
        self.categories = PostgresCategories(unit.tx, unit.log)
        self.products = PostgresProducts(unit.tx, unit.log)
        self.offers = PostgresOffers(unit.tx, unit.log)
        self.vendors = PostgresVendors(unit.tx, unit.log)
        self.approvals = PostgresApprovals(unit.tx, unit.log)
        self.brands = PostgresBrands(unit.tx, unit.log)
        self.media = PostgresMedia(unit.tx, unit.log)
        self.prices = PostgresPriceChanges(unit.tx, unit.log)
        self.promotions = PostgresPromotions(unit.tx, unit.log)
        self.sales = PostgresSales(unit.tx)
        self.purchases = PostgresPurchases(unit.tx, unit.log)
        self.reviews = PostgresReviews(unit.tx, unit.log)
        self.questions = PostgresQuestions(unit.tx, unit.log)
        self.lists = PostgresLists(unit.tx)
        self.searches = PostgresDesk(unit.tx)
        self.shelves = PostgresShelves(unit.tx)
        self.imports = PostgresImports(unit.tx)
