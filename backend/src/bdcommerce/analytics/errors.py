"""What can be refused here.

NotFound
├── UnknownSale      something is told of a vendor order whose confirmation was never heard
└── UnknownSurvey    the link leads to no question
Conflict
└── SurveyOver       the question was answered, or is too old
"""

from typing import Self

from bdcommerce.kernel.errors import Conflict, NotFound


class UnknownSale(NotFound):
    code = "unknown_sale"

    @classmethod
    def of(cls, vendor_order_id: str) -> Self:
        return cls(f"The sale of {vendor_order_id} was never heard of.", vendor_order_id=vendor_order_id)


class UnknownSurvey(NotFound):
    code = "unknown_survey"


class SurveyOver(Conflict):
    code = "survey_over"
