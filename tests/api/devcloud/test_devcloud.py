"""The embedded OpenStack, seen from outside."""

import json
import signal
import subprocess
import sys
import time

import pytest

from devcloud import catalogue, clients
from tests import devcloud_fixture

DATA = bytes(range(256)) * 4 * 64  # 64 KiB in which no two neighbours are alike


def command(*arguments: str) -> subprocess.CompletedProcess:
    """Run ``devcloud`` as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "devcloud", *arguments],
        capture_output=True,
        text=True,
    )


def wait(read, status: str, seconds: float = 90):
    """The resource that ``read()`` answers, once it has this status."""
    deadline = time.monotonic() + seconds
    while (resource := read()).status != status:
        assert resource.status.upper() != "ERROR", resource
        assert time.monotonic() < deadline, f"still {resource.status}, not {status}"
        time.sleep(0.2)
    return resource


@pytest.fixture
def image(devcloud):
    """An image of the demo project that holds DATA."""
    glance = devcloud.connection().image
    image = glance.create_image(name="data", disk_format="raw", container_format="bare")
    image.data = DATA
    image.upload(glance)
    yield image
    glance.delete_image(image)


@pytest.fixture
def volume(devcloud, image):
    """A volume made of that image."""
    cinder = devcloud.connection().block_storage
    volume = cinder.create_volume(size=1, name="kept", image_id=image.id)
    yield wait(lambda: cinder.get_volume(volume.id), "available")
    cinder.delete_volume(volume)


@pytest.fixture
def server(devcloud):
    """A running server of the demo project."""
    connection = devcloud.connection()
    nova = connection.compute
    server = nova.create_server(
        name="kept",
        flavor_id=nova.find_flavor("e2-micro").id,
        image_id=connection.image.find_image(catalogue.DEFAULT_IMAGE).id,
        networks=[{"uuid": connection.network.get_auto_allocated_topology().id}],
        availability_zone="us-central1-b",
    )
    yield wait(lambda: nova.get_server(server.id), "ACTIVE")
    nova.delete_server(server)
    nova.wait_for_delete(server)


def bytes_of(connection, volume) -> bytes:
    """What is in a volume, through an image made of it."""
    made = connection.block_storage.upload_volume_to_image(
        volume, image_name="copy", disk_format="raw", container_format="bare"
    )
    copy = wait(lambda: connection.image.get_image(made["image_id"]), "active")
    content = connection.image.download_image(copy).content
    connection.image.delete_image(copy)
    return content


@pytest.mark.alone
def test_servers_volumes_images_and_their_bytes_survive_down_and_up(
    devcloud, image, volume, server
):
    assert command("down", "--state", str(devcloud.state)).returncode == 0
    assert devcloud.status("nova").state == "stopped"
    devcloud.start()
    connection = devcloud.connection()
    assert connection.image.download_image(image.id).content == DATA
    assert bytes_of(connection, volume)[: len(DATA)] == DATA
    nova = connection.compute
    assert nova.get_server(server.id).status == "ACTIVE"
    nova.stop_server(server)
    wait(lambda: nova.get_server(server.id), "SHUTOFF")
    nova.start_server(server)
    wait(lambda: nova.get_server(server.id), "ACTIVE")


@pytest.mark.alone
def test_a_dead_service_is_reported_and_alone_started_by_up(devcloud):
    before = {name: devcloud.status(name).pid for name in ("placement", "nova")}
    devcloud.kill("placement")
    report = command("status", "--json", "--state", str(devcloud.state))
    states = {entry["service"]: entry["state"] for entry in json.loads(report.stdout)}
    assert report.returncode == 1
    assert states["placement"] == "dead"
    assert states["nova"] == "running"
    devcloud.start()
    assert devcloud.status("placement").state == "running"
    assert devcloud.status("placement").pid != before["placement"]
    assert devcloud.status("nova").pid == before["nova"]


def test_up_twice_leaves_everything_as_it_is(devcloud):
    services = [service.key for service in devcloud.cloud.services]
    before = {name: devcloud.status(name).pid for name in services}
    done = command("up", "--detach", "--state", str(devcloud.state))
    assert done.returncode == 0, done.stderr
    assert {name: devcloud.status(name).pid for name in services} == before


def test_ctrl_c_while_it_comes_up_stops_everything_and_says_so_in_one_line(tmp_path):
    state = str(tmp_path / "state")
    base = str(devcloud_fixture.free_base())
    process = subprocess.Popen(
        [sys.executable, "-m", "devcloud", "up", "--state", state, "--port", base],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # who runs the tests in the background of a shell has it ignored
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while not process.stdout.readline().startswith("up "):  # the first of nine services
        assert process.poll() is None, process.stderr.read()
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=120)
    assert process.returncode == 130
    assert told.strip() == "devcloud: up was interrupted; what it had started is stopped."
    found = json.loads(command("status", "--json", "--state", state).stdout)
    assert {entry["state"] for entry in found} == {"stopped"}


def test_a_users_password_that_is_not_known_is_told_in_one_message(devcloud):
    for arguments in (("env", "openstack"), ("env", "gcloud"), ("token",)):
        done = command(*arguments, "--user", "bob", "--state", str(devcloud.state))
        assert done.returncode == 1
        assert "admin, demo, viewer" in done.stderr
        assert done.stdout == ""


def test_a_running_cloud_does_not_move_to_other_ports(devcloud):
    done = command("up", "--detach", "--state", str(devcloud.state), "--port", "40000")
    assert done.returncode == 1
    assert "devcloud down" in done.stderr


def test_a_taken_port_is_told_in_one_message(devcloud, tmp_path):
    base = devcloud.cloud.base
    done = command("up", "--detach", "--state", str(tmp_path / "other"), "--port", str(base))
    assert done.returncode == 1
    assert str(base) in done.stderr
    assert "Traceback" not in done.stderr


def test_a_state_folder_that_cannot_be_used_is_told_in_one_message(tmp_path):
    (tmp_path / "file").touch()
    done = command("up", "--detach", "--state", str(tmp_path / "file" / "state"))
    assert done.returncode == 1
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_with_other_things_in_it_is_left_alone(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "precious").touch()
    done = command("up", "--detach", "--state", str(tmp_path))
    assert done.returncode == 1
    assert "holds no devcloud" in done.stderr
    assert [path.name for path in tmp_path.rglob("*")] == ["data", "precious"]


def test_the_variables_for_gcloud_point_at_the_endpoint_with_a_private_token(devcloud):
    done = command("env", "gcloud", "--state", str(devcloud.state))
    variables = dict(
        line.removeprefix("export ").split("=", 1) for line in done.stdout.splitlines()
    )
    endpoint = variables["CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE"]
    assert endpoint == devcloud.url("gce") + "/compute/v1/"
    token_file = devcloud.state / "tokens" / "demo@demo"
    assert variables["CLOUDSDK_AUTH_ACCESS_TOKEN_FILE"] == str(token_file)
    assert token_file.stat().st_mode & 0o777 == 0o600


def test_a_token_is_of_the_user_and_project_asked_for(devcloud):
    token = clients.token(devcloud.cloud, "viewer", "demo-staging")
    session = devcloud.connection("admin", "admin").session
    described = session.get(
        devcloud.url("keystone") + "/v3/auth/tokens", headers={"X-Subject-Token": token}
    ).json()["token"]
    assert described["user"]["name"] == "viewer"
    assert described["project"]["name"] == "demo-staging"
    assert [role["name"] for role in described["roles"]] == ["reader"]


def test_a_wrong_password_is_told_in_one_message(devcloud):
    done = command("token", "--state", str(devcloud.state), "--password", "wrong")
    assert done.returncode == 1
    assert "refuses user demo" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_disk_of_a_zone_is_snapshotted_into_another_zone_and_type(devcloud, volume):
    cinder = devcloud.connection().block_storage
    snapshot = cinder.create_snapshot(volume_id=volume.id, name="kept")
    wait(lambda: cinder.get_snapshot(snapshot.id), "available")
    other = cinder.create_volume(
        size=2,
        snapshot_id=snapshot.id,
        availability_zone="us-central1-f",
        volume_type="pd-ssd",
    )
    other = wait(lambda: cinder.get_volume(other.id), "available")
    assert (other.availability_zone, other.volume_type) == ("us-central1-f", "pd-ssd")
    assert bytes_of(devcloud.connection(), other)[: len(DATA)] == DATA
    cinder.delete_volume(other)
    cinder.wait_for_delete(other)
    cinder.delete_snapshot(snapshot)
    cinder.wait_for_delete(snapshot)


def test_scaling_brings_a_project_up_to_a_number_of_running_servers(devcloud):
    nova = devcloud.connection(project="demo-staging").compute
    for number in (2, 5):
        done = command(
            "scale", str(number), "--project", "demo-staging", "--state", str(devcloud.state)
        )
        assert done.returncode == 0, done.stderr
        servers = list(nova.servers())
        assert [server.status for server in servers] == ["ACTIVE"] * number
        assert len({server.name for server in servers}) == number
    for server in servers:
        nova.delete_server(server)
    for server in servers:
        nova.wait_for_delete(server)
