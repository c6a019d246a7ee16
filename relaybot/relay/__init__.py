"""From what a feed says to what a channel gets.

- `decide`: new, edited, held back or absorbed
- `match`: who follows it
- `poll`: one feed, from the request to the outbox
- `afterwards`: what is remembered of the feed after each way a poll can end
- `renames`: what is remembered goes with a feed whose slug changed
- `rounds`: which feeds are due, side by side
- `deliver`: one outbox row, from the claim to its settlement
- `retry`: what an outcome means for the row
- `presence`: the bot was removed, let in, or a chat moved
- `health`: how it is all going
"""
