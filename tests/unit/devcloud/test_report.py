"""What the command prints can be read and copied anywhere."""

import io

from rich.console import Console

from devcloud import report, supervisor
from devcloud.layout import Cloud


def printed(show) -> list[str]:
    """The lines of a report in a terminal of 40 columns."""
    output = io.StringIO()
    show(Console(file=output, width=40, highlight=False, soft_wrap=True))
    return output.getvalue().splitlines()


def test_no_url_is_cut_or_broken_in_a_narrow_terminal(tmp_path):
    cloud = Cloud(tmp_path, 18000, ("us-central1", "europe-west1"))
    found = [supervisor.status(cloud, service) for service in cloud.services]
    lines = printed(lambda console: report.status_table(console, cloud, found))
    for service in cloud.services:
        assert any(line.startswith(service.key) and line.endswith(service.url) for line in lines)


def test_the_summary_gives_addresses_and_the_state_folder_whole(tmp_path):
    cloud = Cloud(tmp_path / ("long" * 20), 18000, ("us-central1",))
    lines = printed(lambda console: report.summary(console, cloud, named=True))
    assert any(line.endswith("http://127.0.0.1:18008/compute/v1") for line in lines)
    assert any(line.endswith(str(cloud.state)) for line in lines)
