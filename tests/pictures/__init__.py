"""The pictures of the README, made anew from the real thing: `make pictures`.

::

    `chats`    what people ask the bot, and which picture shows the answer
    `stage`    the bot, running between the emulated platforms
    `drawn`    what stands in a channel or chat there → as its readers see it
    `sheet`    that, laid out as the platform does it, as one page
    `pages`    the pages that the program makes by itself: its demo and its gallery
    `camera`   a page → a small picture
"""
