"""Making, changing and deleting images, and rolling a family back."""

import http.server
import threading

import pytest

from gce_api.families.shared.performing import perform
from tests.api.contract import ZONE, a_name
from tests.api.making import a_disk

DEBIAN = "projects/debian-cloud/global/images/family/debian-12"
BYTES = b"bytes of a disk " * 32


@pytest.fixture
def images(api):
    """Makes images and deletes them in the end."""
    made = []

    def make(**body):
        made.append(a_name("image"))
        api.done("images.insert", {"name": made[-1], **body})
        return made[-1]

    yield make
    for name in made:
        if name in api.names("images.list"):
            api.done("images.delete", image=name)


@pytest.fixture
def disk(api, devcloud):
    """A disk of 1 GB that begins with some bytes."""
    with a_disk(api, sizeGb="1") as name:
        volume = next(iter(devcloud.connection().block_storage.volumes(name=name)))
        folder = devcloud.cloud.data(devcloud.cloud.by_key("cinder")) / "volumes"
        with open(folder / f"volume-{volume.id}", "r+b") as file:
            file.write(BYTES)
        yield name


def content(devcloud, name):
    glance = devcloud.connection().image
    return glance.download_image(glance.find_image(name)).content


def test_an_image_of_a_disk_has_its_bytes(api, images, disk, devcloud):
    url = f"zones/{ZONE}/disks/{disk}"
    name = images(sourceDisk=url, family="own", labels={"a": "b"}, description="told")
    shown = api("images.get", image=name)
    assert (shown["status"], shown["diskSizeGb"], shown["family"]) == ("READY", "1", "own")
    assert (shown["labels"], shown["description"]) == ({"a": "b"}, "told")
    assert shown["sourceDisk"].endswith(url)
    assert content(devcloud, name).startswith(BYTES)
    taken = {"name": name, "sourceDisk": url}
    assert api.refused("images.insert", taken)[:2] == (409, "alreadyExists")
    api.done("images.delete", image=name)
    assert api.refused("images.get", image=name)[0] == 404


def test_an_image_of_a_snapshot_and_one_of_an_image(api, images, disk, devcloud):
    snapshot = a_name("snap")
    source = f"zones/{ZONE}/disks/{disk}"
    api.done("snapshots.insert", {"name": snapshot, "sourceDisk": source})
    first = images(sourceSnapshot=f"global/snapshots/{snapshot}", labels={"a": "b"}, family="one")
    assert api("images.get", image=first)["sourceSnapshot"].endswith(snapshot)
    second = images(sourceImage=f"global/images/{first}", diskSizeGb="2")
    assert content(devcloud, second).startswith(BYTES)
    shown = api("images.get", image=second)
    assert shown["sourceImage"].endswith(f"projects/demo/global/images/{first}")
    # the source's labels and family are the source's own
    assert (shown["diskSizeGb"], shown.get("labels"), shown.get("family")) == ("2", None, None)
    # nothing but disks is in the list of disks, and nothing else is left of the work
    volumes = devcloud.connection().block_storage.volumes()
    assert not [volume.name for volume in volumes if "becomes" in volume.name]
    api.done("snapshots.delete", snapshot=snapshot)


def test_an_image_of_a_public_one_keeps_its_license(api, images):
    name = images(sourceImage=DEBIAN, guestOsFeatures=[{"type": "GVNIC"}])
    shown = api("images.get", image=name)
    assert shown["licenses"][0].endswith("projects/debian-cloud/global/licenses/debian-12")
    assert {"type": "GVNIC"} in shown["guestOsFeatures"]
    found = api("licenses.get", project="debian-cloud", license="debian-12")
    assert found["licenseCode"] in shown["licenseCodes"]
    assert "debian-12" in api.names("licenses.list", project="debian-cloud")
    assert api.refused("licenses.get", license="debian-12")[0] == 404


def test_a_disk_that_a_running_instance_has_is_copied_only_when_told_to(api, images):
    vm = a_name("vm")
    body = {
        "name": vm,
        "machineType": f"zones/{ZONE}/machineTypes/e2-micro",
        "disks": [{"boot": True, "autoDelete": True, "initializeParams": {"sourceImage": DEBIAN}}],
    }
    api.done("instances.insert", body)
    image = {"name": a_name("image"), "sourceDisk": f"zones/{ZONE}/disks/{vm}"}
    assert api.refused("images.insert", image)[:2] == (400, "resourceInUseByAnotherResource")
    api.done("images.insert", image, forceCreate="true")
    assert api("images.get", image=image["name"])["diskSizeGb"] == "10"
    api.done("images.delete", image=image["name"])
    api.done("instances.delete", instance=vm)


def test_a_family_rolls_back_when_its_newest_image_is_deprecated(api, images, disk):
    family, source = a_name("family"), f"zones/{ZONE}/disks/{disk}"
    older = images(sourceDisk=source, family=family)
    newer = images(sourceDisk=source, family=family)
    newest = lambda: api("images.getFromFamily", family=family)["name"]  # noqa: E731
    assert newest() == newer
    replaced = {"state": "DEPRECATED", "replacement": f"global/images/{older}"}
    api.done("images.deprecate", replaced, image=newer)
    assert newest() == older
    shown = api("images.get", image=newer)["deprecated"]
    link = api("images.get", image=older)["selfLink"]
    assert shown == {"state": "DEPRECATED", "replacement": link}
    api.done("images.deprecate", {"state": "OBSOLETE"}, image=newer)
    made_of = {"name": a_name("disk"), "sourceImage": f"global/images/{newer}"}
    assert "OBSOLETE" in api.refused("disks.insert", made_of)[2]
    api.done("images.deprecate", {"state": "ACTIVE"}, image=newer)
    assert newest() == newer
    api.done("images.patch", {"family": "another", "description": "moved"}, image=newer)
    assert newest() == older
    assert api("images.get", image=newer)["description"] == "moved"
    features = [{"type": "UEFI_COMPATIBLE"}, {"type": "GVNIC"}]
    more = {"guestOsFeatures": features, "architecture": "ARM64", "deprecated": replaced}
    api.done("images.patch", more, image=newer)
    shown = api("images.get", image=newer)
    linked = {**more, "deprecated": {**replaced, "replacement": link}}
    assert {name: shown[name] for name in more} == linked
    away = ("family", "description", "licenses", *more)
    api.done("images.patch", dict.fromkeys(away), image=newer)
    shown = api("images.get", image=newer)
    assert {name: shown[name] for name in away if name in shown} == {"guestOsFeatures": []}


def test_labels_of_an_image_are_replaced_unless_somebody_was_faster(api, images, disk):
    name = images(sourceDisk=f"zones/{ZONE}/disks/{disk}", labels={"a": "b"})
    seen = api("images.get", image=name)["labelFingerprint"]
    body = {"labels": {"c": "d"}, "labelFingerprint": seen}
    api.done("images.setLabels", body, resource=name)
    assert api("images.get", image=name)["labels"] == {"c": "d"}
    assert api.refused("images.setLabels", body, resource=name)[:2] == (412, "conditionNotMet")


def test_changes_of_an_image_at_the_same_time_are_all_made(api, images, disk):
    """Glance alone would lose some: each change writes all properties."""
    name = images(sourceDisk=f"zones/{ZONE}/disks/{disk}")
    begun = [
        api("images.setLabels", {"labels": {"a": "b"}}, resource=name),
        api("images.patch", {"family": "many"}, image=name),
        api("images.deprecate", {"state": "DEPRECATED"}, image=name),
        api("images.patch", {"description": "told"}, image=name),
    ]
    assert not [o for o in map(api.finished, begun) if "error" in o]
    shown = api("images.get", image=name)
    assert (shown["labels"], shown["family"]) == ({"a": "b"}, "many")
    assert (shown["deprecated"], shown["description"]) == ({"state": "DEPRECATED"}, "told")


def test_images_of_others_cannot_be_changed(api):
    name = "debian-12-bookworm-v20250610"
    assert api.refused("images.delete", image=name)[0] == 404
    assert api.refused("images.delete", image=name, project="debian-cloud")[0] == 404


@pytest.fixture
def site():
    """A site with one image."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            found = self.path == "/images/disk.raw"
            self.send_response(200 if found else 404)
            self.send_header("Content-Length", str(len(BYTES)) if found else "0")
            self.end_headers()
            if found:
                self.wfile.write(BYTES)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/images"
    server.shutdown()


def test_an_image_comes_from_where_the_operator_lets_it(api, site, services, devcloud):
    name = a_name("image")
    body = {"name": name, "family": "raw", "rawDisk": {"source": f"{site}/disk.raw"}}
    assert "does not let images come from there" in api.refused("images.insert", body)[2]
    services.conf.set_override("allowed_sources", [f"{site}/"], "images")
    caller = services.authenticator.caller(devcloud.token(), "demo")
    try:
        made = perform(services, caller, "compute.images.insert", {}, body)
        assert "error" not in api.finished(made)
        shown = api("images.get", image=name)
        assert (shown["status"], shown["family"]) == ("READY", "raw")
        assert shown["rawDisk"]["source"] == f"{site}/disk.raw"
        assert content(devcloud, name) == BYTES
        missing = {"name": a_name("image"), "rawDisk": {"source": f"{site}/nothing.raw"}}
        failed = api.finished(perform(services, caller, "compute.images.insert", {}, missing))
        assert "could not fetch" in failed["error"]["errors"][0]["message"]
        assert missing["name"] not in api.names("images.list")
    finally:
        services.conf.clear_override("allowed_sources", "images")
    api.done("images.delete", image=name)
