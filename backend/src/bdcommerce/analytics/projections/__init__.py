"""The figures, told from the log.

Each thing counts on the day in Bangladesh on which it happened: a sale of Sunday that is cancelled on Monday stays a
sale of Sunday and becomes a cancellation of Monday, so no figure of a past day moves.
"""

from bdcommerce.analytics.projections.people import PEOPLE
from bdcommerce.analytics.projections.processes import PROCESSES
from bdcommerce.analytics.projections.sales import SALES

PROJECTIONS = (SALES, PEOPLE, PROCESSES)

__all__ = ["PEOPLE", "PROCESSES", "PROJECTIONS", "SALES"]
