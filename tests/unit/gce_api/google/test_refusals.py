"""What cannot be had is refused, and not left out in silence."""

import pytest

from gce_api.google import errors, refusals


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"diskEncryptionKey": {"rawKey": "c2VjcmV0"}}, "resource.diskEncryptionKey.*Cinder"),
        ({"imageEncryptionKey": {"kmsKeyName": "k"}}, "no keys of customers"),
        ({"asyncPrimaryDisk": {"disk": "d"}}, "replicated by their type"),
        ({"confidentialInstanceConfig": {"enableConfidentialCompute": True}}, "Confidential"),
        (
            {"reservationAffinity": {"consumeReservationType": "SPECIFIC_RESERVATION"}},
            "no reservations",
        ),
    ],
)
def test_what_openstack_cannot_give_is_refused(asked, message):
    with pytest.raises(errors.Unsupported, match=message):
        refusals.check(asked, "Disk")


def test_a_source_that_would_be_left_out_is_refused():
    asked = {"sourceMachineImage": "global/machineImages/m"}
    with pytest.raises(errors.Unsupported, match="a machine image along with"):
        refusals.check(asked, "Disk")
    refusals.check(asked, "Instance")


@pytest.mark.parametrize(
    "asked",
    [
        {"diskEncryptionKey": {}, "storagePool": ""},
        {"confidentialInstanceConfig": {"enableConfidentialCompute": False}},
        {"reservationAffinity": {"consumeReservationType": "ANY_RESERVATION"}},
    ],
)
def test_a_field_that_says_nothing_is_no_request(asked):
    refusals.check(asked, "Disk")


@pytest.mark.parametrize(
    ("schema", "asked"),
    [
        ("Instance", {"networkInterfaces": [{"stackType": "IPV4_IPV6"}]}),
        ("Instance", {"networkInterfaces": [{}, {"nicType": "GVNIC"}]}),
        ("Instance", {"networkInterfaces": [{"accessConfigs": [{"setPublicPtr": True}]}]}),
        ("Instance", {"disks": [{"interface": "NVME"}]}),
        ("InstanceTemplate", {"properties": {"disks": [{"interface": "NVME"}]}}),
        ("BulkInsertInstanceResource", {"instanceProperties": {"disks": [{"interface": "NVME"}]}}),
        ("NetworkInterface", {"queueCount": 4}),
        ("Address", {"ipVersion": "IPV6"}),
    ],
)
def test_what_interfaces_and_disks_are_anyway_may_be_said_and_nothing_else(schema, asked):
    with pytest.raises(errors.Unsupported, match="here"):
        refusals.check(asked, schema, new=True)


def test_what_an_interface_is_may_be_sent_back():
    nic = {"stackType": "IPV4_IPV6"}
    refusals.check(nic, "NetworkInterface")
    with pytest.raises(errors.Unsupported, match="here"):
        refusals.check({**nic, "nicType": "GVNIC"}, "NetworkInterface")


def test_what_is_the_case_anyway_passes():
    nic = {"stackType": "IPV4_ONLY", "nicType": "VIRTIO_NET", "queueCount": 0, "aliasIpRanges": []}
    asked = {"networkInterfaces": [nic], "disks": [{"interface": "SCSI"}]}
    refusals.check(asked, "Instance", new=True)
