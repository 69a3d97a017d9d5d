"""The console's only way to the GCE endpoint."""

from gce_dashboard.api.client import (
    Change,
    Client,
    Iam,
    Operator,
    Page,
    from_request,
    iam_from_request,
    operator_from_request,
    regions,
    together,
)
from gce_dashboard.api.errors import (
    NAME_TAKEN,
    ApiError,
    Conflict,
    EndpointMissing,
    EndpointUnavailable,
    Forbidden,
    GceError,
    NotFound,
    Unauthorized,
)

__all__ = [
    "NAME_TAKEN",
    "ApiError",
    "Change",
    "Client",
    "Conflict",
    "EndpointMissing",
    "EndpointUnavailable",
    "Forbidden",
    "GceError",
    "Iam",
    "NotFound",
    "Operator",
    "Page",
    "Unauthorized",
    "from_request",
    "iam_from_request",
    "operator_from_request",
    "regions",
    "together",
]
