import pytest

from relaybot.richtext.motif import motif

BASE = "https://elmford.example/wp-content/uploads/2026/03/march.jpg"
SAME = {
    "in another size": "https://elmford.example/wp-content/uploads/2026/03/march-300x200.jpg",
    "scaled": "https://elmford.example/wp-content/uploads/2026/03/march-scaled.jpg",
    "edited": "https://elmford.example/wp-content/uploads/2026/03/march-e1710000000000.jpg",
    "resized on the way": BASE + "?w=640&ssl=1",
    "by way of Photon": "https://i0.wp.com/elmford.example/wp-content/uploads/2026/03/march.jpg?fit=1",
    "by way of Substack": "https://cdn.example/image/fetch/w_1456,c_limit/https%3A%2F%2Felmford."
    "example%2Fwp-content%2Fuploads%2F2026%2F03%2Fmarch.jpg",
}


@pytest.mark.parametrize("case", SAME)
def test_the_same_picture(case: str) -> None:
    assert motif(SAME[case]) == motif(BASE)


OTHERS = {
    "another file": "https://elmford.example/wp-content/uploads/2026/03/meeting.jpg",
    "the same name in another month": "https://elmford.example/wp-content/uploads/2025/03/march.jpg",
    "a number that is no size": "https://elmford.example/wp-content/uploads/2026/03/march-2.jpg",
}


@pytest.mark.parametrize("case", OTHERS)
def test_another_picture(case: str) -> None:
    assert motif(OTHERS[case]) != motif(BASE)


def test_nonsense_is_itself() -> None:
    assert motif("https://[broken") == "https://[broken"
