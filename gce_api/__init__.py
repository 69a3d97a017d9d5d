"""Google's compute v1 REST API served from any OpenStack."""
