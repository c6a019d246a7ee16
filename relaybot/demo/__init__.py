"""The sample organization that `relaybot demo` relays, and the page that shows it.

- `organization`: the sample chapters (chapters.toml) as a directory
- `samples`: their posts (posts/*.toml)
- `publisher`: who publishes what, and when
- `documents`: a feed as WordPress, Medium, Substack … would write it (software/*.xml)
- `origin`: the loopback web server that publishes the feeds
- `channels`: the invented channels that follow them
- `messages`: what a channel shows, and what happens to it
- `platform`: a chat platform that keeps its messages in memory
- `golden`: entries as all sorts of software write them (tests/data/html), and `gallery`: the page
  that shows how they look on both platforms
- `stream`: what happens, told to open pages while it happens
- `page`: the page that shows the channels
"""
