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
