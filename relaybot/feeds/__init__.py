"""A chapter's feed, from the question to the server to posts that are understood.

Asking (edge and its pure rules):

- `fetch`: one conditional request within limits
- `guard`: which addresses may be reached
- `hosts`: a few requests at a time per host, and silence when asked for
- `decompress`: gzip, bounded by ourselves
- `caching`: what Cache-Control, Expires and Retry-After ask for
- `refusals`: what a refusal or a broken connection means, in words
- `redirects`: when a permanent redirect is believed
- `next_check`: when to ask again

Reading a document, in a child process that can be killed:

- `parse_pool`: the child processes, their limits, and what is said when one was killed
- `parse_child`: what runs inside them
- `parse`: bytes → RawFeed; the only home of feedparser
- `encoding`: bytes → text, whatever was declared
- `repair`: what is mended before a strict parser sees the text
- `media`: pictures, and the words beside them, put where feedparser keeps them
- `xml_feed`: what feedparser found → RawFeed; with `xml_pictures`, `found`
- `json_feed`: JSON Feed 1 and 1.1 → RawFeed
- `dates`: what a date field means
- `event_fields`: fields that say when and where an event is
- `ornaments`: pictures that nearly all entries show
- `markup`: plain text ↔ HTML, and where HTML may be cut

Understanding entries (pure, in the main process):

- `identity`: which entry is which, and which are known already
- `fingerprint`: whether an entry was edited; with `noise`
- `normalise`: RawEntry → Post
- `byline`, `images`, `language`, `links`, `protected`, `summary`, `title`: the parts of that
- `events`: when and where; with `event_markup`, `event_lines`, `event_times`, `event_hours`,
  `event_years`
- `story`: the same post in two feeds
- `folding`: titles and texts made comparable
"""
