"""Loading a LHÉO feed: from a file or an address to the versions that are shown.

Empty on purpose: the process that only reads imports `batches` without the database.
"""
