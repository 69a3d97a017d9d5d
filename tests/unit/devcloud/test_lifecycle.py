"""A cloud is deleted whatever its folder looks like, and nothing else is."""

import pytest

from devcloud import lifecycle
from devcloud.errors import DevcloudError
from devcloud.layout import Cloud


def test_a_cloud_whose_record_is_damaged_is_deleted(tmp_path):
    state = tmp_path / "state"
    (state / "run").mkdir(parents=True)
    Cloud(state, 18000, ("us-central1",)).save()
    (state / "devcloud.json").write_text("{")
    with pytest.raises(DevcloudError, match="devcloud reset"):
        lifecycle.find(state)
    assert lifecycle.reset(state) == state
    assert not state.exists()


def test_a_folder_that_holds_no_cloud_is_not_deleted(tmp_path):
    (tmp_path / "precious").touch()
    with pytest.raises(DevcloudError, match="no cloud"):
        lifecycle.reset(tmp_path)
    assert (tmp_path / "precious").exists()
