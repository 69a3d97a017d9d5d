"""The only place that talks to OpenStack."""
