"""Option files as dictionaries of sections, and the sections every service shares."""

from __future__ import annotations

import pathlib
import sys

from devcloud.layout import Cloud, Service

Sections = dict[str, dict[str, object]]

PASSWORD = "devcloud"  # of admin and of every service user: the cloud listens on loopback only
QUIET = (
    "alembic",
    "dogpile",
    "keystoneauth",
    "keystonemiddleware",
    "neutron.pecan_wsgi",
    "oslo.messaging",
    "oslo_messaging",
    "oslo_policy",
    "sqlalchemy",
    "stevedore",
    "urllib3",
)


def package_etc(package: str, name: str) -> str:
    """A file that a service's wheel installs below ``etc`` of the environment."""
    return str(pathlib.Path(sys.prefix) / "etc" / package / name)


def merge(*parts: Sections) -> Sections:
    """All sections of all parts; the later part wins where both set an option."""
    merged: Sections = {}
    for part in parts:
        for section, options in part.items():
            merged.setdefault(section, {}).update(options)
    return merged


def render(sections: Sections) -> str:
    """The text of an oslo.config file; lists are joined by commas, ``$`` is escaped."""
    lines = []
    for section, options in sections.items():
        lines.append(f"[{section}]")
        for name, value in options.items():
            if isinstance(value, bool):
                value = str(value).lower()
            elif isinstance(value, (list, tuple)):
                value = ",".join(str(item) for item in value)
            lines.append(f"{name} = {value}".replace("$", "$$").rstrip())
        lines.append("")
    return "\n".join(lines)


def common(cloud: Cloud, service: Service) -> Sections:
    """Logging, locks and policy: what every OpenStack service has alike."""
    return {
        "DEFAULT": {
            "log_file": cloud.log(service),
            "use_stderr": False,
            "default_log_levels": [f"{name}=WARNING" for name in QUIET],
        },
        "oslo_concurrency": {"lock_path": cloud.data(service) / "lock"},
        "oslo_messaging_notifications": {"driver": "noop"},
        "oslo_policy": {"enforce_new_defaults": True},
    }


def database_url(cloud: Cloud, service: Service, suffix: str = "") -> str:
    return f"sqlite:///{cloud.database(service, suffix)}?timeout=60"


def database(
    cloud: Cloud, service: Service, suffix: str = "", section: str = "database"
) -> Sections:
    return {
        section: {
            "connection": database_url(cloud, service, suffix),
            "sqlite_synchronous": False,
            "max_retries": 2,
        }
    }


def credentials(cloud: Cloud, service: Service, section: str, **more: object) -> Sections:
    """A section by which a service logs in to Keystone as its own user."""
    return {
        section: {
            "auth_url": cloud.auth_url,
            "auth_type": "password",
            "username": service.kind,
            "password": PASSWORD,
            "project_name": "service",
            "user_domain_name": "Default",
            "project_domain_name": "Default",
            "region_name": service.region,
            **more,
        }
    }


def token_validation(cloud: Cloud, service: Service) -> Sections:
    """``keystone_authtoken``: how a service checks the tokens that reach it."""
    return credentials(
        cloud,
        service,
        "keystone_authtoken",
        www_authenticate_uri=cloud.auth_url,
        interface="public",
        service_token_roles="service",
        service_token_roles_required=True,
        token_cache_time=300,
    )
