"""What can be neither done nor kept is refused, and not left out in silence."""

import pytest

from gce_api.google import accepting, errors, inputs
from gce_api.google.discovery import document
from gce_api.serving import loading

loading.load()

INSERTS = {
    "Address": "addresses.insert",
    "BulkInsertInstanceResource": "instances.bulkInsert",
    "Disk": "disks.insert",
    "Image": "images.insert",
    "Instance": "instances.insert",
    "InstanceTemplate": "instanceTemplates.insert",
    "NetworkInterface": "instances.addNetworkInterface",
}


def accept(name, body, present=None):
    return accepting.accept(document().methods[f"compute.{name}"], body, lambda: present or {})


@pytest.mark.parametrize(
    ("schema", "asked", "message"),
    [
        (
            "Disk",
            {"diskEncryptionKey": {"rawKey": "c2VjcmV0"}},
            "resource.diskEncryptionKey.*no keys of customers",
        ),
        ("Image", {"imageEncryptionKey": {"kmsKeyName": "k"}}, "no keys of customers"),
        ("Disk", {"asyncPrimaryDisk": {"disk": "d"}}, "replicated by their type"),
        (
            "Instance",
            {"confidentialInstanceConfig": {"enableConfidentialCompute": True}},
            "Confidential",
        ),
        (
            "Instance",
            {"reservationAffinity": {"consumeReservationType": "SPECIFIC_RESERVATION"}},
            "no reservations",
        ),
    ],
)
def test_what_openstack_cannot_give_is_refused(schema, asked, message):
    with pytest.raises(errors.Unsupported, match=message):
        accept(INSERTS[schema], asked)


def test_a_source_that_would_be_left_out_is_refused():
    asked = {"sourceMachineImage": "global/machineImages/m"}
    with pytest.raises(errors.Unsupported, match="a machine image along with"):
        accept("disks.insert", asked)
    assert accept("instances.insert", asked) == asked


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("disks.insert", {"diskEncryptionKey": {}, "storagePool": ""}),
        (
            "instances.insert",
            {"confidentialInstanceConfig": {"enableConfidentialCompute": False}},
        ),
        (
            "instances.insert",
            {"reservationAffinity": {"consumeReservationType": "ANY_RESERVATION"}},
        ),
        ("subnetworks.insert", {"secondaryIpRanges": [], "role": "UNSPECIFIED"}),
    ],
)
def test_a_field_that_says_nothing_is_no_request(name, asked):
    accept(name, asked)


@pytest.mark.parametrize(
    ("schema", "asked"),
    [
        ("Instance", {"networkInterfaces": [{"stackType": "IPV4_IPV6"}]}),
        ("Instance", {"networkInterfaces": [{}, {"nicType": "GVNIC"}]}),
        ("Instance", {"networkInterfaces": [{"accessConfigs": [{"setPublicPtr": True}]}]}),
        ("Instance", {"disks": [{"guestOsFeatures": [{"type": "WINDOWS"}]}]}),
        (
            "InstanceTemplate",
            {"properties": {"disks": [{"guestOsFeatures": [{"type": "WINDOWS"}]}]}},
        ),
        (
            "BulkInsertInstanceResource",
            {"instanceProperties": {"disks": [{"guestOsFeatures": [{"type": "WINDOWS"}]}]}},
        ),
        ("NetworkInterface", {"queueCount": 4}),
        ("Address", {"ipVersion": "IPV6"}),
    ],
)
def test_what_interfaces_and_disks_are_anyway_may_be_said_and_nothing_else(schema, asked):
    with pytest.raises(errors.Unsupported, match="here"):
        accept(INSERTS[schema], asked)


def test_what_an_interface_is_may_be_sent_back():
    nic = {"stackType": "IPV4_IPV6"}
    accept("instances.updateNetworkInterface", nic, nic)
    with pytest.raises(errors.Unsupported, match="here"):
        accept("instances.updateNetworkInterface", {**nic, "nicType": "GVNIC"}, nic)


def test_what_is_the_case_anyway_passes():
    nic = {"stackType": "IPV4_ONLY", "nicType": "VIRTIO_NET", "queueCount": 0, "aliasIpRanges": []}
    asked = {"networkInterfaces": [nic], "disks": [{"interface": "SCSI"}]}
    assert accept("instances.insert", asked) == asked


def test_what_is_shown_may_be_sent_back_by_partial_urls_and_numbers_as_texts():
    shown = {"type": "http://a/compute/v1/projects/p/zones/z/diskTypes/ssd", "provisionedIops": 5}
    body = {"type": "projects/p/zones/z/diskTypes/ssd", "provisionedIops": "5"}
    assert accept("disks.update", body, shown) == {}
    with pytest.raises(errors.Unsupported, match=r"resource\.type"):
        accept("disks.update", {"type": "zones/z/diskTypes/hdd"}, shown)


def test_what_only_an_answer_has_reaches_no_plan():
    body = {"name": "vm", "id": "7", "status": "RUNNING", "networkInterfaces": [{"name": "nic7"}]}
    assert accept("instances.insert", body) == {"name": "vm", "networkInterfaces": [{}]}


def test_a_fingerprint_is_no_secret_wish_where_something_is_made():
    assert accept("instances.insert", {"fingerprint": "abc="}) == {}
    with pytest.raises(errors.Unsupported, match="labelFingerprint"):
        accept("images.patch", {"labelFingerprint": "abc="}, {"labelFingerprint": "def="})


def test_labels_are_a_map_whose_keys_may_be_called_like_fields():
    body = {"labels": {"id": "1", "kind": "web"}}
    assert accept("disks.insert", body) == body


def test_nulls_of_a_patch_stay():
    assert accept("images.patch", {"description": None}) == {"description": None}


def test_a_declaration_is_about_fields_that_there_are():
    with pytest.raises(LookupError, match="colour"):
        inputs.declare("Address", done="colour", methods="globalAddresses.insert")
    with pytest.raises(LookupError, match="twice"):
        inputs.declare("Address", done="name")
    with pytest.raises(LookupError, match="no method"):
        inputs.declare("Address", done="name", methods="addresses.paint")
