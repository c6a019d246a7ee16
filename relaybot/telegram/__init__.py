"""Telegram: one post becomes one message, and what Telegram says becomes an outcome.

- `limits`: what a message may measure, and how fast messages may follow each other
- `markup`: the neutral document → Telegram's HTML; the one place that escapes
- `format`: a post → a message
- `preview`: a message → how its readers see it
- `outcomes`: python-telegram-bot's exceptions → outcomes, an ordered table
- `sender`: sends one message
- `invite`: the rights the bot needs, and the links that ask for them
- `asks`: updates → asks, with the rights of whoever asks
- `replies`: replies → messages with inline keyboards
- `places`: chats as commands see them: rights, words of our own
- `commands`: the menu as Telegram's commands
- `handlers`: what happens in the chats
- `bot`: connects, listens, stops

The first four and `invite` are pure; the others know the library.
"""
