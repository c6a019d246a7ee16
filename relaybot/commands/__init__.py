"""What people can ask of relaybot, told once for every place they can ask from.

The way of an ask, typed or pressed:

- `menu`: the commands and their arguments; `suggest`: what is offered while somebody types
- `ask`: who asks what, where; `action`: the same written into a button
- `desk`: where asks arrive: `limits`, rights, one transaction, and the answer
- `verbs`: which function answers which verb; `context`: what it is given
- `reply`: the answer, neutral; `buttons`, `paging`: what leads on; `words`: in which language

Each verb is a plain function on one store transaction, so that it answers from what is true now:

- `follow`, `follow_words`: a destination follows a selector; the newest posts on request
- `unfollow`, `unfollow_words`: and no longer does
- `following`: what it follows
- `chapters`, `directory`: browse, by part of a name, region and kind
- `latest`, `preview`: the newest posts, shown to the asker; `outgoings`: as they would be sent
- `settings`: how posts look and arrive; `setting`, `settable`: what can be set; `typed`, `panel`:
  as typed, as shown
- `pause`, `resume`: send nothing for a while; `times`: until when, as people write it
- `check`, `doctor`: which right is missing, and where to click
- `why`: what became of a post here; `fate`, `unseen`: told of one that was seen, and of none
- `status`: how the feeds followed here are doing
- `history`, `changes`, `undo`: what was changed, in words, and taken back
- `link`, `unlink`, `group`: places that share what they follow
- `help`, `privacy`: what the bot does; what it stores about people
- `held`: posts held back: list, release, dismiss (for the command line)

What runs by itself:

- `caretaker`: ends pauses, forgets people after 90 days, warns before a post fails

What several of them need:

- `selecting`: which selector was meant, or the nearest
- `naming`: how a selector is called
- `coverage`: which follow includes which
- `volume`: how much will arrive
- `reasons`: why something failed, without codes
"""
