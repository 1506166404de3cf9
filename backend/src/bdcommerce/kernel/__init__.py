"""Pure words that every service speaks. Standard library only, under 600 lines."""
