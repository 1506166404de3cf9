"""What the marketplace is judged by: each figure, which way is better, and the rule that holds its target."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from bdcommerce.kernel.text import Localized

Better = Literal["lower", "higher"]
Unit = Literal["ms", "%", "h", "1-5"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One figure. `rule` is the key of its target in the rule book; empty for one without."""

    name: str
    title: Localized
    unit: Unit
    better: Better
    rule: str = ""

    def met(self, value: Decimal | None, target: Decimal | None) -> bool | None:
        """Whether a value is as good as its target; None where one of them is missing."""
        if value is None or target is None:
            return None
        return value <= target if self.better == "lower" else value >= target


MEASURES = (
    Measure(
        name="api_p95", title=Localized("API, 95th percentile", "এপিআই, ৯৫তম শতাংশক"), unit="ms", better="lower",
        rule="kpi.api_p95_ms",
    ),
    Measure(
        name="error_rate", title=Localized("Calls that failed", "ব্যর্থ অনুরোধ"), unit="%", better="lower",
        rule="kpi.error_pct",
    ),
    Measure(
        name="query_mean", title=Localized("Queries, mean", "কোয়েরি, গড়"), unit="ms", better="lower",
        rule="kpi.query_mean_ms",
    ),
    Measure(name="uptime", title=Localized("Uptime", "সচল সময়"), unit="%", better="higher", rule="kpi.uptime_pct"),
    Measure(
        name="csat", title=Localized("Customers' satisfaction", "ক্রেতার সন্তুষ্টি"), unit="1-5", better="higher",
        rule="kpi.csat",
    ),
    Measure(
        name="onboarding", title=Localized("Vendor onboarding, mean", "বিক্রেতা অনুমোদন, গড়"), unit="h",
        better="lower", rule="kpi.onboarding_hours",
    ),
    Measure(
        name="fulfilment", title=Localized("Vendor orders fulfilled", "সম্পন্ন অর্ডার"), unit="%", better="higher",
        rule="kpi.fulfilment_pct",
    ),
    Measure(
        name="revenue_growth", title=Localized("Revenue growth", "আয় বৃদ্ধি"), unit="%", better="higher",
        rule="kpi.revenue_growth_pct",
    ),
    Measure(name="cancelled", title=Localized("Cancelled", "বাতিল"), unit="%", better="lower"),
    Measure(name="returned", title=Localized("Returned undelivered", "অবিলিকৃত ফেরত"), unit="%", better="lower"),
)  # fmt: skip
RULES: Mapping[str, str] = {measure.name: measure.rule for measure in MEASURES if measure.rule}


def share(part: int, whole: int) -> Decimal | None:
    """Per cent; None of nothing."""
    return round(Decimal(100 * part) / whole, 3) if whole else None


def growth(now: int, before: int) -> Decimal | None:
    """Per cent more than before; None where there was nothing before."""
    return round(Decimal(100 * (now - before)) / before, 2) if before > 0 else None


def fulfilled(*, delivered: int, cancelled_by_others: int, returned: int) -> Decimal | None:
    """Per cent of vendor orders that came to their end for which the marketplace kept its word: what customers
    cancelled themselves does not count.
    """
    return share(delivered, delivered + cancelled_by_others + returned)
