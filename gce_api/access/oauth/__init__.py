"""OAuth 2: the ways in for clients that know Google's, on Keystone.

A log-in stands on application credentials of the user, one for each project that they allow. A
client gets opaque tokens: an access token for an hour, a refresh token for as long as the log-in.
Deleting the application credentials, or the log-in, ends both at once.
"""
