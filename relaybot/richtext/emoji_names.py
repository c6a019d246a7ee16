"""Emoji that stand in a text by their name, as GitHub and static sites write them: ":coffee:".

Only names that are known, between spaces or signs: "10:30:00" and "a:fire:b" are no emoji. The
names are those of GitHub and Slack; what chapters use, not all 1,900.
"""

import re

_NAMES = """
    +1 👍|-1 👎|alarm_clock ⏰|apple 🍎|balloon 🎈|bangbang ‼️|beer 🍺|bell 🔔
    |bicyclist 🚴|bike 🚲|books 📚|boom 💥|bow 🙇|bread 🍞|bulb 💡|bus 🚌|cake 🍰
    |calendar 📆|camera 📷|car 🚗|clap 👏|clipboard 📋|coffee ☕|construction 🚧
    |dancer 💃|date 📅|dog 🐶|dove 🕊️|ear 👂|earth_africa 🌍|earth_americas 🌎
    |envelope ✉️|exclamation ❗|eyes 👀|family 👪|fire 🔥|fist ✊|fist_raised ✊
    |flags 🎏|green_heart 💚|gift 🎁|hammer 🔨|handshake 🤝|heart ❤️
    |black_heart 🖤|heavy_check_mark ✔️|hospital 🏥|hourglass ⌛|house 🏠|joy 😂
    |key 🔑|link 🔗|loudspeaker 📢|mega 📣|megaphone 📣|memo 📝|microphone 🎤
    |moneybag 💰|muscle 💪|musical_note 🎵|newspaper 📰|no_entry ⛔|ok_hand 👌
    |pencil 📝|pencil2 ✏️|phone ☎️|pizza 🍕|point_down 👇|point_right 👉|pray 🙏
    |purple_heart 💜|pushpin 📌|question ❓|rainbow 🌈|rainbow_flag 🏳️‍🌈
    |raised_fist ✊|raised_hand ✋|raised_hands 🙌|red_circle 🔴|rocket 🚀|rose 🌹
    |rotating_light 🚨|round_pushpin 📍|school 🏫|seedling 🌱|smile 😄|smiley 😃
    |snowflake ❄️|sob 😭|soccer ⚽|sparkles ✨|speech_balloon 💬|star ⭐
    |sun_with_face 🌞|sunflower 🌻|sunny ☀️|tada 🎉|thumbsup 👍|thumbsdown 👎
    |thinking 🤔|train 🚆|tree 🌳|trophy 🏆|truck 🚚|umbrella ☔|v ✌️|warning ⚠️
    |watermelon 🍉|wave 👋|white_check_mark ✅|wrench 🔧|x ❌|zap ⚡|100 💯
"""
_EMOJI = dict(one.split() for one in _NAMES.split("|"))
# It begins with its colon, not with a look back: a search hops to that, in a twentieth of the time.
_NAME = re.compile(r":(?<![\w:/]:)([a-z0-9_+-]{1,20}):(?![\w:/])")


def with_emoji(text: str) -> str:
    """Return a text with the emoji whose names stand in it."""
    return _NAME.sub(lambda match: _EMOJI.get(match[1], match[0]), text)
