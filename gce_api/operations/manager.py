"""Starts operations and keeps them going."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gce_api.call import Call


class Operations:
    """Operations of this endpoint."""

    def start(
        self,
        call: Call,
        kind: str,
        target: str,
        flow: Callable[..., Any],
        arguments: dict[str, Any],
        target_id: str | None = None,
    ) -> dict[str, Any]:
        """Record an operation, start its flow and return the Operation resource at once."""
        raise NotImplementedError
