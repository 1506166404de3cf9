"""Named reads, by what they are about."""
