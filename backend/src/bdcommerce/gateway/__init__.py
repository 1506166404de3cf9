"""Gateway: the front door. One route table says what there is, who may call it and which service answers.

Owns:  the route table
Tells: -
Hears: -
Asks:  accounts
"""
