"""The languages the bot speaks: English in the source, others as one .po file each.

- `load`: reads them at start
"""
