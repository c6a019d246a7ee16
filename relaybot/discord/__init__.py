"""Discord: everything that knows its limits, its dialect, its errors and its library.

- `limits`: what Discord accepts, and cutting text to it
- `markup`: the neutral document in Discord's Markdown; the only place that escapes
- `format`: a delivery → one `DiscordMessage`
- `preview`: that message as HTML and plain text
- `outcomes`: what an error of discord.py means for a delivery
- `sender`: the `Platform` port: sends, and finds out what became of a send
- `handlers`: what the gateway tells: channels and servers that come and go
- `bot`: login, gateway, start and stop
"""
