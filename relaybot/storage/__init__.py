"""The memory: SQLite or PostgreSQL behind `repositories.Store`; no row ever leaves this package.

- `store`: `open_store` and the store itself: one transaction, one function in a worker thread
- `database`: engines, and how a transaction begins on each database
- `probe`: whether a database can be used, found out without changing it
- `columns`, `tables`: the schema, described column by column
- `migrate`, `migrations`: from any released schema to this one
- `lock`: one relaybot at a time on a database
- `feed_states`, `posts`, `destinations`, `subscriptions`, `outbox`, `errands`, `history`,
  `marks`: one repository a noun
- `statements`: what each database spells its own way
- `content`: the parts of a post nobody searches, as JSON
- `preferences`: what was chosen for a destination, as JSON
- `links`: destinations that belong together, and the codes that join them
- `choices`: which channel a person manages from a private chat
- `merge`: two destinations become one
- `failures`: what the database said, in words
- `backup`: a copy while the bot runs
"""
