"""The service account of an instance."""

from __future__ import annotations

from typing import Any

from gce_api.access.iam import accounts
from gce_api.families.shared.call import Call
from gce_api.families.shared.limits import check_count
from gce_api.google import errors

MOST = 1  # as Google's


def attached(call: Call, body: dict[str, Any]) -> list[dict[str, Any]]:
    """The ``serviceAccounts`` of a request with their emails; ``default`` is the project's own.

    :raises errors.Invalid: there are several.
    :raises errors.NotFound: the project has no such account.
    """
    wanted = body.get("serviceAccounts") or []
    check_count(wanted, MOST, "resource.serviceAccounts")
    return [account | {"email": _email(call, account)} for account in wanted]


def _email(call: Call, account: dict[str, Any]) -> str:
    name = account.get("email") or accounts.DEFAULT
    if name == accounts.DEFAULT:
        return accounts.default_account(call.project).email
    try:
        return accounts.find(call.services.database, call.project, name).email
    except errors.NotFound as error:
        raise errors.NotFound(
            f"The resource '{name}' of type 'serviceAccount' was not found."
        ) from error
