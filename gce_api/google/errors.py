"""One tree of errors that know Google's code, reason and message.

Google's error body is ``{"error": {"code", "message", "errors": [{"message", "domain",
"reason"}]}}``; :meth:`GceError.body` makes it. The translation of OpenStack's errors is one
table, :func:`from_upstream`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar


class GceError(Exception):
    """Base of every error that a client may see.

    ``code`` is the HTTP status, ``reason`` Google's word for it, ``operation_code`` the name it
    takes inside a failed Operation (``error.errors[].code``).
    """

    code: ClassVar[int] = 500
    reason: ClassVar[str] = "backendError"
    operation_code: ClassVar[str] = "INTERNAL_ERROR"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def body(self) -> dict[str, Any]:
        """The response body in Google's shape."""
        detail = {"message": self.message, "domain": "global", "reason": self.reason}
        return {"error": {"code": self.code, "message": self.message, "errors": [detail]}}


class Invalid(GceError):
    """A value that cannot be accepted."""

    code, reason, operation_code = 400, "invalid", "INVALID_USAGE"


class Required(GceError):
    """A field or parameter is missing."""

    code, reason, operation_code = 400, "required", "INVALID_USAGE"


class ResourceInUse(GceError):
    """The resource is used by another one."""

    code, reason = 400, "resourceInUseByAnotherResource"
    operation_code = "RESOURCE_IN_USE_BY_ANOTHER_RESOURCE"

    @classmethod
    def by(cls, kind: str, path: str, user: str) -> ResourceInUse:
        """For a resource and its user, both named by their paths (``projects/p/...``)."""
        return cls(f"The {kind} resource '{path}' is already being used by '{user}'")


class ResourceNotReady(GceError):
    """The resource is in a state that does not allow the request."""

    code, reason, operation_code = 400, "resourceNotReady", "RESOURCE_NOT_READY"


class Unsupported(GceError):
    """GCE could do it; the OpenStack behind this endpoint cannot."""

    code, reason, operation_code = 400, "unsupportedOperation", "UNSUPPORTED_OPERATION"


class Unauthorized(GceError):
    """No, or no valid, credentials."""

    code, reason, operation_code = 401, "authError", "PERMISSIONS_ERROR"


class Forbidden(GceError):
    """The caller's roles do not allow the request."""

    code, reason, operation_code = 403, "forbidden", "PERMISSIONS_ERROR"


class QuotaExceeded(GceError):
    """The project's quota is used up."""

    code, reason, operation_code = 403, "quotaExceeded", "QUOTA_EXCEEDED"


class NotFound(GceError):
    """The resource, or the project as far as the caller may know, does not exist."""

    code, reason, operation_code = 404, "notFound", "RESOURCE_NOT_FOUND"

    @classmethod
    def resource(cls, path: str) -> NotFound:
        """For a resource named by its path below the API's base, ``projects/p/zones/z``."""
        return cls(f"The resource '{path}' was not found")


class MethodNotAllowed(GceError):
    """The path exists, the verb on it does not."""

    code, reason, operation_code = 405, "httpMethodNotAllowed", "INVALID_USAGE"

    def __init__(self, message: str, allowed: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.allowed = sorted(allowed)


class AlreadyExists(GceError):
    """The name is taken."""

    code, reason, operation_code = 409, "alreadyExists", "RESOURCE_ALREADY_EXISTS"

    @classmethod
    def resource(cls, path: str) -> AlreadyExists:
        return cls(f"The resource '{path}' already exists")


class ConditionNotMet(GceError):
    """A fingerprint that is not the resource's present one."""

    code, reason, operation_code = 412, "conditionNotMet", "CONDITION_NOT_MET"


class TooLarge(GceError):
    """The request's body is larger than this endpoint takes."""

    code, reason, operation_code = 413, "uploadTooLarge", "INVALID_USAGE"


class TooMany(GceError):
    """The caller has asked too often.

    :ivar retry_after: seconds until they may ask again.
    """

    code, reason, operation_code = 429, "rateLimitExceeded", "RATE_LIMIT_EXCEEDED"

    def __init__(self, message: str, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class NotImplementedMethod(GceError):
    """A method of the discovery document without a handler."""

    code, reason, operation_code = 501, "notImplemented", "UNSUPPORTED_OPERATION"


class Unavailable(GceError):
    """An OpenStack service cannot be reached or answers with a fault of its own."""

    code, reason, operation_code = 503, "backendError", "SERVICE_UNAVAILABLE"


class Exhausted(GceError):
    """The zone has no room for what was asked (Nova: no valid host)."""

    code, reason = 503, "zoneResourcePoolExhausted"
    operation_code = "ZONE_RESOURCE_POOL_EXHAUSTED"


class TimedOut(GceError):
    """OpenStack took longer than this endpoint waits."""

    code, reason, operation_code = 504, "timeout", "TIMEOUT"
