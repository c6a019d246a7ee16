"""Untrusted HTML, understood once, for every platform.

- `characters`: white space, invisible and bidi marks, NFC; plain text from markup
- `nodes`: the neutral document
- `from_html`: HTML → document
- `boilerplate`: footers, bylines, repeated titles, trackers
- `shorten`: the first sentences of a document
- `article`: all of the above in one call: what a platform's `format` starts from
"""
