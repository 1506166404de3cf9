"""Rules of this repository that no general linter knows. Each has a reason, a test, and an escape that demands one."""
