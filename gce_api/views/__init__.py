"""From what OpenStack answers to GCE's JSON, where that takes more than a function."""
