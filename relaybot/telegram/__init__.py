"""Telegram: one post becomes one message, and what Telegram says becomes an outcome.

- `limits`: what a message may measure, and how fast messages may follow each other
- `markup`: the neutral document → Telegram's HTML; the one place that escapes
- `format`: a post → a message
- `preview`: a message → how its readers see it
- `outcomes`: python-telegram-bot's exceptions → outcomes, an ordered table
- `sender`: sends one message
- `handlers`: what happens in the chats
- `bot`: connects, listens, stops

Only the last four know the library; the others are pure.
"""
