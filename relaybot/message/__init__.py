"""What one message says, before any platform's dialect: understood once, told everywhere alike.

- `article`: the post's words: body, or the feed's own summary
- `pictures`: which of its pictures are shown, the best one first
- `player`: the player in a text, where the message leads to the sound already
- `content`: all of it in one value: what a platform's `format` starts from
- `struck`: the words of a post that was taken back
- `words`: the few words that stand around a post, in the place's language and zone
- `as_if`: a post as if it were owed to a place, for previews
"""
