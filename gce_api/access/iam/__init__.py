"""Service accounts: names in the endpoint's database whose keys are Keystone's credentials.

A key acts as the user who made it, with the roles they had in the project, and ends with the
application credential that it stands for.
"""
