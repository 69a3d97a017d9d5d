"""A real OpenStack from PyPI on one machine: SQLite, no broker, no root."""
