"""The nouns relaybot thinks in, in the order a post meets them: frozen, typed, pure.

- `source`: Feed, Chapter: what the directory says
- `selector`: what can be followed
- `fetched`: what came over the wire
- `raw`: what the parser read
- `post`: one post, understood; and what the store remembers of it
- `feed_state`: what must be remembered between two polls of a feed
- `destination`: where posts go; `address`: and how people write it
- `subscription`: who follows what
- `delivery`: a post owed to a destination: the outbox row
- `errand`: something more to do to a message that was sent
- `outcome`: what a platform said about one message
- `wording`: codes of the directory in the words readers know
- `preview`: one message as its readers see it
- `change`: what moderators changed
- `examination`: what a platform says about a channel and our rights in it
- `invitation`: a link that lets the bot in, and the rights it asks for
"""
