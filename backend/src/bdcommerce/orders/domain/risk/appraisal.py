"""From signals to a score to a decision. Every rule adds or takes points by itself, so each can be read and tried
alone; more of what went wrong never lowers the score.
"""

from collections.abc import Callable, Sequence

from bdcommerce.orders.domain.risk.rules import FAULTS, RiskRules
from bdcommerce.orders.events.risk import Appraisal, Decision, Factor, FactorCode, Listed, Signals, Thresholds

_LISTED: dict[Listed, tuple[FactorCode, Decision]] = {
    "blocked": ("phone_blocked", "refuse"),
    "allowed": ("phone_allowed", "accept"),
}
_BEFORE: tuple[tuple[FactorCode, str, Callable[[Signals], int]], ...] = (
    ("refused_before", "points_refused", lambda signals: signals.refused),
    ("absent_before", "points_absent", lambda signals: signals.absent),
    ("returned_before", "points_returned", lambda signals: signals.returned),
    ("given_back_before", "points_given_back", lambda signals: signals.given_back),
)
_VELOCITY: tuple[tuple[FactorCode, str, Callable[[Signals], int]], ...] = (
    ("many_from_phone", "orders_per_phone", lambda signals: signals.from_phone),
    ("many_from_device", "orders_per_device", lambda signals: signals.from_device),
    ("many_to_address", "orders_per_address", lambda signals: signals.to_address),
)
_FAULTS: dict[str, FactorCode] = {
    "short": "address_short",
    "no_house": "address_no_house",
    "elsewhere": "address_elsewhere",
    "gibberish": "address_gibberish",
}


def appraise(signals: Signals, rules: RiskRules) -> Appraisal:
    """The score, where every point comes from, and what is decided. A phone that staff have listed decides alone."""
    factors = [each for each in _factors(signals, rules) if each.points]
    score = max(0, sum(each.points for each in factors))
    decision = decided(score, rules.thresholds)
    if signals.listed:
        code, decision = _LISTED[signals.listed]
        factors.insert(0, Factor(code=code, rule="", value=1, points=0))
    return Appraisal(
        decision=decision, score=score, factors=tuple(factors), signals=signals, thresholds=rules.thresholds
    )


def decided(score: int, thresholds: Thresholds) -> Decision:
    """The strictest of what the score reaches."""
    steps: tuple[tuple[Decision, int], ...] = (
        ("refuse", thresholds.refuse),
        ("advance", thresholds.advance),
        ("confirm", thresholds.confirm),
    )
    return next((decision for decision, begins in steps if begins and score >= begins), "accept")


def _factors(signals: Signals, rules: RiskRules) -> Sequence[Factor]:
    return [
        *(_factor(code, rule, seen(signals), rules[rule] * seen(signals)) for code, rule, seen in _BEFORE),
        _relief(signals, rules),
        _factor("first_order", "points_first_order", 1, 0 if signals.known else rules["points_first_order"]),
        _high_value(signals, rules),
        *(_velocity(code, rule, seen(signals) + 1, rules) for code, rule, seen in _VELOCITY),
        *(
            _factor(_FAULTS[fault], f"points_address_{fault}", 1, rules[f"points_address_{fault}"])
            for fault in FAULTS
            if fault in signals.address
        ),
    ]


def _factor(code: FactorCode, rule: str, value: int, points: int) -> Factor:
    return Factor(code=code, rule=f"cod.{rule}", value=value, points=points)


def _relief(signals: Signals, rules: RiskRules) -> Factor:
    points = min(rules["points_delivered"] * signals.delivered, rules["points_delivered_most"])
    return _factor("delivered_before", "points_delivered", signals.delivered, -points)


def _high_value(signals: Signals, rules: RiskRules) -> Factor:
    begins = rules["high_value_from"]
    high = 0 < begins <= signals.total.amount
    return _factor("high_value", "points_high_value", signals.total.amount, rules["points_high_value"] if high else 0)


def _velocity(code: FactorCode, rule: str, orders: int, rules: RiskRules) -> Factor:
    many = 0 < rules[rule] <= orders
    return _factor(code, rule, orders, rules["points_velocity"] if many else 0)
