"""What one message says, before any platform's dialect: understood once, told everywhere alike.

- `article`: the post's words: body, or the feed's own summary
- `pictures`: which of its pictures are shown, the best one first
- `content`: all of it in one value: what a platform's `format` starts from
- `player`, `repeated`: what in a text only says what the message says already
- `shortened`: how much of the words is told, and the ellipsis that leads on
- `struck`: the words of a post that was taken back
- `zones`, `event_moment`, `words`: the few words around a post, in the place's language and zone
- `small_print`: who, in which language, when, where, how long, as far as it is known
- `as_if`: a post as if it were owed to a place, for previews
"""
