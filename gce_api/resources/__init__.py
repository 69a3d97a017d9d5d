"""One module per resource family: what it is in OpenStack, and what can be done with it."""
