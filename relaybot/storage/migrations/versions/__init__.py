"""The revisions, in order.

- `revision_0001`: the first schema
"""
