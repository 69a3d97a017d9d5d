"""How many instances a managed group had when: a history for its chart.

Only changes are written down, so that a group that stays as it is costs nothing.
"""

from __future__ import annotations

from typing import Any

Content = dict[str, Any]

HISTORY = "sizes"  # in a manager's content: [[milliseconds since 1970, instances], ...]
KEPT_FOR = 42 * 24 * 3600 * 1000  # milliseconds: as long as Google keeps what is this fine
MOST = 1000  # changes


def note(content: Content, now: int) -> None:
    """Write down the size of a group, if it is another than before."""
    size = sum(bool(member["server"]) for member in content["instances"].values())
    history = content.get(HISTORY, [])
    if history and history[-1][1] == size:
        return
    content[HISTORY] = _recent([*history, [now, size]], now)[-MOST:]


def _recent(history: list[list[int]], now: int) -> list[list[int]]:
    """What held within the time that is kept."""
    ends = [*(since for since, _ in history[1:]), now + 1]
    return [entry for entry, end in zip(history, ends, strict=True) if end > now - KEPT_FOR]
