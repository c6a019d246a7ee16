"""The small web server: health for machines, status for people.

- `listen`: "host:port" as people write it
- `wording`: moments and counts in words, as the pages say them
- `pages`: a status report as HTML and as JSON
- `server`: the server, its manners, and the routes every relaybot has
"""
