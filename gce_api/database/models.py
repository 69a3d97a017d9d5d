"""Tables of the endpoint's database. TaskFlow's own tables live beside them (migration.py).

Times are milliseconds since 1970 UTC: every database stores them alike.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.dialects import mysql
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LongText = Text().with_variant(mysql.MEDIUMTEXT(), "mysql", "mariadb")
LongBinary = LargeBinary().with_variant(mysql.MEDIUMBLOB(), "mysql", "mariadb")


class Base(DeclarativeBase):
    """Parent of the tables."""


class Installation(Base):
    """The one row says which endpoint this database is of: ``id`` is random, made with the tables.

    Processes that share the database do its work in the background; they know each other by it.
    """

    __tablename__ = "installation"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)


class Operation(Base):
    """A mutation: what was asked, how far it is, and what is needed to go on with it.

    ``id`` is GCE's (decimal, 63 bits), and that of the TaskFlow logbook.
    ``target`` is a path below the project (``zones/z/instances/vm``), ``target_id`` its OpenStack
    UUID or, where it has one of its own, its numeric id. ``arguments`` of the flow, which may hold
    what is only for the guest to know, and ``credentials`` are encrypted and removed at the end.
    ``owner`` is the process that runs it until ``lease``. ``trace`` is the id of the request that
    asked for it, as the logs of OpenStack's services have it; ``request_id`` is the client's own.
    """

    __tablename__ = "operations"
    __table_args__ = (
        UniqueConstraint("project", "request_id", name="one_operation_per_request"),
        Index("operations_by_project", "project", "inserted"),
        Index("operations_by_status", "status"),
    )

    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    name: Mapped[str] = mapped_column(String(63), unique=True)
    project: Mapped[str] = mapped_column(String(64))  # Keystone UUID
    zone: Mapped[str | None] = mapped_column(String(63))
    region: Mapped[str | None] = mapped_column(String(63))  # in GCE's terms, of a regional one
    kind: Mapped[str] = mapped_column(String(64))
    target: Mapped[str] = mapped_column(String(512))
    target_id: Mapped[str | None] = mapped_column(String(64))
    group_id: Mapped[str | None] = mapped_column(String(64))
    user: Mapped[str] = mapped_column(String(255))

    status: Mapped[str] = mapped_column(String(16))  # PENDING, RUNNING, DONE
    progress: Mapped[int] = mapped_column(default=0)
    message: Mapped[str | None] = mapped_column(Text)
    error: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # status, code, reason, message
    warnings: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON)
    inserted: Mapped[int] = mapped_column(BigInteger)
    started: Mapped[int | None] = mapped_column(BigInteger)
    ended: Mapped[int | None] = mapped_column(BigInteger)

    request_id: Mapped[str | None] = mapped_column(String(64))
    request_digest: Mapped[str | None] = mapped_column(String(64))
    trace: Mapped[str | None] = mapped_column(String(64))

    factory: Mapped[str] = mapped_column(String(255))
    arguments: Mapped[bytes | None] = mapped_column(LongBinary, deferred=True)
    cloud_region: Mapped[str] = mapped_column(String(255))  # Keystone's
    credentials: Mapped[bytes | None] = mapped_column(LongBinary, deferred=True)
    owner: Mapped[str | None] = mapped_column(String(255))
    lease: Mapped[int] = mapped_column(BigInteger, default=0)


class Claim(Base):
    """A name that an unfinished operation is going to give, so that none is given twice.

    ``digest`` is of the project and the path below it (``zones/z/disks/data``).
    """

    __tablename__ = "claims"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    operation: Mapped[str] = mapped_column(String(20), index=True)


class MetadataValue(Base):
    """A metadata value of a server that is too long for Nova (255 characters)."""

    __tablename__ = "metadata_values"

    server: Mapped[str] = mapped_column(String(36), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    project: Mapped[str] = mapped_column(String(64), index=True)
    region: Mapped[str | None] = mapped_column(String(255))  # Keystone's
    value: Mapped[str] = mapped_column(LongText)


class ProjectMetadata(Base):
    """A project's ``commonInstanceMetadata`` entry."""

    __tablename__ = "project_metadata"

    project: Mapped[str] = mapped_column(String(64), primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    value: Mapped[str] = mapped_column(LongText)


class Resource(Base):
    """A resource that OpenStack has no home for: an instance template, a resource policy, ...

    ``collection`` is its name in GCE's URLs (``instanceTemplates``), ``scope`` where it is
    (``global``, ``regions/r`` or ``zones/z``), ``content`` what the endpoint keeps of it.
    """

    __tablename__ = "resources"
    __table_args__ = (
        UniqueConstraint("project", "collection", "scope", "name", name="one_resource_of_a_name"),
        Index("resources_by_collection", "collection"),
    )

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    project: Mapped[str] = mapped_column(String(64))  # Keystone UUID
    collection: Mapped[str] = mapped_column(String(64))
    scope: Mapped[str] = mapped_column(String(80))
    name: Mapped[str] = mapped_column(String(63))
    created: Mapped[int] = mapped_column(BigInteger)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)


class LogInStep(Base):
    """A log-in on its way: a consent that is asked for, or an authorization code.

    ``id`` is the digest of what the browser or the client holds. ``used`` is the log-in that a
    code was exchanged for: what comes a second time ends it.
    """

    __tablename__ = "log_in_steps"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    content: Mapped[bytes] = mapped_column(LongBinary)  # encrypted
    used: Mapped[str | None] = mapped_column(String(36))
    expires: Mapped[int] = mapped_column(BigInteger, index=True)


class LogIn(Base):
    """A log-in of a user with an OAuth 2 client, and the application credentials it stands on.

    ``refresh`` is the digest of the refresh token.
    """

    __tablename__ = "log_ins"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    refresh: Mapped[str] = mapped_column(String(64), unique=True)
    user: Mapped[str] = mapped_column(String(64))  # Keystone UUID
    client: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes] = mapped_column(LongBinary)  # encrypted
    expires: Mapped[int] = mapped_column(BigInteger, index=True)


class ServiceAccount(Base):
    """A service account of a project; its keys are what can act."""

    __tablename__ = "service_accounts"

    project: Mapped[str] = mapped_column(String(64), primary_key=True)  # Keystone UUID
    name: Mapped[str] = mapped_column(String(63), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    display_name: Mapped[str] = mapped_column(String(255))
    description: Mapped[str] = mapped_column(String(512))
    created: Mapped[int] = mapped_column(BigInteger)


class ServiceAccountKey(Base):
    """A service account's key: half an RSA key, and the application credential it stands for.

    ``account`` is the account's number. ``user`` has made it, and is who it acts as.
    """

    __tablename__ = "service_account_keys"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    project: Mapped[str] = mapped_column(String(64))  # Keystone UUID
    account: Mapped[str] = mapped_column(String(20), index=True)
    email: Mapped[str] = mapped_column(String(255))
    user: Mapped[str] = mapped_column(String(64))  # Keystone UUID
    public_key: Mapped[str] = mapped_column(Text)
    credential: Mapped[str] = mapped_column(String(64))  # Keystone UUID
    secret: Mapped[bytes] = mapped_column(LongBinary)  # encrypted
    created: Mapped[int] = mapped_column(BigInteger)
