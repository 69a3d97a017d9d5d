"""What can go wrong when the console talks to the GCE endpoint: one tree, one base."""

from __future__ import annotations

from gce_dashboard.i18n import gettext as _

NAME_TAKEN = "alreadyExists"  # Google's reason


class GceError(Exception):
    """Base of all. ``str()`` of it is a sentence for the user.

    :ivar code: HTTP status, 0 where there was no answer
    :ivar reason: Google's machine-readable reason, such as ``notFound`` or ``quotaExceeded``
    :ivar message: the sentence
    :ivar request_id: what an operator searches for in the endpoint's log, "" if unknown
    :ivar retry_after: seconds that the endpoint wants to be left alone for, 0 where it did not say
    """

    retry_after = 0

    def __init__(self, message: str, *, code: int = 0, reason: str = "", request_id: str = ""):
        super().__init__(message)
        self.message = str(message)
        self.code = code
        self.reason = reason
        self.request_id = request_id

    @property
    def sentence(self) -> str:
        """The message with the request id, for places that hold one line."""
        if not self.request_id:
            return self.message
        return _("%(message)s (request %(id)s)") % {"message": self.message, "id": self.request_id}

    def as_json(self) -> dict[str, str | int]:
        """The error as the console's JavaScript gets it."""
        return {
            "message": self.message,
            "code": self.code,
            "reason": self.reason,
            "requestId": self.request_id,
            "retryAfter": self.retry_after,
        }


class EndpointMissing(GceError):
    """The catalogue of this project and region has no GCE endpoint."""


class EndpointUnavailable(GceError):
    """No connection, a time-out, or a 502, 503 or 504."""


class UnexpectedReply(GceError):
    """An answer that is not Google's: an HTML page, broken JSON, a redirect."""


class ApiError(GceError):
    """The endpoint's own error in Google's shape."""


class Unauthorized(ApiError):
    """401: the token has expired or been revoked."""


class Forbidden(ApiError):
    """403: the user's roles or the quota do not allow it."""


class NotFound(ApiError):
    """404."""


class Conflict(ApiError):
    """409 and 412: the name is taken, or the resource changed meanwhile."""


BY_CODE = {401: Unauthorized, 403: Forbidden, 404: NotFound, 409: Conflict, 412: Conflict}


def from_reply(code: int, body: object, request_id: str) -> GceError:
    """The error that an answer with a status of 400 or more means.

    :param body: the parsed JSON, or None where it was no JSON
    """
    error = body.get("error") if isinstance(body, dict) else None
    if isinstance(error, dict) and error.get("message"):
        details = error.get("errors") or [{}]
        return BY_CODE.get(code, ApiError)(
            str(error["message"]),
            code=code,
            reason=str(details[0].get("reason", "")),
            request_id=request_id,
        )
    if code in (502, 503, 504):
        return EndpointUnavailable(
            _("Compute Engine is not available at the moment (HTTP %d).") % code,
            code=code,
            request_id=request_id,
        )
    return UnexpectedReply(
        _("Compute Engine sent an answer that could not be understood (HTTP %d).") % code,
        code=code,
        request_id=request_id,
    )
