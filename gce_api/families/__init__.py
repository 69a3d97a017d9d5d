"""What there is in GCE's terms, a folder for each family of resources.

A family may use those before it, never those after it: ``places``, ``networks``, ``storage``,
``instances``, ``groups``, ``balancing``. In a resource's folder the same few modules recur:

- ``api``: the methods of Google's document (``@implements``);
- ``find``: all look-ups that a method needs, side by side, into a frozen dataclass;
- ``plan``: a pure function of the request's body and of what was found; what it returns is a typed,
  frozen :class:`gce_api.operations.plans.Plan`. Everything that can be known to be wrong is said
  before anything is made;
- ``flow``: the steps that carry a plan out;
- ``show``: GCE's view of OpenStack's rows;
- ``job``: what goes on by itself.

A resource that is one idea is one module.
"""
