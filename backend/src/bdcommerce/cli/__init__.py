"""`bdc`: the composition root, and every command an operator or an engineer gives."""
