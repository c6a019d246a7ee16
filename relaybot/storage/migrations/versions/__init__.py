"""The revisions, in order.

- `revision_0001`: the first schema
- `revision_0002`: what chat commands need
- `revision_0003`: what edits need
"""
