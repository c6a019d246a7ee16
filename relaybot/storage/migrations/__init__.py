"""Schema history: one file a revision in `versions/`; `env` is what Alembic runs.

- `env`: runs the revisions on the connection it is given
- `versions`: the revisions, `revision_0001.py` first
"""
