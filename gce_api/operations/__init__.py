"""Durable operations: what a mutation starts and a client follows."""
