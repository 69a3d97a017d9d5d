"""What a body of any method may ask for, and OpenStack has no answer to.

It is refused, as who asks for encryption would rely on it.
"""

from __future__ import annotations

from typing import Any

from gce_api import errors


def check(value: Any, where: str = "resource") -> None:
    """Refuse encryption keys anywhere in a validated body.

    :raises errors.Unsupported: there is one.
    """
    if isinstance(value, list):
        for index, element in enumerate(value):
            check(element, f"{where}[{index}]")
    elif isinstance(value, dict):
        for name, field in value.items():
            if name.endswith("EncryptionKey") and field:
                raise errors.Unsupported(
                    f"Invalid value for field '{where}.{name}': Keys of one's own are not "
                    "available here: Cinder encrypts by volume type."
                )
            check(field, f"{where}.{name}")
