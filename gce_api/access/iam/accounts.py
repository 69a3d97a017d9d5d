"""The service accounts of a project."""

from __future__ import annotations

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from oslo_db import exception as db_exceptions
from sqlalchemy import delete, select

from gce_api.database.connection import Database
from gce_api.database.models import ServiceAccount, ServiceAccountKey
from gce_api.google import errors
from gce_api.google.links import Named
from gce_api.google.names import numeric_id
from gce_api.google.times import now
from gce_api.openstack.caller import Project

ACCOUNT_ID = re.compile(r"[a-z][-a-z0-9]{4,28}[a-z0-9]")
DEFAULT = "default"  # how instances call the account that every project has
_DOMAIN = "iam.gserviceaccount.com"


@dataclass(frozen=True)
class Account:
    """A service account; ``number`` is its ``uniqueId``, ``created`` in milliseconds since 1970."""

    email: str
    number: str
    display_name: str
    description: str = ""
    created: int | None = None


def default_account(project: Project) -> Account:
    """The account that stands for the project itself; it is always there."""
    return Account(
        email=f"{numeric_id(project.uuid)}-compute@developer.gserviceaccount.com",
        number=numeric_id(f"{project.uuid}/{DEFAULT}"),
        display_name="Compute Engine default service account",
    )


def of_project(database: Database, project: Project) -> list[Account]:
    """The accounts of a project by their names, the default one first."""
    query = select(ServiceAccount).where(ServiceAccount.project == project.uuid)
    with database.reader() as session:
        rows = session.scalars(query.order_by(ServiceAccount.name)).all()
        return [default_account(project), *(_account(project, row) for row in rows)]


def find(database: Database, project: Project, text: str) -> Account:
    """An account by its email (with the project's id, UUID or number) or unique id.

    :raises errors.NotFound: the project has no such account.
    """
    return among(of_project(database, project), project, text)


def among(accounts: Sequence[Account], project: Named, text: str) -> Account:
    """The same among the accounts of a project."""
    name, _, place = text.partition("@")
    called = place.removesuffix("." + _DOMAIN)
    for account in accounts:
        own_name = account.email.partition("@")[0]
        if text in (account.email, account.number) or (
            name == own_name and place != called and project.is_called(called)
        ):
            return account
    raise errors.NotFound(f"Unknown service account: {text}")


def create(
    database: Database, project: Project, name: object, display_name: str, description: str
) -> Account:
    """A new account.

    :raises errors.Invalid: the name is none, or the texts are too long.
    :raises errors.AlreadyExists: the project has an account of this name.
    """
    if not isinstance(name, str) or not ACCOUNT_ID.fullmatch(name):
        raise errors.Invalid(
            f"Invalid value for field 'accountId': '{name}'. It must have 6 to 30 lower case "
            "letters, digits and dashes, start with a letter and not end with a dash."
        )
    if len(display_name) > 100 or len(description) > 256 or "\0" in display_name + description:
        raise errors.Invalid("A displayName has up to 100 characters, a description up to 256.")
    row = ServiceAccount(
        project=project.uuid,
        name=name,
        number=numeric_id(uuid.uuid4().hex),
        display_name=display_name,
        description=description,
        created=now(),
    )
    try:
        with database.writer() as session:
            session.add(row)
            session.flush()
            return _account(project, row)
    except db_exceptions.DBDuplicateEntry as error:
        raise errors.AlreadyExists(
            f"Service account {name} already exists within project projects/{project.id}."
        ) from error


def remove(database: Database, project: Project, account: Account) -> list[ServiceAccountKey]:
    """Delete an account and its keys at once; returns the keys.

    :raises errors.Invalid: it is the default one.
    """
    if account.email == default_account(project).email:
        raise errors.Invalid("The default service account of a project cannot be deleted.")
    with database.writer() as session:
        session.execute(delete(ServiceAccount).where(ServiceAccount.number == account.number))
        of_account = ServiceAccountKey.account == account.number
        keys = list(session.scalars(select(ServiceAccountKey).where(of_account)))
        session.expunge_all()
        session.execute(delete(ServiceAccountKey).where(of_account))
    return keys


def _account(project: Project, row: ServiceAccount) -> Account:
    return Account(
        email=f"{row.name}@{project.id}.{_DOMAIN}",
        number=row.number,
        display_name=row.display_name,
        description=row.description,
        created=row.created,
    )
