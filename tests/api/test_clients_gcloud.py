"""The life of an instance through an unmodified gcloud."""

from contract import ZONE, a_name


def test_gcloud_lives_the_life_of_an_instance(gcloud):
    name, disk = a_name("vm"), a_name("disk")
    where = f"--zone={ZONE}"

    def vm(action, *arguments):
        return gcloud("compute", "instances", action, name, *arguments, where)

    def shown():
        return gcloud.json("compute", "instances", "describe", name, where)

    vm("create", "--machine-type=e2-small", "--labels=env=test", "--tags=web")
    listed = gcloud("compute", "instances", "list", f"--filter=name={name}")
    header, row = listed.splitlines()
    assert header.split()[:3] == ["NAME", "ZONE", "MACHINE_TYPE"]
    assert row.split()[:3] == [name, ZONE, "e2-small"]
    assert row.split()[-1] == "RUNNING"

    gcloud("compute", "disks", "create", disk, "--size=10GB", where)
    vm("attach-disk", f"--disk={disk}", "--device-name=data")
    assert [d["deviceName"] for d in shown()["disks"]] == ["persistent-disk-0", "data"]
    vm("detach-disk", f"--disk={disk}")
    gcloud("compute", "disks", "delete", disk, where)

    vm("add-labels", "--labels=team=a")
    vm("add-tags", "--tags=db")
    vm("add-metadata", "--metadata=colour=green")
    vm("remove-labels", "--labels=env")
    changed = shown()
    assert changed["labels"] == {"team": "a"}
    assert changed["tags"]["items"] == ["db", "web"]
    assert changed["metadata"]["items"] == [{"key": "colour", "value": "green"}]

    vm("delete-access-config")
    assert "accessConfigs" not in shown()["networkInterfaces"][0]
    assert "login:" in vm("get-serial-port-output")

    vm("suspend")
    vm("resume")
    vm("reset")
    vm("stop")
    vm("set-machine-type", "--machine-type=e2-medium")
    vm("start")
    assert (shown()["status"], shown()["machineType"].rpartition("/")[2]) == (
        "RUNNING",
        "e2-medium",
    )
    vm("delete")
    assert name not in gcloud("compute", "instances", "list", "--format=value(name)")
    assert name not in gcloud("compute", "disks", "list", "--format=value(name)")
