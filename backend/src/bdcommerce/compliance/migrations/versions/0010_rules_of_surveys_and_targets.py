"""What surveys, the operator's own targets and the shelf life of stock go by."""

from bdcommerce.compliance.migrations.seeding import ALWAYS, First, add_rules

revision = "0010"
down_revision = "0009"

_OWN = "the operator's first choice; change it in the rule book"
_RULES = (
    First(
        "survey.delay_hours",
        "24",
        ALWAYS,
        "operator",
        f"hours after a delivery before the customer is asked how it was: {_OWN}",
    ),
    First("kpi.api_p95_ms", "200", ALWAYS, "operator", f"95th percentile of the API, milliseconds, at most: {_OWN}"),
    First("kpi.query_mean_ms", "50", ALWAYS, "operator", f"mean of a query, milliseconds, at most: {_OWN}"),
    First("kpi.uptime_pct", "99.9", ALWAYS, "operator", f"per cent of minutes, at least: {_OWN}"),
    First("kpi.error_pct", "0.1", ALWAYS, "operator", f"per cent of calls answered with 5xx, at most: {_OWN}"),
    First("kpi.csat", "4.5", ALWAYS, "operator", f"mean of 1 to 5, at least: {_OWN}"),
    First("kpi.onboarding_hours", "24", ALWAYS, "operator", f"hours from application to approval, at most: {_OWN}"),
    First("kpi.fulfilment_pct", "98", ALWAYS, "operator", f"per cent of vendor orders delivered, at least: {_OWN}"),
    First("kpi.revenue_growth_pct", "25", ALWAYS, "operator", f"per cent against the span before, at least: {_OWN}"),
    First(
        "inventory.expiry_margin_days",
        "3",
        ALWAYS,
        "operator",
        f"days before its expiry date on which the sale of a batch ends; CR-12 of the CRPA s.51, F5.18: {_OWN}",
    ),
)


def upgrade() -> None:
    """Write them."""
    add_rules(_RULES)
