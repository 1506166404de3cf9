"""Use cases of settlement: statements come in, lines find what they settle, differences are decided, days closed."""
