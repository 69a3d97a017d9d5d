"""Files that a form's page takes: they pass through as they come, and are never whole here."""

from __future__ import annotations

from django.http import HttpRequest

HEAD = 64 * 1024  # bytes in which a kind of file can be known


class Interrupted(Exception):
    """The browser has ended the upload, or lost its connection, before the file's end."""


class Incoming:
    """The body of a request as a file to be read once.

    It ends with an error where the browser stops early: half a file must not pass for one.

    :ivar size: how many bytes there are to come
    """

    def __init__(self, request: HttpRequest):
        self._request = request
        self.size = int(request.META.get("CONTENT_LENGTH") or 0)
        self._begun = b""
        self._left = self.size

    def head(self) -> bytes:
        """The file's first bytes, which are read again with the others.

        :raises Interrupted: the browser has stopped
        """
        while len(self._begun) < min(HEAD, self.size):
            self._begun += self._next(HEAD - len(self._begun))
        return self._begun

    def read(self, amount: int) -> bytes:
        """The next bytes, none at the file's end.

        :raises Interrupted: the browser has stopped
        """
        if self._begun:
            piece, self._begun = self._begun[:amount], self._begun[amount:]
            return piece
        return self._next(amount)

    def _next(self, amount: int) -> bytes:
        if not self._left:
            return b""
        try:
            piece = self._request.read(min(amount, self._left))
        except OSError as lost:
            raise Interrupted from lost
        if not piece:
            raise Interrupted
        self._left -= len(piece)
        return piece
