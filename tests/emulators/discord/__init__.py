"""A loopback Discord on which the unmodified discord.py runs.

- `world`: servers, channels, threads, messages: the state, and the ledger tests read
- `shapes`: that state as the JSON Discord sends
- `checks`: what Discord refuses in a message
- `answers`: refusals, and JSON with exactly the header discord.py wants
- `faults`: trouble by rule
- `ratelimits`: buckets, headers and 429
- `rest`: channels, messages, threads, look-ups
- `interactions`: commands, interaction callbacks and follow-ups
- `gateway`: hello, identify, heartbeat, resume, events
- `emulator`: `DiscordEmulator`, which puts them together
"""
