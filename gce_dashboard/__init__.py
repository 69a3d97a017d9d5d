"""The Compute Engine console: a Horizon plugin in GCE's terms over the GCE endpoint."""
