"""What goes wrong in a way the user can do something about."""


class DevcloudError(Exception):
    """A failure whose text is the whole message for the user (no stack trace follows)."""
