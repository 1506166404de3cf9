"""No named query of the catalog is without a test of its plan."""

from bdcommerce.catalog.bootstrap import SERVICE
from catalog import test_opinion_plans, test_plans, test_search_plans
from support import plans

STAFF = "staff write them by hand: they are few"
KEPT = {
    "catalog.categories": "the tree is read as a whole and kept until it changes",
    "catalog.search_state": "one row",
    "catalog.search_synonyms": STAFF,
    "catalog.synonyms": STAFF,
    "catalog.synonyms_page": STAFF,
}


def test_every_named_query_has_a_test_of_its_plan_or_a_reason() -> None:
    asked = [*test_plans.READS, *test_opinion_plans.CASES, *test_search_plans.READS]
    assert plans.unasked(SERVICE, asked, KEPT) == []
    assert KEPT.keys() <= {query.name for query in plans.declared(SERVICE)}
