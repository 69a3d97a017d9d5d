"""The ways in with the real gcloud, each with a configuration of its own."""

import json
import pathlib
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from devcloud import clients
from tests.api.access.way_in import Iam
from tests.api.contract import a_name
from tests.gcloud_fixture import Gcloud

BROWSER = """\
#!{python}
import sys
sys.path.insert(0, {root!r})
import requests
from tests.api.access.way_in import Browser
requests.get(Browser().log_in(sys.argv[1], "demo", "demo"), timeout=60)
"""


@pytest.fixture
def alone(devcloud, tmp_path):
    """gcloud with nobody logged in; its browser logs in as the user demo."""
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    variables = clients.environment(devcloud.cloud, "gcloud", "demo", "demo")
    del variables["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"]
    browser = tmp_path / "browser"
    root = str(pathlib.Path(__file__).parents[3])
    browser.write_text(BROWSER.format(python=sys.executable, root=root))
    browser.chmod(0o700)
    return Gcloud(
        variables
        | {
            "CLOUDSDK_CONFIG": str(tmp_path / "gcloud"),
            "BROWSER": f"{browser} %s &",
            "DISPLAY": ":0",  # else it does not try
        }
    )


def account(gcloud):
    return gcloud.json("auth", "list", "--filter=status:ACTIVE")[0]["account"]


def zones(gcloud):
    return gcloud("compute", "zones", "list", "--format=value(name)").split()


def test_gcloud_makes_and_uses_and_deletes_a_service_account(devcloud, gcloud, alone, tmp_path):
    name, file = a_name("robot"), tmp_path / "key.json"
    email = f"{name}@demo.iam.gserviceaccount.com"

    def accounts(action, *arguments):
        return gcloud("iam", "service-accounts", action, *arguments)

    def keys(action, *arguments):
        return accounts("keys", action, *arguments, f"--iam-account={email}")

    accounts("create", name, "--display-name=A robot")
    keys("create", str(file))
    key = json.loads(file.read_text())
    with ThreadPoolExecutor(3) as pool:
        listed = pool.submit(accounts, "list", "--format=value(email)")
        keys_listed = pool.submit(keys, "list", "--format=value(name.basename())")
        alone("auth", "activate-service-account", f"--key-file={file}")
        assert email in listed.result().split()
        assert key["private_key_id"] in keys_listed.result().split()
    assert account(alone) == email
    assert "us-central1-a" in zones(alone)

    keys("delete", key["private_key_id"])
    with ThreadPoolExecutor(1) as pool:
        refusal = pool.submit(alone.run, "compute", "zones", "describe", "us-central1-a")
        accounts("delete", email)
        refused = refusal.result()
    assert refused.returncode != 0
    assert "Traceback" not in refused.stderr
    described = gcloud.run("iam", "service-accounts", "describe", email)
    assert (described.returncode, "Unknown service account" in described.stderr) == (1, True)


def test_gcloud_logs_in_by_browser(devcloud, alone):
    done = alone.run("auth", "login")
    assert done.returncode == 0, done.stderr
    assert account(alone) == "demo@default"
    assert "us-central1-a" in zones(alone)
    assert "demo-staging" in alone("projects", "list", "--format=value(projectId)").split()
    forget_log_ins(devcloud)


def test_gcloud_logs_in_by_a_login_config(devcloud, alone, tmp_path):
    file = tmp_path / "login.json"
    found = Iam(devcloud.url("gce"), "x").session.get(devcloud.url("gce") + "/login-config.json")
    file.write_text(found.text)
    done = alone.run("auth", "login", f"--login-config={file}")
    assert done.returncode == 0, done.stderr
    assert account(alone) == "demo@default"
    assert "us-central1-a" in zones(alone)
    forget_log_ins(devcloud)


def forget_log_ins(devcloud):
    """Delete the application credentials that log-ins of the user demo have made."""
    connection = devcloud.connection()
    for made in connection.identity.application_credentials(connection.current_user_id):
        if made.name.startswith("gce-log-in"):
            connection.identity.delete_application_credential(connection.current_user_id, made)
