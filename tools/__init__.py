"""Lints and generators that keep the repository as it is meant to be."""
