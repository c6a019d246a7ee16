"""Telegram: one post becomes one message, and what Telegram says becomes an outcome.

- `limits`: what a message may measure, and how fast messages may follow each other
- `markup`: the neutral document → Telegram's HTML; the one place that escapes
- `look`: all that makes one post look different in two places
- `subject`: a post understood, and what of it Telegram may be given
- `frame`: what stands around the words: chapter and title, the small print
- `lighter`: fewer marks, where Telegram would drop some
- `body`: the words, at the lengths that a style and Telegram allow
- `format`: a post → a message, in one of three styles
- `rows`: buttons in rows that a phone can show
- `preview`: a message → how its readers see it
- `receipt`: what is noted about a message that was sent
- `revision`: what is to be done so that it says what its post says now
- `looks`: messages that were made, kept while a post goes to many chats
- `outcomes`: python-telegram-bot's exceptions → outcomes, an ordered table
- `posting`: the requests by which a message is sent, and the simpler ways when one is refused
- `changing`: the requests by which it is changed
- `amend`: changes a message that was sent, or takes it away
- `sender`: the platform port: delivers, and amends
- `invite`: the rights the bot needs, and the links that ask for them
- `asks`: updates → asks, with the rights of whoever asks
- `replies`: replies → messages with inline keyboards
- `places`: chats as commands see them: rights, words of our own
- `commands`: the menu as Telegram's commands
- `handlers`: what happens in the chats
- `bot`: connects, listens, stops

All up to `looks` and `invite` are pure; the others know the library.
"""
