"""Untrusted HTML, understood once, for every platform.

`article.understand` is the way in; `shorten.excerpt`, `plain.plain`, `pictures_in.pictures_in` and
`calls.calls` are what is done with it.

- `article`: all of the below in one call: what a platform's `format` starts from
- `markup`: the body as it came → markup that is safe to parse
- `from_html`: the walk over the parsed tree → document
- `elements`: what each element means; with `hidden`, `looks`, `reader`
- `links`, `passages`, `media`, `cards`: elements that need looking at; with `notes`, `numbering`,
  `pictures`, `embeds`
- `blocks`, `frames`: what is open during the walk, and what it becomes
- `inlines`: the words of a paragraph; with `characters`, `addresses`, `autolink`, `emoji_names`
- `typed_bullets`: lists that were typed as paragraphs
- `nodes`: the neutral document
- `boilerplate`: what platforms add; with `beginnings`, `bylines`, `everyday_words`,
  `platform_lines`, `footers`, `leftovers`, `folding`
- `event_repeats`: lines that say of an event what is said above it; with `event_facts`,
  `event_words`
- `inner_quotes`: quotation marks where no platform can nest a quotation
- `shorten`: the first sentences; with `boundaries`, `cut`, `tape`
- `part`: what is read at once, and what may be folded away
- `plain`: readable plain text
- `pictures_in`: all pictures of a document; `motif`: which of them are the same
- `calls`: what a document clearly asks its readers to do; with `call_signs`
"""
