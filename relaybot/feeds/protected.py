"""Posts their authors protected with a password: feeds still list them; they are never relayed."""

import re

from relaybot.feeds.folding import fold, fold_markup

# What WordPress writes in place of the text: wp-includes/post-template.php, en and es.
_TITLE = re.compile(r"(?:protected|private|protegid[oa]|privad[oa])\s*:", re.I)
_NOTICES = tuple(
    fold(notice)
    for notice in (
        "This content is password protected",
        "This post is password protected",
        "There is no excerpt because this is a protected post",
        "Este contenido está protegido por contraseña",
        "Este contenido está protegido con contraseña",
        "Esta entrada está protegida por contraseña",
        "No hay extracto porque es una entrada protegida",
        "No hay ningún extracto porque es una entrada protegida",
        "No hay extracto debido a que es una entrada protegida",
    )
)
_FORM = re.compile(r"post-password-form|action=postpass", re.I)


def is_protected(title: str, *texts: str) -> bool:
    """Say whether this is a placeholder: a plain title, and the markup of body and summary.

    An article that speaks about protection has words of its own before any such notice.
    """
    return any(_placeholder(title, text) for text in texts if text)


def _placeholder(title: str, markup: str) -> bool:
    start = fold_markup(markup[:3_000])
    if start.startswith(_NOTICES) or (_FORM.search(markup) and any(n in start for n in _NOTICES)):
        return True
    return bool(_TITLE.match(title)) and any(notice in start for notice in _NOTICES)
