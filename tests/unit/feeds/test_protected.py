import pytest

from relaybot.feeds.protected import is_protected

FORM = (
    '<form class="post-password-form"><p>This content is password protected. Enter it:</p></form>'
)


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ("Protected: Ledger", ["There is no excerpt because this is a protected post."]),
        ("Protected: Ledger", [FORM]),
        ("Ledger", ["", FORM]),
        ("Protegido: Actas", ["<p>Este contenido está protegido por contraseña. Para verlo…</p>"]),
        ("Protegida: Actas", ["No hay extracto porque es una entrada protegida."]),
    ],
)
def test_placeholder(title: str, texts: list[str]) -> None:
    assert is_protected(title, *texts)


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Protected: how we kept the bike lane", "<p>Planters, paint and a petition.</p>"),
        ("Site news", "<p>Some pages now say: this content is password protected.</p>"),
        ("Protected: the tree", ""),
    ],
)
def test_an_article_about_protection_is_relayed(title: str, text: str) -> None:
    assert not is_protected(title, text)
