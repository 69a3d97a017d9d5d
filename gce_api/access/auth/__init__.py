"""Who is calling: from a bearer token to a user in a project."""
