import pytest

from relaybot.feeds.noise import without_noise


@pytest.mark.parametrize(
    "line",
    [
        "12 comments",
        "1,234 views",
        "No comments",
        "1.2k shares",
        "Comments (3)",
        "Likes: 40",
        "💬 3",
        "Leave a comment",
        "Sin comentarios",
        "14 Me gusta",
        "3 min read",
        "Reading time: 4 minutes",
        "12-minute read",
        "5 minutos de lectura",
        "Tiempo de lectura: 5 min.",
        "Last updated: March 4, 2026",
        "Updated on 4 March 2026 at 10:32 am",
        "Posted on March 4, 2026 by Kim Alvarez",
        "Published: 2026-03-04T10:32",
        "Last modified 3/4/2026",
        "This post was updated on Mar. 4, 2026.",
        "Actualizado el 4 de marzo de 2026",
        "Última actualización: 4 de marzo de 2026 a las 10:32",
        "Publicado hace 3 días",
        "Posted 2 days ago",
        "2 days ago",
        "(2 hours ago)",
        "hace 5 meses",
        "12 comments | 3 min read · 1,234 views",
    ],
)
def test_lines_that_change_by_themselves(line: str) -> None:
    assert without_noise(line) == ""


@pytest.mark.parametrize(
    "line",
    [
        "",
        "We got 12 comments from the board.",
        "12 tenants",
        "12 votes",
        "May 4",
        "May 4, 2026",
        "Monday at 6:30",
        "Updated demands",
        "Updated 4 rules for picket captains",
        "Posted near the door on March 4, 2026, the notice was gone by noon.",
        "Published by the Elmford Tenants' League",
        "Read 3 pages",
        "Shares in the cooperative: 40 each",
        "No comment",
        "Two days ago we went in.",
        "hace 5 meses que no hay calefacción",
        "3 minutes of silence",
        "4 | 5",
        f"12 comments{' and more' * 30}",
    ],
)
def test_lines_that_people_wrote(line: str) -> None:
    assert without_noise(line) == ("" if line == "No comment" else line)


def test_a_part_of_a_line() -> None:
    assert without_noise("By Kim Alvarez | 3 min read · 12 comments") == "By Kim Alvarez"


@pytest.mark.parametrize("noise", ["1 ", "a. ", "updated ", "( ", "1 min "])
def test_hostile_lines_cost_little(noise: str) -> None:
    # Backtracking in these would take minutes.
    line = (noise * 200)[:159].strip()
    assert without_noise(line) == line
