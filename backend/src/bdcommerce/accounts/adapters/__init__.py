"""How accounts reaches PostgreSQL, Argon2, Ed25519 and its own places."""
