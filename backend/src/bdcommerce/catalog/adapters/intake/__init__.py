"""Files of products and offers, understood: rows to plans, taka to poisha, kilograms to grams. Nothing here asks a
database; what is wrong is said by row and column.
"""
