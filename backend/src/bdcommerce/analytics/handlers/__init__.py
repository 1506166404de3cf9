"""What analytics does with what it hears and is told."""
