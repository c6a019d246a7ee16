"""Lines that change by themselves: counters, reading times, stamps, "2 days ago".

Only whole lines (or parts of one between bars and dots) are such noise. "We got 12 comments" is a
sentence, and "May 4" above a list is a date that readers go by.
"""

import re

_NUMBER = r"(?:\d[\d.,]{0,12}\s?[km]?|no|one|zero|sin|ning[uú]n|un)"
_COUNTED = r"""(?:comments?|replies|reply|views?|reads?|shares?|likes?|reactions?|claps?|retweets?
    |reposts?|tweets?|pins?|followers?|subscribers?|downloads?|plays?|comentarios?|visitas?|vistas?
    |lecturas?|me\ gusta|compartid[oa]s?|reproducciones)"""
_COUNTER = rf"""(?:{_NUMBER}\s+{_COUNTED}|{_COUNTED}\s?[:(]?\s?{_NUMBER}\)?
    |(?:[❤♥👁💬👍🔁↩👏]\ufe0f?\s?{_NUMBER})|(?:leave\ a|add\ a|deja\ un)\ (?:comment|comentario))"""
_MINUTES = r"\d{1,3}[\s-]?min(?:ute|uto)?s?\.?"
_READING = rf"""(?:(?:estimated\ )?reading\ time|(?:tiempo\ de\ )?lectura)\s?:?\s?(?:de\ )?
    {_MINUTES}|{_MINUTES}\s(?:(?:to\ )?read|de\ lectura)"""
_MONTH = r"""(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[^\W\d_]{0,7}\.?"""
_DAY = rf"""(?:[^\W\d_]{{3,9}}\.?,?\s)?(?:{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?
    |\d{{1,2}}\s(?:de\s)?{_MONTH}(?:,?\s(?:del?\s)?\d{{4}})?|\d{{4}}-\d\d-\d\d
    |\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})"""
_CLOCK = r"""(?:[,T]?\s?(?:at\s|a\slas\s|[@–-]\s)?\d{1,2}:\d\d(?::\d\d)?\s?(?:[ap]\.?\s?m\.?)?
    (?:\s?\(?(?:Z|[A-Z]{2,4}|[+-]\d\d:?\d\d)\)?)?)?"""
_UNIT = r"""(?:sec(?:ond)?|min(?:ute)?|h(?:ou)?r|day|week|month|year)s?
    |(?:segundo|minuto|hora|d[ií]a|semana|a[ñn]o)s?|mes(?:es)?"""
_AGO = rf"""(?:(?:about|over|almost)\s)?(?:\d{{1,3}}|an?|one)\s(?:{_UNIT})\sago
    |hace\s(?:(?:m[aá]s\sde|casi)\s)?(?:\d{{1,3}}|una?)\s(?:{_UNIT})
    |just\snow|yesterday|today|ayer|hoy"""
_STAMPED = r"""(?:last\s|first\s|originally\s|date\s)?(?:updated?|modified|edited|published|posted)
    |(?:[uú]ltima\s)?(?:actualizaci[oó]n|modificaci[oó]n)|fecha\sde\spublicaci[oó]n
    |(?:actualizad|publicad|editad|modificad)[oa]"""
_STAMP = rf"""(?:this\s(?:post|entry|page|article)\swas\s)?(?:{_STAMPED})(?:\s(?:on|at|el|en))?
    \s?[:–—-]?\s?(?:{_DAY}{_CLOCK}|{_AGO})(?:,?\s(?:by|por)\s[^.!?]{{2,60}})?\.?"""
_LONE_AGO = r"""(?:about\s)?\d{1,3}\s(?:sec|min|h(?:ou)?r|day|week|month|year)[a-z]{0,4}\sago
    |hace\s\d{1,3}\s(?:segundo|minuto|hora|d[ií]a|semana|mes|a[ñn]o)(?:e?s)?"""
_NOISE = re.compile(rf"[\s(]*(?:{_COUNTER}|{_READING}|{_STAMP}|{_LONE_AGO})[\s).]*", re.I | re.X)
_BARS = re.compile(r"\s*[|·•]\s*|\s+[–—-]\s+")
_LONGEST = 160  # characters; longer is no line of figures


def without_noise(line: str) -> str:
    """Return a tidy line of a text without the parts of it that change by themselves."""
    if len(line) > _LONGEST or not line:
        return line
    if _NOISE.fullmatch(line):
        return ""
    parts = _BARS.split(line)
    kept = [part for part in parts if not _NOISE.fullmatch(part)]
    return line if len(kept) == len(parts) else " ".join(kept)
