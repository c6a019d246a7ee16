"""A loopback Discord on which the unmodified discord.py runs.

- `world`: servers, channels, threads, messages: the state, and the ledger tests read
- `shapes`: servers, channels and people as the JSON Discord sends
- `message_shapes`: messages and webhooks as that
- `answers`: refusals, and JSON with exactly the header discord.py wants
- `problems`: what is wrong with a request, place by place
- `controls`: what is refused in buttons, selects and suggestions
- `components`: the same for Components V2, and what readers find in them
- `checks`: what Discord refuses in a message
- `faults`: trouble by rule
- `ratelimits`: buckets, headers and 429
- `edits`: what becomes of an edited message, and how often that may be
- `posting`: messages come to be, change, and are told of
- `bodies`: how a request's body is written
- `access`: what a request names, if the bot may see it
- `rest`: the bot's messages
- `tags`: the tags of a forum
- `places`: look-ups, and changes to channels
- `threads`: threads and the posts of forums
- `registry`: what Discord refuses in an application's commands
- `interactions`: commands, interaction callbacks and follow-ups
- `webhooks`: who may make webhooks, and how they may be called
- `personas`: what webhooks say, and under which name
- `gateway`: hello, identify, heartbeat, resume, events
- `people`: roles, rights, and what people do with commands and buttons
- `emulator`: `DiscordEmulator`, which puts them together
"""
