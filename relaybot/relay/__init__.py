"""From what a feed says to what a channel gets.

- `decide`: new, edited, held back or absorbed
- `match`: who follows it
- `poll`: one feed, from the request to the outbox
- `remember`: what a poll found, and what it makes us owe, in one transaction
- `withdrawals`: which posts a chapter took back
- `afterwards`: what is remembered of the feed after each way a poll can end
- `renames`: what is remembered goes with a feed whose slug changed
- `rounds`: which feeds are due, side by side
- `side_by_side`: what is due, some of it at a time; `resting`: which platforms are left alone
- `outgoing`: a claim with all a platform needs to tell its post
- `deliver`: one outbox row, from the claim to its settlement
- `errands`: what is done with a message after it was sent: edits, publishing, discussions
- `retry`: what an outcome means for the row
- `presence`: the bot was removed, let in, or a chat moved
- `health`: how it is all going
"""
