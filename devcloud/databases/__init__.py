"""The databases of the services, each made by its own service's code.

Run as ``python -m devcloud.databases STATE SERVICE`` in a process of its own, since every
service configures its libraries for the whole process.
"""
