"""What Octavia's refusals mean."""

from types import SimpleNamespace

import pytest
import requests
from openstack import exceptions as sdk

from gce_api.openstack import balancers


def octavia(status, text=""):
    """A cloud whose Octavia answers so."""
    answer = requests.Response()
    answer.status_code, answer.url = status, "http://octavia/v2.0/lbaas"
    answer.headers["Content-Type"] = "application/json"
    answer._content = f'{{"faultstring": "{text}"}}'.encode()
    return SimpleNamespace(
        load_balancers=SimpleNamespace(delete=lambda *_, **__: answer, put=lambda *_, **__: answer)
    )


def test_a_change_while_another_is_under_way_is_for_later():
    with pytest.raises(balancers.Busy):
        balancers.remove(octavia(409, "Load Balancer 1 is immutable and cannot be updated."), "1")
    with pytest.raises(sdk.ConflictException):
        balancers.remove(octavia(409, "Load Balancer 1 has listeners."), "1")


def test_what_is_gone_since_it_was_looked_at_is_to_be_looked_at_again():
    with pytest.raises(balancers.Busy):
        balancers.drop(octavia(404, "Health Monitor 1 not found."), "healthmonitors", "1")
    balancers.remove(octavia(404, "Load Balancer 1 not found."), "1")  # as it is to be
