"""What operations do: TaskFlow flows, one module per resource family.

How to write one
----------------
A flow is made by an importable function from plain JSON arguments; it is made again, from the
same arguments, when an operation goes on after a crash::

    def stop(server_id: str) -> Flow:
        return flow("stop", step(ask_to_stop), wait(SERVER, "server_id", reaches("SHUTOFF")))

    def ask_to_stop(cloud: Cloud, server_id: str) -> None:
        if cloud.compute.get_server(server_id).status != "SHUTOFF":
            cloud.compute.stop_server(server_id)

and started by a handler::

    return call.operation("stop", target, flow=flows.stop, arguments={"server_id": server.id})

A step is a function. It gets, by name: every argument of the flow; what earlier steps provide
(``step(create_port, provides="port_id")``); ``cloud``, the :class:`~gce_api.openstack.cloud.Cloud`
of the operation's region with the caller's credentials; ``clouds``, a function from a Keystone
region to the same there; ``operation``, the operation's name; ``database``; and ``resumed``,
whether a process was killed in the middle of the operation. What it returns must be plain JSON; it
is saved before the next step begins.

- **A step may run twice**: the process may be killed after the call to OpenStack and before the
  result is saved. Look first whether the work is done. What a step creates carries the operation's
  name (server or volume metadata ``gce:operation``, a port's or floating IP's description), so
  that a second run finds it instead of making another.
- **A step never sleeps.** To wait it returns ``Wait(kind, id, until=...)``, or a list of them
  (or is made by :func:`~gce_api.flows.steps.wait`); no thread is held meanwhile.
- **A failure reverts** the steps done so far, last one first: ``step(create, revert=remove)``.
  A revert gets the same arguments and ``result`` (a ``Failure`` when the step itself failed, so it
  has to look for what might have been made); it may run twice as well, and may wait.
- Raise :class:`gce_api.errors.GceError` with a sentence for the user, or let OpenStack's errors
  pass: they are translated. A service that is away is tried again for half a minute.
- What a flow makes besides the target of an insert is claimed by its handler
  (``claims=["zones/z/disks/d"]``), so that no other operation makes it at the same time.
- A step that provides ``target_id`` (an OpenStack UUID) sets the Operation's ``targetId``.
- An argument must not have the name of something that a step provides.
"""
