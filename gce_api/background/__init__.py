"""Work that goes on without a request: schedules that fall due, groups that heal.

A job is a function that is called every so often, in one process of all that share the database::

    @every(30)
    def heal_groups(services: Services) -> None:
        with services.database.reader() as session:
            groups = resources.everywhere(session, "instanceGroupManagers")
        for group in groups:
            with (
                apart(f"Healing the group {group.name}"),
                services.agents.acting(group.project, group.content["agent"]) as caller,
            ):
                perform(services, caller, "compute.instances.insert", {"zone": ...}, body)

- It acts with an **agent** (:mod:`gce_api.background.agents`): the credentials of the user who
  asked for the work, made when they did: ``"agent": call.services.agents.appoint(call.clouds[0])``.
- It calls methods of the API (:func:`gce_api.families.shared.performing.perform`), so that what it
  does is an operation that the project's users can see, and that survives like any other.
- It must be done again harmlessly: a process may be killed at any moment, and another takes the
  jobs over. One project's failure must not keep others waiting:
  :func:`~gce_api.background.jobs.apart` logs it. Of an agent that rests, as its user or project is
  gone, it says nothing: that was logged before.
"""
