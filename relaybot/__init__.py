"""relaybot relays posts from an organization's chapters to the channels where its people are.

The journey of a post, and where each step lives::

    config/chapters/*.toml → sources.load → Catalogue
    scheduler tick → relay.poll
        feeds.fetch          ask the server, conditionally          → Fetched | NotModified
        feeds.parse          in a child process that can be killed  → RawFeed
        feeds.identity       which of these do we know already?
        feeds.normalise      the new ones, understood               → Post
        relay.decide         new, edited, held, absorbed
        relay.match          who follows it                         → Delivery
        storage              posts + deliveries + feed state in ONE transaction: the outbox
    wake-up → relay.deliver
        {discord,telegram}.format   one message within the platform's limits
        {discord,telegram}.sender   → Outcome → relay.retry → storage.outbox
"""

__version__ = "0.1.0"
