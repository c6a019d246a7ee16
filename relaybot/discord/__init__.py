"""Discord: everything that knows its limits, its dialect, its errors and its library.

- `limits`: what Discord accepts, and cutting text to it
- `markup`: the neutral document in Discord's Markdown; the only place that escapes
- `format`: a delivery → one `DiscordMessage`
- `preview`: that message as HTML and plain text
- `outcomes`: what an error of discord.py means for a delivery
- `payload`: that message, or a whole answer, as the library sends it; and simpler forms
- `readback`: whether a message stands in a channel
- `after`: what a place wants done with a message that was sent: publish it, discuss it
- `sender`: the `Platform` port: sends, and finds out what became of a send
- `invite`: the rights the bot needs, and the link that asks for them
- `places`: the `Places` port: channels, rights in them, words of our own
- `asks`: an interaction → an `Ask`, with the rights of whoever asks
- `replies`: a `Reply` → messages with buttons and selects
- `commands`: the menu as slash commands, and how an interaction is answered
- `handlers`: what the gateway tells: channels, servers and rights that come and go
- `bot`: login, gateway, start and stop
"""
