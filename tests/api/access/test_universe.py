"""TLS by a private CA and a universe domain: clients find the endpoint with no override."""

import json
import shutil

import pytest
from google.cloud import compute_v1

from tests.api.access.universe import DOMAIN, universe
from tests.api.access.way_in import Iam
from tests.api.contract import ZONE, a_name
from tests.gcloud_fixture import Gcloud


@pytest.fixture(scope="module")
def own(devcloud, tmp_path_factory):
    with universe(devcloud.cloud, tmp_path_factory.mktemp("universe")) as found:
        yield found


@pytest.fixture(scope="module")
def key_file(own, devcloud, tmp_path_factory):
    """A key of a service account, as the endpoint of the universe gives it."""
    proxy, _ = own
    iam = Iam(f"http://127.0.0.1:{proxy.target}", devcloud.token())
    with iam.account() as account:
        key = iam.key(account["email"])
        assert key["universe_domain"] == DOMAIN
        assert key["token_uri"] == f"https://compute.{DOMAIN}/token"
        file = tmp_path_factory.mktemp("key") / "key.json"
        file.write_text(json.dumps(key))
        yield file


def test_google_cloud_compute_waits_for_its_operations_unmodified(own, key_file, monkeypatch):
    proxy, variables = own
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    client = compute_v1.DisksClient.from_service_account_file(str(key_file))
    name = a_name("disk")
    made = client.insert(
        project="demo", zone=ZONE, disk_resource=compute_v1.Disk(name=name, size_gb=1)
    )
    made.result(timeout=60)
    assert not made.error_code
    found = client.get(project="demo", zone=ZONE, disk=name)
    assert found.self_link.startswith(f"https://compute.{DOMAIN}/compute/v1/projects/demo/")
    client.delete(project="demo", zone=ZONE, disk=name).result(timeout=60)
    assert name not in [disk.name for disk in client.list(project="demo", zone=ZONE)]
    assert (proxy.hosts, proxy.strangers) == ({f"compute.{DOMAIN}"}, [])


def test_gcloud_needs_the_universe_domain_only(own, key_file, tmp_path):
    if not shutil.which("gcloud"):
        pytest.skip("gcloud is not installed")
    proxy, variables = own
    gcloud = Gcloud(
        variables
        | {
            "CLOUDSDK_CONFIG": str(tmp_path / "gcloud"),
            "CLOUDSDK_CORE_PROJECT": "demo",
            "CLOUDSDK_CORE_DISABLE_USAGE_REPORTING": "true",
            "CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK": "true",
        }
    )
    gcloud("auth", "activate-service-account", f"--key-file={key_file}")
    disk = a_name("disk")
    gcloud("compute", "disks", "create", disk, "--size=10GB", f"--zone={ZONE}")
    assert disk in gcloud("compute", "disks", "list", "--format=value(name)").split()
    gcloud("compute", "disks", "delete", disk, f"--zone={ZONE}")
    account = json.loads(key_file.read_text())["client_email"]
    assert account in gcloud("iam", "service-accounts", "list", "--format=value(email)").split()
    assert proxy.hosts == {f"compute.{DOMAIN}", f"iam.{DOMAIN}"}
    assert proxy.strangers == []
