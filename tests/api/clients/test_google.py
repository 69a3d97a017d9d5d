"""The life of an instance through Google's own Python libraries."""

import pytest
from google.api_core.exceptions import BadRequest, NotFound
from google.cloud import compute_v1
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build

from tests.api.contract import ZONE, a_name, instance

PLACE = {"project": "demo", "zone": ZONE}


@pytest.fixture
def credentials(devcloud):
    return Credentials(devcloud.token())


def test_cloud_client_lives_the_life_of_an_instance(client, finish):
    instances = client(compute_v1.InstancesClient)
    name = a_name("vm")

    boot = compute_v1.AttachedDisk(
        boot=True,
        auto_delete=True,
        initialize_params=compute_v1.AttachedDiskInitializeParams(
            source_image="projects/debian-cloud/global/images/family/debian-12", disk_size_gb=11
        ),
    )
    wanted = compute_v1.Instance(
        name=name,
        machine_type=f"zones/{ZONE}/machineTypes/e2-small",
        disks=[boot],
        network_interfaces=[compute_v1.NetworkInterface(network="global/networks/default")],
        labels={"env": "test"},
    )
    finish(instances.insert_unary(instance_resource=wanted, **PLACE))
    shown = instances.get(instance=name, **PLACE)
    assert (shown.status, shown.disks[0].disk_size_gb) == ("RUNNING", 11)
    assert name in [found.name for found in instances.list(**PLACE)]
    everywhere = dict(
        instances.aggregated_list(
            project="demo",
        )
    )
    assert name in [found.name for found in everywhere[f"zones/{ZONE}"].instances]

    finish(instances.stop_unary(instance=name, **PLACE))
    assert instances.get(instance=name, **PLACE).status == "TERMINATED"
    with pytest.raises(BadRequest, match="cannot suspend"):
        instances.suspend_unary(instance=name, **PLACE)
    larger = compute_v1.InstancesSetMachineTypeRequest(
        machine_type=f"zones/{ZONE}/machineTypes/e2-medium"
    )
    finish(
        instances.set_machine_type_unary(
            instance=name, instances_set_machine_type_request_resource=larger, **PLACE
        )
    )
    machine_images = client(compute_v1.MachineImagesClient)
    source = f"zones/{ZONE}/instances/{name}"
    image = compute_v1.MachineImage(name=name, source_instance=source)
    finish(machine_images.insert_unary(machine_image_resource=image, project="demo"))
    kept = machine_images.get(machine_image=name, project="demo")
    assert (kept.status, kept.instance_properties.labels) == ("READY", {"env": "test"})
    assert name in [found.name for found in machine_images.list(project="demo")]
    finish(machine_images.delete_unary(machine_image=name, project="demo"))

    finish(instances.start_unary(instance=name, **PLACE))
    assert instances.get(instance=name, **PLACE).machine_type.endswith("/e2-medium")
    assert instances.get_serial_port_output(instance=name, **PLACE).contents
    finish(instances.delete_unary(instance=name, **PLACE))
    with pytest.raises(NotFound, match=name):
        instances.get(instance=name, **PLACE)


def test_api_client_lives_the_life_of_an_instance(devcloud, credentials):
    options = {"api_endpoint": devcloud.url("gce") + "/compute/v1/"}
    compute = build("compute", "v1", credentials=credentials, client_options=options)
    name = a_name("vm")

    def finish(request):
        operation = request.execute()
        while operation["status"] != "DONE":
            operation = (
                compute.zoneOperations().wait(operation=operation["name"], **PLACE).execute()
            )
        assert "error" not in operation, operation

    instances = compute.instances()
    finish(instances.insert(body=instance(name), **PLACE))
    shown = instances.get(instance=name, **PLACE).execute()
    assert shown["status"] == "RUNNING"
    labels = {"labels": {"a": "b"}, "labelFingerprint": shown["labelFingerprint"]}
    finish(instances.setLabels(instance=name, body=labels, **PLACE))
    found = instances.list(filter="labels.a=b", **PLACE).execute()
    assert [row["name"] for row in found["items"]] == [name]
    finish(instances.suspend(instance=name, **PLACE))
    finish(instances.resume(instance=name, **PLACE))
    finish(instances.reset(instance=name, **PLACE))
    finish(instances.delete(instance=name, **PLACE))
    gone = instances.list(filter=f"name={name}", **PLACE).execute()
    assert "items" not in gone


def test_cloud_client_keeps_templates_groups_and_autoscalers(client, finish):
    name = a_name("group")
    project, group = {"project": "demo"}, {"instance_group_manager": name}

    templates = client(compute_v1.InstanceTemplatesClient)
    boot = compute_v1.AttachedDisk(
        boot=True,
        initialize_params=compute_v1.AttachedDiskInitializeParams(
            source_image="projects/debian-cloud/global/images/family/debian-12"
        ),
    )
    said = compute_v1.InstanceProperties(machine_type="e2-micro", disks=[boot])
    template = compute_v1.InstanceTemplate(name=name, properties=said)
    made = templates.insert_unary(instance_template_resource=template, **project)
    assert made.status == compute_v1.Operation.Status.DONE
    url = templates.get(instance_template=name, **project).self_link

    managers = client(compute_v1.InstanceGroupManagersClient)
    wanted = compute_v1.InstanceGroupManager(name=name, instance_template=url, target_size=0)
    managers.insert_unary(instance_group_manager_resource=wanted, **PLACE)
    shown = managers.get(**group, **PLACE)
    assert (shown.target_size, shown.status.is_stable) == (0, True)
    assert name in [found.name for found in managers.list(**PLACE)]
    assert list(managers.list_managed_instances(**group, **PLACE)) == []
    assert list(managers.list_errors(**group, **PLACE)) == []

    autoscalers = client(compute_v1.AutoscalersClient)
    policy = compute_v1.AutoscalingPolicy(
        min_num_replicas=0,
        max_num_replicas=1,
        scaling_schedules={
            "new-year": compute_v1.AutoscalingPolicyScalingSchedule(
                schedule="0 0 1 1 *", duration_sec=300, min_required_replicas=1
            )
        },
    )
    scaler = compute_v1.Autoscaler(name=name, target=shown.self_link, autoscaling_policy=policy)
    autoscalers.insert_unary(autoscaler_resource=scaler, **PLACE)
    found = autoscalers.get(autoscaler=name, **PLACE)
    assert found.scaling_schedule_status["new-year"].state == "READY"
    autoscalers.delete_unary(autoscaler=name, **PLACE)

    groups = client(compute_v1.InstanceGroupsClient)
    assert groups.get(instance_group=name, **PLACE).self_link == shown.instance_group
    request = compute_v1.InstanceGroupsListInstancesRequest(instance_state="ALL")
    asked = {"instance_groups_list_instances_request_resource": request}
    assert list(groups.list_instances(instance_group=name, **asked, **PLACE)) == []

    finish(managers.delete_unary(**group, **PLACE))
    templates.delete_unary(instance_template=name, **project)
    with pytest.raises(NotFound):
        templates.get(instance_template=name, **project)


def test_who_looks_for_accelerators_is_told_that_there_are_none(client):
    types = client(compute_v1.AcceleratorTypesClient)
    assert list(types.list(**PLACE)) == []
    everywhere = dict(types.aggregated_list(project="demo"))
    assert everywhere[f"zones/{ZONE}"].warning.code == "NO_RESULTS_ON_PAGE"
    with pytest.raises(NotFound, match="nvidia-tesla-t4"):
        types.get(accelerator_type="nvidia-tesla-t4", **PLACE)
