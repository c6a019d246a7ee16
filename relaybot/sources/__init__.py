"""The directory: which chapters there are, where they publish, and how people name them.

- `load`: config/chapters/*.toml, read and checked, every mistake told at once → Catalogue
- `entries`: one file's tables, checked key by key
- `values`: what each key may hold: one small function a key
- `cron`: whether a cron line says anything
- `conflicts`: names and addresses that are claimed twice
- `catalogue`: look chapters and feeds up by slug or alias
- `selectors`: what can be followed: read, resolved, described
- `search`: find a chapter by what a person remembers of its name
- `opml`: lists of feeds from and for other readers
- `starter`: a first directory file for feeds that came from such a list
- `wording`: foreign text made fit for a message; near misses
"""
