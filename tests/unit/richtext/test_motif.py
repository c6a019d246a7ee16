import pytest

from relaybot.richtext.motif import motif

SITE = "https://a.example"


@pytest.mark.parametrize(
    "addresses",
    [
        (
            f"{SITE}/up/march.jpg",
            f"{SITE}/up/march-300x200.jpg",
            f"{SITE}/up/march-scaled.jpg",
            "http://www.a.example/up/march.jpg?w=300",
            "https://i0.wp.com/a.example/up/march.jpg?resize=300%2C200&ssl=1",
        ),
        (
            "https://cdn.example/image/fetch/w_1456,c_limit,q_auto:good/https%3A%2F%2Fb.example%2Fi%2Fab_3.jpeg",
            "https://cdn.example/image/fetch/$s_!x!,w_60/https%3A%2F%2Fb.example%2Fi%2Fab_3.jpeg",
            "https://b.example/i/ab_3.jpeg",
        ),
        (f"{SITE}/max/1024/1*ab.jpeg", f"{SITE}/v2/resize:fit:1400/1*ab.jpeg"),
        (f"{SITE}/content/v1/5e/march.jpg?format=1500w", f"{SITE}/content/v1/5e/march.jpg"),
        (f"{SITE}/images/size/w600/2026/march.jpg", f"{SITE}/images/2026/march.jpg"),
        (f"{SITE}/media/ab.jpg/v1/fill/w_300,h_200/ab.jpg", f"{SITE}/media/ab.jpg"),
        (f"{SITE}/upload/w_300,c_fill/v1/march.jpg", f"{SITE}/upload/v1/march.jpg"),
        (f"{SITE}/b/s320/march.jpg", f"{SITE}/b/w640-h480/march.jpg"),
        (f"{SITE}/cdn-cgi/image/width=800,quality=75/march.png", f"{SITE}/march.png"),
        (f"{SITE}/_next/image?url=%2Fm.png&w=640", f"{SITE}/_next/image?w=1080&url=%2Fm.png"),
        (
            f"{SITE}/_next/image?url=https%3A%2F%2Fb.example%2Fm.png&w=640&q=75",
            "https://b.example/m.png",
        ),
        (f"{SITE}/march.jpg?1741", f"{SITE}/march.jpg?1742"),
        (f"{SITE}/img.php?id=4&w=300", f"{SITE}/img.php?id=4"),
        (f"{SITE}/march@2x.png", f"{SITE}/march.png"),
    ],
    ids=[
        "WordPress",
        "Substack",
        "Medium",
        "Squarespace",
        "Ghost",
        "Wix",
        "Cloudinary",
        "Blogger",
        "Cloudflare",
        "Next.js",
        "Next.js from elsewhere",
        "time stamp",
        "script",
        "retina",
    ],
)
def test_one_picture(addresses: tuple[str, ...]) -> None:
    assert len({motif(address) for address in addresses}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("/march-2.jpg", "/march-3.jpg"),
        ("/2026/03/a.jpg", "/2026/04/a.jpg"),
        ("/img.php?id=4", "/img.php?id=5"),
        ("/k_1/x.jpg", "/k_2/x.jpg"),
        ("/12x18.jpg", "/18x24.jpg"),
        ("/fetch/https%3A%2F%2Fb.example%2F1.jpg", "/fetch/https%3A%2F%2Fb.example%2F2.jpg"),
    ],
)
def test_two_pictures(one: str, other: str) -> None:
    assert motif(SITE + one) != motif(SITE + other)


@pytest.mark.parametrize("odd", ["", "//[", "march.jpg"])
def test_what_is_no_address_is_compared_as_it_is(odd: str) -> None:
    assert motif(odd) == odd


@pytest.mark.parametrize("part", ["a_b,", "/http://", "-300x200", "s12-a", "w_1,"])
def test_hostile_addresses_cost_little(part: str) -> None:
    # Backtracking in these would take minutes.
    assert motif(f"{SITE}/{part * 900}/x.jpg").endswith("x.jpg")
