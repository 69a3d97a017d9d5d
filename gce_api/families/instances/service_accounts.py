"""The service account of an instance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from gce_api.access.iam import accounts
from gce_api.access.iam.accounts import Account
from gce_api.database.connection import Database
from gce_api.families.shared.limits import check_count
from gce_api.google import errors
from gce_api.openstack.caller import Project

MOST = 1  # as Google's

Json = dict[str, Any]


@dataclass(frozen=True)
class ServiceAccounts:
    """The service accounts of a project, the default one first."""

    project: Project
    known: Sequence[Account]

    def attached(self, body: Json) -> list[Json]:
        """The ``serviceAccounts`` of a request with their emails; ``default`` is the project's own.

        :raises errors.Invalid: there are several.
        :raises errors.NotFound: the project has no such account.
        """
        wanted = body.get("serviceAccounts") or []
        check_count(wanted, MOST, "resource.serviceAccounts")
        return [account | {"email": self._email(account)} for account in wanted]

    def _email(self, account: Json) -> str:
        name = account.get("email") or accounts.DEFAULT
        if name == accounts.DEFAULT:
            return self.known[0].email
        try:
            return accounts.among(self.known, self.project, name).email
        except errors.NotFound as error:
            raise errors.NotFound(
                f"The resource '{name}' of type 'serviceAccount' was not found."
            ) from error


def of_project(database: Database, project: Project) -> ServiceAccounts:
    """Those of a project (one query)."""
    return ServiceAccounts(project, accounts.of_project(database, project))


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
