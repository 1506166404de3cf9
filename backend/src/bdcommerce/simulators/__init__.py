"""Stand-ins for the outside parties: real HTTP servers that speak their protocols strictly, with their faults.

Each party is a module or package of its own that gives a `Party`; `application` serves them under one address. What a
real one would refuse is refused here; a fault happens when somebody has armed it. Nothing here knows the marketplace:
it is reached, and reaches back, over HTTP alone.
"""
