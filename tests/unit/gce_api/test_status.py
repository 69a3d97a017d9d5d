"""The command gce-status, where there is no cloud to ask."""

import json

import pytest

from gce_api import status


def test_what_is_wrong_is_told_with_the_setting_and_the_status(tmp_path, capsys):
    conf = tmp_path / "gce-api.conf"
    conf.write_text(
        "[keystone]\nauth_url = http://127.0.0.1:9/v3\nusername = gce\npassword = hunter2\n"
        f"[DEFAULT]\nstate_path = {tmp_path}\n"
    )
    with pytest.raises(SystemExit) as ended:
        status.main(["--config-file", str(conf), "upgrade", "check", "--json"])
    assert ended.value.code == 2
    printed = capsys.readouterr().out
    assert "hunter2" not in printed
    checks = {each["check"]: each for each in json.loads(printed.splitlines()[-1])["checks"]}
    assert checks["Setting: key"]["result"] == 0
    assert "[keystone] auth_url: " in checks["Setting: Keystone"]["details"]
    assert "db sync" in checks["Setting: database"]["details"]
