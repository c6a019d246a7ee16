"""A loopback Bot API server, strict as Telegram, on which python-telegram-bot runs unmodified.

- `markup_parser`: Telegram's HTML as tdlib parses it, and what of it is refused
- `entities`: what readers get, with the entities Telegram finds by itself
- `answers`: the errors, with Telegram's texts
- `chats`: chats with their members, topics and messages
- `faults`: what is to go wrong, by rule
- `updates`: the queue behind getUpdates
- `parameters`: how a request's parameters are written
- `content`: what a message may hold
- `ledger`: everything the server holds
- `methods`: the methods of the Bot API
- `server`: `TelegramEmulator`, what tests use
- `people`: `Person`, who writes commands, presses buttons and picks channels
"""
