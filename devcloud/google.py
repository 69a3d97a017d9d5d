"""A command for which Google's names lead to this cloud, with no change to the command.

Its environment names a proxy (:mod:`devcloud.proxy`), which passes what is sent to one of Google's
names on to the endpoint, and refuses all the rest: nothing that the command sends through it leaves
the machine.
"""

from __future__ import annotations

import base64
import json
import os
import pathlib
import signal
import subprocess
import tempfile

import requests
import socks

from devcloud import clients, proxy
from devcloud.errors import DevcloudError
from devcloud.layout import Cloud

DOMAIN = "googleapis.com"
ACCOUNTS = "accounts.google.com"  # where older clients, such as libcloud, get their tokens
# what would lead a client past the proxy
FOREIGN = ("CLOUDSDK_", "GCE_METADATA_", "GOOGLE_API_", "GOOGLE_CLOUD_UNIVERSE_DOMAIN")


def run(cloud: Cloud, command: list[str], user: str, project: str) -> int:
    """The exit status of a command that is run by a user, in a project, as if at Google.

    :raises DevcloudError: the cloud does not answer, or there is no such command.
    """
    key = service_account_key(cloud, user, project)
    own = {
        "GOOGLE_APPLICATION_CREDENTIALS": str(key),
        "GOOGLE_CLOUD_PROJECT": project,
        "CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE": str(key),
        "CLOUDSDK_CORE_PROJECT": project,
        "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true",
        "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK": "true",
        "CLOUDSDK_CONFIG": str(cloud.state / "gcloud-run"),
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    with (
        tempfile.TemporaryDirectory(prefix="devcloud-") as folder,
        proxy.serving(pathlib.Path(folder), cloud.service("gce").port, DOMAIN, ACCOUNTS) as (
            _,
            variables,
        ),
    ):
        own["PYTHONPATH"] = _with_socks(pathlib.Path(folder), kept.get("PYTHONPATH"))
        return _wait(command, kept | variables | own)


def _with_socks(folder: pathlib.Path, path: str | None) -> str:
    """A PYTHONPATH with PySocks, which the command's own Python may not have: without it httplib2
    (of google-api-python-client) would pass the proxy by without a word."""
    modules = folder / "python"
    modules.mkdir()
    (modules / "socks.py").symlink_to(socks.__file__)
    return os.pathsep.join(filter(None, (str(modules), path)))


def _wait(command: list[str], environment: dict[str, str]) -> int:
    """Run to the end. Ctrl-C is the command's own affair, as it would be without us."""
    try:
        child = subprocess.Popen(command, env=environment)
    except OSError as error:
        raise DevcloudError(f"{command[0]} cannot be run: {error.strerror}.") from None
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        return child.wait()
    finally:
        signal.signal(signal.SIGINT, before)
        if child.poll() is None:
            child.terminate()
            child.wait()


def service_account_key(cloud: Cloud, user: str, project: str) -> pathlib.Path:
    """The file of a key of the project's default service account, made by the user if need be.

    It stays: groups and schedules that were made with it go on for as long as the key is there.
    """
    folder = cloud.state / "keys"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"{user}@{project}.json"
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {clients.token(cloud, user, project)}"
    session.headers["Host"] = f"www.{DOMAIN}"  # the name that the key is to hold
    if not (path.exists() and _is_good(session, cloud, path)):
        part = path.with_suffix(".part")
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(_new_key(session, cloud, project))
        part.replace(path)
    return path


def _is_good(session: requests.Session, cloud: Cloud, path: pathlib.Path) -> bool:
    key = json.loads(path.read_text())
    name = f"projects/{key['project_id']}/serviceAccounts/{key['client_email']}"
    answer = session.get(f"{cloud.gce_url}/v1/{name}/keys/{key['private_key_id']}", timeout=60)
    return answer.ok and not answer.json().get("disabled")


def _new_key(session: requests.Session, cloud: Cloud, project: str) -> bytes:
    found = session.get(f"{cloud.gce_url}/compute/v1/projects/{project}", timeout=60)
    answer = found
    if found.ok:
        name = f"projects/{project}/serviceAccounts/{found.json()['defaultServiceAccount']}"
        answer = session.post(f"{cloud.gce_url}/v1/{name}/keys", json={}, timeout=60)
    if not answer.ok:
        raise DevcloudError(f"No service account key: {answer.json()['error']['message']}")
    return base64.b64decode(answer.json()["privateKeyData"])
