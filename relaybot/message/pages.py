"""Which addresses lead to the same page."""


def same_page(one: str, other: str) -> bool:
    """Tell whether two addresses differ only in scheme, "www.", a last slash or a fragment."""
    return _essence(one) == _essence(other)


def _essence(url: str) -> str:
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/")
