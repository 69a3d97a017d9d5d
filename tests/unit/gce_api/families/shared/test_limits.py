"""An instance with too much is refused before OpenStack is asked for any of it."""

import pytest

from gce_api.families.instances.disks.plan import plan_disks
from gce_api.families.instances.interfaces.plan import plan_interfaces
from gce_api.google import errors


def test_too_many_disks_are_refused():
    body = {"name": "vm", "disks": [{"boot": True}] * 27}
    with pytest.raises(errors.Invalid, match="At most 26"):
        plan_disks(body, None, None)


def test_too_many_interfaces_are_refused():
    with pytest.raises(errors.Invalid, match="At most 8"):
        plan_interfaces({"networkInterfaces": [{}] * 9}, None)
