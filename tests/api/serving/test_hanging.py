"""A service of OpenStack that hangs keeps nobody waiting who does not need it."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import requests

ROOMY = 10  # seconds: far less than a call of a service that hangs may take
NEEDS_NO_NOVA = [
    "/compute/v1/projects/demo/zones",
    "/compute/v1/projects/demo/global/operations",
    "/compute/v1/projects/demo/global/networks",
    "/healthcheck",
    "/healthcheck/ready",
]


@pytest.mark.alone
def test_others_are_answered_while_forty_requests_wait_for_nova(devcloud, api):
    headers = dict(api.session.headers)

    def get(path, timeout=120):
        return requests.get(api.root + path, headers=headers, timeout=timeout).status_code

    assert {get(path) for path in NEEDS_NO_NOVA} == {200}  # the zones are known
    lists = ["/compute/v1/projects/demo/aggregated/instances"] * 40
    with ThreadPoolExecutor(len(lists)) as pool:
        with devcloud.hanging("nova"):
            waiting = [pool.submit(get, path) for path in lists]
            assert [get(path, ROOMY) for path in NEEDS_NO_NOVA] == [200] * len(NEEDS_NO_NOVA)
            assert not any(one.done() for one in waiting)
        assert {one.result() for one in waiting} == {200}
