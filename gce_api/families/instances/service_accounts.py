"""The service account of an instance."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gce_api.access.iam import accounts
from gce_api.access.iam.accounts import Account
from gce_api.families.shared.limits import check_count
from gce_api.google import errors
from gce_api.google.links import Named

MOST = 1  # as Google's

Json = dict[str, Any]


def attached(body: Json, known: Sequence[Account], project: Named) -> list[Json]:
    """The ``serviceAccounts`` of a request with their emails; ``default`` is the project's own.

    :param known: the project's accounts, the default one first.
    :raises errors.Invalid: there are several.
    :raises errors.NotFound: the project has no such account.
    """
    wanted = body.get("serviceAccounts") or []
    check_count(wanted, MOST, "resource.serviceAccounts")
    return [account | {"email": _email(account, known, project)} for account in wanted]


def check_scopes(accounts: list[Json]) -> list[Json]:
    """Return the service accounts of an instance if GCE would take them.

    :raises errors.Invalid: one has no scope.
    """
    if accounts and not accounts[0]["scopes"]:
        raise errors.Invalid(
            "Invalid value for field 'scopes': ''. At least one scope is needed for a service "
            "account."
        )
    return accounts


def _email(account: Json, known: Sequence[Account], project: Named) -> str:
    name = account.get("email") or accounts.DEFAULT
    if name == accounts.DEFAULT:
        return known[0].email
    try:
        return accounts.among(known, project, name).email
    except errors.NotFound as error:
        raise errors.NotFound(
            f"The resource '{name}' of type 'serviceAccount' was not found."
        ) from error
