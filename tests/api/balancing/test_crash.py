"""The endpoint is killed while a load balancer is made, changed and deleted."""

from tests.api.contract import REGION, ZONE, a_name, instance

INSERT = ("keep:after", "build:after", "await_balancer:before", "give_address:after")
PUBLISH = ("publish:after", "finish:before")
CHANGE = ("follow:before", "change of a load balancer:after", "finish:before")
DELETE = ("withdraw:after", "tear_down:after", "erase:after")


def test_a_load_balancer_is_made_once_and_deleted_whole_however_often_the_endpoint_dies(
    endpoint, devcloud, project
):
    cloud, name = devcloud.connection("admin", project.name), a_name("mortal")
    octavia, inserts = cloud.load_balancer, []
    endpoint.live()
    api = endpoint.api()
    api.done("instances.insert", instance(name))
    api.done("targetPools.insert", {"name": name})
    endpoint.kill()

    def has():
        """What there is in Octavia by the rule's name, and addresses that it was given."""
        found = list(octavia.load_balancers(name=name))
        given = [f"gce:ephemeral {insert['name']}" for insert in inserts]
        pools = [pool for each in found for pool in octavia.pools(loadbalancer_id=each.id)]
        return {
            "balancers": [each.provisioning_status for each in found],
            "ports": [
                listener.protocol_port
                for each in found
                for listener in octavia.listeners(load_balancer_id=each.id)
            ],
            "members": [len(list(octavia.members(pool.id))) for pool in pools],
            "addresses": sum(ip.description in given for ip in cloud.network.ips()),
        }

    pool = f"regions/{REGION}/targetPools/{name}"
    rule = {"name": name, "portRange": "80", "target": pool}
    rules = f"regions/{REGION}/forwardingRules"
    again = endpoint.begin("POST", rules, json=rule)
    endpoint.die_at(INSERT)
    endpoint.live("never")
    refused = endpoint.api().refused("forwardingRules.delete", forwardingRule=name)
    assert refused[:2] == (400, "resourceNotReady")
    endpoint.kill()
    inserts.append(endpoint.over(again, PUBLISH))
    made = {"balancers": ["ACTIVE"], "ports": [80], "addresses": 1}
    assert has() == {**made, "members": [0]}

    member = {"instances": [{"instance": f"zones/{ZONE}/instances/{name}"}]}
    endpoint.through("POST", f"{pool}/addInstance", CHANGE, json=member)
    assert has() == {**made, "members": [1]}

    endpoint.through("DELETE", f"{rules}/{name}", DELETE)
    assert has() == {"balancers": [], "ports": [], "members": [], "addresses": 0}
    endpoint.live()
    api = endpoint.api()
    api.done("targetPools.delete", targetPool=name)
    api.done("instances.delete", instance=name)
