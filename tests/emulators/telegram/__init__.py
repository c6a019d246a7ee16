"""A loopback Bot API server, strict as Telegram, on which python-telegram-bot runs unmodified.

- `entities`: text and what it means, counted as Telegram counts
- `nesting`: which entities may stand within which
- `found`: what Telegram makes of plain words by itself
- `readable`: a message as readers get it: cleaned, trimmed, with what is left
- `links`: what tdlib takes for an address
- `markup_reader`: character references, names and attributes
- `marked`: what a tag means once its end has come
- `markup_parser`: Telegram's HTML as tdlib parses it, and what of it is refused
- `answers`: the errors, with Telegram's texts
- `chats`: chats with their members, topics and messages
- `faults`: what is to go wrong, by rule
- `updates`: the queue behind getUpdates
- `parameters`: how a request's parameters are written
- `content`: what a message may hold
- `pictures`: pictures at an address, and what is said of bad ones
- `ledger`: everything the server holds
- `sending`: the methods that send
- `editing`: the methods that change and delete what was sent
- `methods`: all the methods of the Bot API
- `server`: `TelegramEmulator`, what tests use
- `people`: `Person`, who writes commands, presses buttons and picks channels
"""
