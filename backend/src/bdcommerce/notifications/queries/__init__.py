"""The read side of notifications: named SQL on the read pool."""
