"""Google's permissions, answered by the rules of methods and of service accounts."""

from gce_api.serving.permissions import granted


class Rules:
    def __init__(self, *allowed):
        self.allowed = allowed

    def allows(self, action, caller):
        return action in self.allowed


def test_a_permission_to_create_is_the_methods_insert():
    assert granted(Rules("compute.disks.insert"), None, ["compute.disks.create"])


def test_permissions_on_service_accounts_are_rules_of_their_own():
    wanted = ["iam.serviceAccounts.create", "iam.serviceAccountKeys.create"]
    assert granted(Rules(wanted[0]), None, wanted) == wanted[:1]
