"""What people can ask of relaybot, told once for every place they can ask from.

Each verb is a plain function on one store transaction, so that it answers from what is true now:

- `follow`: a destination follows a selector; the newest posts on request
- `unfollow`: and no longer does
- `held`: posts held back: list, release, dismiss
"""
