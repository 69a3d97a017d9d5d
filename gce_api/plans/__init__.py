"""From a request to what a flow has to do, in plain JSON.

A plan is made while the client waits: every reference is resolved, and everything that can be
known to be wrong is said before anything is made.
"""
