"""Which methods of the document are implemented, which cannot be, and which are not yet.

``gce-api methods --rst`` prints all of it; ``docs/coverage.rst`` is kept equal to that by a test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import groupby

from gce_api.google import field_table
from gce_api.google.discovery import Document, Method
from gce_api.google.registry import Handler

Handlers = Mapping[str, Handler]

IMPLEMENTED = "implemented"
NOT_POSSIBLE = "not possible"
NOT_YET = "not yet"

# implemented, but not with all that Google promises
WEAKER = {r"(regionDisks|disks)\.bulkInsert": "each copy is of a moment of its own"}

# method or collection (regular expressions, the first that matches) to why OpenStack cannot
IMPOSSIBLE = {
    r".*\.(get|set)IamPolicy": "roles are Keystone's and of a project, not of a resource",
    r".*\.updateKmsKey|instances\.startWithEncryptionKey": "Cinder encrypts by volume type",
    r".*AsyncReplication|.*GroupAsyncReplication": "Cinder replicates by volume type",
    r"(?!targetPools).*\.set(Edge)?SecurityPolicy|.*\.getEffectiveSecurityPolicies|projects\.setCloudArmorTier"
    r"|(regionS|s)ecurityPolicies\..*|networkEdgeSecurityServices\..*"
    r"|managedRulesets\..*": "there is no Cloud Armor",
    r".*SignedUrlKey|urlMaps\.invalidateCache|.*[bB]ackendBuckets\..*": "there is no CDN",
    r"(globalA|a)ddresses\.move": "Neutron gives no floating IP to another project",
    r"instances\.getScreenshot": "Nova gives no picture of a screen",
    r"instances\.(performMaintenance|reportHostAsFaulty)": "hosts are the operator's",
    r"instances\.setShieldedInstanceIntegrityPolicy": "nobody is told what is in a virtual TPM",
    r"networks\..*[pP]eering.*": "Neutron joins no networks of two projects",
    r"routers\..*(NamedSet|RoutePolic|BgpRoutes).*": "dynamic routing is the operator's",
    r"targetTcpProxies\.setProxyHeader": "Octavia sets it by the pool's protocol",
    r"projects\.set(DefaultNetworkTier|UsageExportBucket)": "it is Google's own",
    r"(reservations|futureReservations)\..*": "Nova keeps no room free for a project",
    r"(nodeGroups|nodeTemplates|nodeTypes)\..*": "hosts are the operator's",
    r"(interconnect|crossSite|wireGroups|externalVpnGateways).*": "it is Google's own network",
    r"(globalPublic|public)(Advertised|Delegated)Prefixes\..*": "addresses are the operator's",
    r"region(Commitments)\..*": "there is no billing",
    r"(firewallPolicies|organizationSecurityPolicies|globalOrganizationOperations)\..*": (
        "there is no organization above Keystone's domains"
    ),
    r"(advice|hosts|reliabilityRisks|reservation(Blocks|Slots|SubBlocks)|rollout(s|Plans)"
    r"|previewFeatures|projectViews|imageViews|globalFrontendSettings|instanceSettings"
    r"|(globalVmExtension|zoneVmExtension)Polic.*|networkProfiles)\..*": (
        "it is about Google's own data centres"
    ),
    r"storagePool(s|Types)\..*": "the pools that Cinder takes volumes from are the operator's",
    r"serviceAttachments\..*|networkAttachments\..*": "there is no Private Service Connect",
}

HEAD = """\
========
Coverage
========

What becomes of each method of compute v1. ``implemented (kept)`` marks those that set something
which has no effect in OpenStack: it is kept, and shown again; anything else in these brackets tells
how a method is weaker than Google's. This page is printed by ``gce-api methods --rst``.

Of the methods that take a body, every field that a client may give is *done* (it has its effect
in OpenStack), *kept* (it has none, and is shown again as it was sent) or *refused* (400, with the
name of the field, unless it asks for what is the case anyway: ``false``, an empty list, what the
resource has). What is within a field that is kept or refused is so, too. ``gce-api fields METHOD``
tells why.

"""


def state_of(method: Method, handled: Handlers) -> str:
    """What becomes of a method, in a few words."""
    state, note = verdict(method, handled)
    if not note:
        return state
    return f"{state} ({note})" if state == IMPLEMENTED else f"{state}: {note}"


def verdict(method: Method, handled: Handlers) -> tuple[str, str]:
    """What becomes of a method, and in which way it is weaker or why it is not possible."""
    if method.id in handled:
        name = method.id.removeprefix("compute.")
        weaker = next((why for of, why in WEAKER.items() if re.fullmatch(of, name)), "")
        return IMPLEMENTED, "kept" if handled[method.id].kept else weaker
    why = reason(method)
    return (NOT_POSSIBLE, why) if why else (NOT_YET, "")


def reason(method: Method) -> str | None:
    """Why OpenStack cannot do what a method without a handler is for, if it cannot."""
    name = method.id.removeprefix("compute.")
    return next((why for of, why in IMPOSSIBLE.items() if re.fullmatch(of, name)), None)


def table(document: Document, handled: Handlers) -> Iterator[dict[str, str]]:
    """The same as rows: every method with its request, its state and a note on that."""
    for method in sorted(document.methods.values(), key=lambda method: method.id):
        state, note = verdict(method, handled)
        yield {
            "name": method.id.removeprefix("compute."),
            "family": method.collection,
            "request": f"{method.verb} {method.path}",
            "state": state,
            "note": note,
        }


def page(document: Document, handled: Handlers) -> str:
    """All methods as a page of reStructuredText, a section for each collection."""
    return HEAD + "".join(_lines(document, handled))


def _lines(document: Document, handled: Handlers) -> Iterator[str]:
    methods = sorted(document.methods.values(), key=lambda method: method.id)
    done = sum(method.id in handled for method in methods)
    yield f"{done} of {len(methods)} methods are implemented.\n"
    fields = field_table.counts(method for method in methods if method.id in handled)
    yield f"Of the fields of their bodies {', '.join(f'{n} are {k}' for k, n in fields.items())}.\n"
    for collection, members in groupby(methods, key=lambda method: method.collection):
        family = list(members)
        yield f"\n{collection}\n{'-' * len(collection)}\n\n"
        for state, same in _by_state(family, handled):
            yield f"*{state}*\n" + "".join(f"    ``{name}``\n" for name in same)
        yield from field_table.section(method for method in family if method.id in handled)


def _by_state(family: list[Method], handled: Handlers) -> list[tuple[str, list[str]]]:
    """The names of a family's methods by their state, the implemented ones first."""
    found: dict[str, list[str]] = {}
    for method in family:
        found.setdefault(state_of(method, handled), []).append(method.name)
    return sorted(found.items())
