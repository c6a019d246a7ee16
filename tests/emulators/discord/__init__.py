"""A loopback Discord on which the unmodified discord.py runs.

- `world`: servers, channels, threads, messages: the state, and the ledger tests read
- `shapes`: that state as the JSON Discord sends
- `checks`: what Discord refuses in a message
- `answers`: refusals, and JSON with exactly the header discord.py wants
- `faults`: trouble by rule
- `ratelimits`: buckets, headers and 429
- `rest`: channels, messages, threads, look-ups
- `registry`: what Discord refuses in an application's commands
- `controls`: what it refuses in buttons, selects and suggestions
- `interactions`: commands, interaction callbacks and follow-ups
- `gateway`: hello, identify, heartbeat, resume, events
- `people`: roles, rights, and what people do with commands and buttons
- `emulator`: `DiscordEmulator`, which puts them together
"""
