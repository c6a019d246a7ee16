import pytest

from relaybot.richtext.inner_quotes import with_quotation_marks
from relaybot.richtext.nodes import Block, Code, Divider, Document, Listing, Quote, Strong
from tests.unit.richtext.shapes import p, t

CASES: dict[str, tuple[Block, Block]] = {
    "not within another": (Quote((p("We stay."),)), Quote((p("We stay."),))),
    "in a list": (
        Listing(((p("She said:"), Quote((p("We stay."),))),)),
        Listing(((p("She said:"), Quote((p("“We stay.”"),))),)),
    ),
    "in a quotation": (
        Quote((p("They wrote:"), Quote((p("We stay."), p("You go."))))),
        Quote((p("They wrote:"), Quote((p("“We stay."), p("You go.”"))))),
    ),
    "in a list of a list": (
        Listing(((Listing(((Quote((p("Stay."),)),),)),),)),
        Listing(((Listing(((Quote((p("“Stay.”"),)),),)),),)),
    ),
    "whose words they are is not quoted": (
        Quote((Quote((p("We stay."), p("— Ada Marsh"))),)),
        Quote((Quote((p("“We stay.”"), p("— Ada Marsh"))),)),
    ),
    "bold words": (
        Quote((Quote((p(Strong(t("We stay."))),)),)),
        Quote((Quote((p("“", Strong(t("We stay.")), "”"),)),)),
    ),
    "marked already": (Quote((Quote((p("«We stay.»"),)),)), Quote((Quote((p("«We stay.»"),)),))),
    "no words": (Quote((Quote((Divider(),)),)), Quote((Quote((Divider(),)),))),
    "code": (Quote((Quote((p(Code("x")),)),)), Quote((Quote((p("“", Code("x"), "”"),)),))),
}


@pytest.mark.parametrize(("said", "marked"), CASES.values(), ids=CASES)
def test_quotation_marks(said: Block, marked: Block) -> None:
    assert with_quotation_marks(Document((said,))) == Document((marked,))
