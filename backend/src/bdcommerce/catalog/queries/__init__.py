"""The read side: named SQL over the read tables, on the read pool."""
