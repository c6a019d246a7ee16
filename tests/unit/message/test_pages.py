import pytest

from relaybot.message.pages import same_page

PAGE = "https://elmford.example/rally"
PAGES = {
    "the same": (PAGE, True),
    "without https": ("http://elmford.example/rally", True),
    "with www": ("https://www.elmford.example/rally/", True),
    "a part of it": (f"{PAGE}#sign", True),
    "another page": ("https://elmford.example/rally-2", False),
    "another query": (f"{PAGE}?id=1", False),
    "another host": ("https://millbrook.example/rally", False),
}


@pytest.mark.parametrize(("other", "same"), PAGES.values(), ids=PAGES)
def test_same_page(other: str, same: bool) -> None:
    assert same_page(PAGE, other) is same
