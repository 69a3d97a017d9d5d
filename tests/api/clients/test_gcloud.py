"""The life of an instance through an unmodified gcloud."""

from concurrent.futures import ThreadPoolExecutor

from tests.api.contract import ZONE, a_name


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

    with ThreadPoolExecutor(4) as pool:  # commands that have nothing to do with each other
        for done in [
            pool.submit(gcloud, "compute", "disks", "create", disk, "--size=10GB", where),
            pool.submit(vm, "add-labels", "--labels=team=a"),
            pool.submit(vm, "add-tags", "--tags=db"),
            pool.submit(vm, "add-metadata", "--metadata=colour=green"),
            pool.submit(vm, "delete-access-config"),
            pool.submit(vm, "get-serial-port-output"),
        ]:
            done.result()
    assert "login:" in done.result()
    vm("attach-disk", f"--disk={disk}", "--device-name=data")
    changed = shown()
    assert [d["deviceName"] for d in changed["disks"]] == ["persistent-disk-0", "data"]
    assert changed["labels"] == {"env": "test", "team": "a"}
    assert changed["tags"]["items"] == ["db", "web"]
    assert changed["metadata"]["items"] == [{"key": "colour", "value": "green"}]
    assert "accessConfigs" not in changed["networkInterfaces"][0]
    with ThreadPoolExecutor(5) as pool:
        for done in [
            pool.submit(vm, "detach-disk", f"--disk={disk}"),
            pool.submit(vm, "add-access-config"),
            pool.submit(vm, "remove-tags", "--all"),
            pool.submit(vm, "remove-labels", "--all"),
            pool.submit(vm, "set-scheduling", "--no-restart-on-failure"),
        ]:
            done.result()
    vm("update", "--update-labels=stage=last")
    changed = shown()
    assert len(changed["disks"]) == 1
    assert changed["networkInterfaces"][0]["accessConfigs"][0]["natIP"]
    assert (changed["labels"], "items" in changed["tags"]) == ({"stage": "last"}, False)
    assert changed["scheduling"]["automaticRestart"] is False

    of_this = f"--filter=targetLink:{name} AND operationType=setTags"
    operations = gcloud.json("compute", "operations", "list", of_this)
    assert len(operations) == 2
    told = gcloud.json("compute", "operations", "describe", operations[0]["name"], where)
    assert (told["status"], told["operationType"]) == ("DONE", "setTags")

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
    with ThreadPoolExecutor(2) as pool:
        gone = pool.submit(gcloud, "compute", "disks", "delete", disk, where)
        vm("delete")
        gone.result()
    assert name not in gcloud("compute", "instances", "list", "--format=value(name)")
    assert name not in gcloud("compute", "disks", "list", "--format=value(name)")
