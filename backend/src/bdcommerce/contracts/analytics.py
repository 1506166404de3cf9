"""Analytics: what happened, added up. It only listens, so it has neither face nor events yet."""
