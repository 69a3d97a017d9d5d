"""Whose credentials go on when nobody asks."""

from types import SimpleNamespace

from gce_api.background import agents
from gce_api.openstack.caller import Credential


def test_a_key_that_may_make_no_credentials_is_its_own_agent():
    access = SimpleNamespace(application_credential={"restricted": True}, user_id="u")
    caller = SimpleNamespace(credential=Credential("c", "s"), access=access)
    made = agents._credential(SimpleNamespace(caller=caller))
    assert made == {"id": "c", "secret": "s"}
