"""How clients reach a cloud: tokens and the environment variables of each kind of client."""

from __future__ import annotations

import os
import pathlib
import shlex
import tempfile
from typing import cast

from keystoneauth1 import exceptions, session
from keystoneauth1.identity import v3

from devcloud import catalogue, layout
from devcloud.errors import DevcloudError
from devcloud.layout import Cloud


def token(cloud: Cloud, user: str, project: str, password: str | None = None) -> str:
    """A Keystone token of a user in a project; the password of a seeded user is known."""
    auth = v3.Password(
        auth_url=cloud.auth_url,
        username=user,
        password=password or _password(user),
        project_name=project,
        user_domain_name="Default",
        project_domain_name="Default",
    )
    try:
        return cast(str, auth.get_token(session.Session()))
    except exceptions.ConnectFailure:
        raise DevcloudError(
            f"Keystone does not answer at {cloud.auth_url}: is the cloud up? "
            f"{layout.command(cloud.state, 'status')} tells."
        ) from None
    except exceptions.Unauthorized:
        raise DevcloudError(f"Keystone refuses user {user} in project {project}.") from None


def _password(user: str) -> str:
    if user not in catalogue.USERS:
        known = ", ".join(catalogue.USERS)
        raise DevcloudError(
            f"{user} is not one of devcloud's own users ({known}), so its password is not known: "
            "`devcloud token --password` takes it."
        )
    return catalogue.USERS[user]


def environment(cloud: Cloud, kind: str, user: str, project: str) -> dict[str, str]:
    """The variables that make a client of this kind use the cloud."""
    if kind == "openstack":
        return {
            "OS_AUTH_URL": cloud.auth_url,
            "OS_IDENTITY_API_VERSION": "3",
            "OS_USERNAME": user,
            "OS_PASSWORD": _password(user),
            "OS_PROJECT_NAME": project,
            "OS_USER_DOMAIN_NAME": "Default",
            "OS_PROJECT_DOMAIN_NAME": "Default",
            "OS_REGION_NAME": cloud.regions[0],
        }
    token_file = write_token_file(cloud, user, project)
    if kind == "python":
        return {
            "GOOGLE_CLOUD_PROJECT": project,
            "GCE_API_ENDPOINT": cloud.gce_url,
            "GCE_TOKEN_FILE": str(token_file),
        }
    return {
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE": cloud.gce_url + "/compute/v1/",
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_CLOUDRESOURCEMANAGER": cloud.gce_url + "/",
        "CLOUDSDK_API_ENDPOINT_OVERRIDES_IAM": cloud.gce_url + "/",
        # for `gcloud auth login` once CLOUDSDK_AUTH_ACCESS_TOKEN_FILE is unset
        "CLOUDSDK_AUTH_AUTH_HOST": cloud.gce_url + "/o/oauth2/auth",
        "CLOUDSDK_AUTH_TOKEN_HOST": cloud.gce_url + "/token",
        "OAUTHLIB_INSECURE_TRANSPORT": "1",  # this cloud has no TLS
        "CLOUDSDK_AUTH_ACCESS_TOKEN_FILE": str(token_file),
        "CLOUDSDK_CORE_PROJECT": project,
        "CLOUDSDK_COMPUTE_REGION": cloud.regions[0],
        "CLOUDSDK_COMPUTE_ZONE": cloud.zones(cloud.regions[0])[0],
        # the user's own set-up of gcloud stays as it is
        "CLOUDSDK_CONFIG": str(cloud.state / "gcloud"),
        "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true",
        "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK": "true",
    }


def write_token_file(cloud: Cloud, user: str, project: str) -> pathlib.Path:
    """Put a fresh token into a file that only this user can read."""
    folder = cloud.state / "tokens"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{user}@{project}"
    # in a file of its own, as another command may be writing the same one
    number, part = tempfile.mkstemp(prefix=path.name, dir=folder)
    with open(number, "w") as file:
        file.write(token(cloud, user, project))
    os.replace(part, path)
    return path


def export_lines(variables: dict[str, str]) -> str:
    """The variables as lines for a shell's ``eval``."""
    return "\n".join(f"export {name}={shlex.quote(value)}" for name, value in variables.items())
