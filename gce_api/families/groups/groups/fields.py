"""What becomes of the fields of unmanaged instance groups."""

from __future__ import annotations

from gce_api.google.inputs import declare

declare("InstanceGroup", done="description name namedPorts network subnetwork")
declare("InstanceGroupsAddInstancesRequest", done="instances")
declare("InstanceGroupsListInstancesRequest", done="instanceState")
declare("InstanceGroupsRemoveInstancesRequest", done="instances")
declare("InstanceGroupsSetNamedPortsRequest", done="fingerprint namedPorts")
declare("RegionInstanceGroupsListInstancesRequest", done="instanceState portName")
declare("RegionInstanceGroupsSetNamedPortsRequest", done="fingerprint namedPorts")
