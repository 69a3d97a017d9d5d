"""What access configs are called, the network tier that they were asked for with, and the type of
interface: kept with the instance, as floating IPs come and go and interfaces are of one type here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from gce_api.database.connection import Database
from gce_api.families.instances.own import replace_own
from gce_api.families.shared import settings
from gce_api.google import errors
from gce_api.openstack import marks
from gce_api.openstack.cloud import Cloud
from gce_api.operations.steps import Task, step

KEY = "accessConfigs"
TYPE = "nicType"
USUAL = {"name": "external-nat", "networkTier": "PREMIUM"}

Json = dict[str, Any]
Configs = dict[str, dict[str, str]]  # by the interface's name; what is usual is left out


def given(interfaces: Sequence[Json]) -> dict[str, str]:
    """What is kept of the interfaces of a request, by the key of its metadata."""
    every = {f"nic{n}": _of_interface(nic) for n, nic in enumerate(interfaces)}
    found = {nic: said for nic, said in every.items() if said}
    return {marks.OWN + KEY: settings.text(found)} if found else {}


def of(kept: Mapping[str, str], nic: str) -> dict[str, str]:
    """The name and tier of an interface's access config."""
    found = USUAL | _read(kept).get(nic, {})
    return {name: found[name] for name in USUAL}


def type_of(kept: Mapping[str, str], nic: str) -> str | None:
    """The type that an interface was asked for with."""
    return _read(kept).get(nic, {}).get(TYPE)


def changed(kept: Mapping[str, str], nic: str, config: Json) -> str:
    """What is to be kept when an interface has this access config, which says what is new of it."""
    before = _read(kept)
    present = before.get(nic, {})
    new = {name: config[name] for name in USUAL if config.get(name)}
    return _text({**before, nic: _type_in(present) | _unusual(present | new)})


def added(kept: Mapping[str, str], nic: str, interface: Json) -> str:
    """What is to be kept when there is another interface, of this name."""
    return _text({**_read(kept), nic: _of_interface(interface)})


def without(kept: Mapping[str, str], nic: str, *, interface: bool = False) -> str:
    """What is to be kept when the access config is gone, or the whole ``interface``: those after it
    get other names then."""
    gone, found = int(nic.removeprefix("nic")), _read(kept)
    of_nic = found.pop(nic, {})
    if not interface:
        found[nic] = _type_in(of_nic)
    else:
        numbers = {int(name.removeprefix("nic")): said for name, said in found.items()}
        found = {f"nic{n - (n > gone)}": said for n, said in numbers.items()}
    return _text(found)


def check_called(kept: Mapping[str, str], nic: str, name: str) -> None:
    """Refuse to delete an access config of another name.

    :raises errors.Invalid: the interface's is called otherwise.
    """
    if name != of(kept, nic)["name"]:
        raise errors.Invalid(
            f"Invalid value for field 'accessConfig': '{name}'. The access config of the interface "
            f"'{nic}' is called '{of(kept, nic)['name']}'."
        )


def noting(configs: str | None) -> list[Task]:
    """The step that keeps them; none where the request says nothing of them."""
    return [] if configs is None else [step(note, configs=configs)]


def note(database: Database, cloud: Cloud, server_id: str, configs: str) -> None:
    replace_own(database, cloud, server_id, KEY, configs or None)


def _of_interface(nic: Json) -> dict[str, str]:
    return _type_in(nic) | _unusual((nic.get(KEY) or [{}])[0])


def _type_in(said: Json) -> dict[str, str]:
    return {TYPE: said[TYPE]} if said.get(TYPE) else {}


def _unusual(config: Json) -> dict[str, str]:
    return {n: config[n] for n, usual in USUAL.items() if config.get(n) not in (None, "", usual)}


def _read(kept: Mapping[str, str]) -> Configs:
    found = settings.read(kept, KEY)
    return dict(found) if isinstance(found, dict) else {}


def _text(found: Configs) -> str:
    said = {nic: config for nic, config in found.items() if config}
    return settings.text(said) if said else ""
