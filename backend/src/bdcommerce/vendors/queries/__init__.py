"""The read side of vendors: named SQL on the read pool."""
