"""What the endpoint does by itself, a module for each family (:mod:`gce_api.background`)."""
