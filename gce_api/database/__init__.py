"""The endpoint's own state: what OpenStack has no home for."""
