import pytest

from relaybot.feeds.language import detected, language_of

LONG_TEXTS = {
    "en": """The tenants of Birch Street met on Thursday evening and voted to withhold rent until
        the boiler is repaired. Forty neighbours came, and the landlord's agent listened for an hour
        without giving an answer. We meet again next week.""",
    "es": """Los inquilinos de la calle Abedul se reunieron el jueves por la noche y votaron dejar
        de pagar el alquiler hasta que se repare la caldera. Vinieron cuarenta vecinos, y nadie se
        fue antes de las diez. Nos volvemos a ver la próxima semana.""",
    "fr": """Les locataires de la rue du Bouleau se sont réunis jeudi soir et ont décidé de
        suspendre le paiement du loyer jusqu'à la réparation de la chaudière. Quarante voisins
        étaient présents. Nous nous reverrons la semaine prochaine.""",
    "pt": """Os moradores da rua das Bétulas reuniram-se na quinta-feira à noite e votaram por não
        pagar o aluguel até que a caldeira seja consertada. Vieram quarenta vizinhos, e ninguém
        saiu antes das dez. Voltamos a nos encontrar na próxima semana.""",
    "de": """Die Mieterinnen und Mieter der Birkenstraße trafen sich am Donnerstagabend und
        beschlossen, die Miete einzubehalten, bis der Heizkessel repariert ist. Vierzig Nachbarn
        kamen zusammen, und niemand ging vor zehn nach Hause.""",
    "vi": """Những người thuê nhà trên phố Bạch Dương đã họp vào tối thứ Năm và biểu quyết không trả
        tiền thuê cho đến khi nồi hơi được sửa chữa. Bốn mươi người hàng xóm đã đến dự buổi họp, và
        không ai ra về trước mười giờ tối. Tuần sau chúng tôi sẽ họp lại một lần nữa.""",
    "zh": """白桦街大楼的租户星期四晚上开会，投票决定在锅炉修好之前拒绝缴纳房租。四十位邻居参加了
        会议，房东的代表听了一个小时，没有给出任何答复。大家同意下个星期再次开会。""",
    "ar": """اجتمع مستأجرو المبنى الواقع في شارع البتولا مساء الخميس وصوتوا على الامتناع عن دفع
        الإيجار حتى يتم إصلاح المرجل. حضر أربعون جارا واستمع وكيل المالك لمدة ساعة دون أن يعطي أي
        جواب واضح لهم، ولم يغادر أحد منهم القاعة قبل العاشرة. سنجتمع مرة أخرى في الأسبوع القادم.""",
    "fil": """Nagpulong noong Huwebes ng gabi ang mga nangungupahan sa Kalye Birch at bumoto silang
        huwag munang magbayad ng upa hanggang hindi naaayos ang boiler. Apatnapung kapitbahay ang
        dumalo sa pulong, at walang umuwi bago mag-alas diyes ng gabi.""",
    "ht": """Lokatè ki rete nan Ri Bouleau te reyini jedi swa epi yo te vote pou yo pa peye lwaye
        jiskaske yo repare chodyè a. Karant vwazen te vini nan reyinyon an, epi pèsonn pa t ale
        lakay li anvan dizè nan aswè. N ap reyini ankò semèn pwochèn, nan menm sal la.""",
    "he": """דיירי הבניין ברחוב ליבנה נפגשו ביום חמישי בערב והחליטו שלא לשלם שכר דירה עד שהדוד
        יתוקן. ארבעים שכנים הגיעו לפגישה, ונציג בעל הבית הקשיב שעה שלמה בלי לתת שום תשובה ברורה.
        הדיירים החליטו להיפגש שוב בשבוע הבא ולבחור ועד שידבר בשם כולם עם העירייה ועם בעל הבית.""",
}
ENGLISH, SPANISH = LONG_TEXTS["en"], LONG_TEXTS["es"]


@pytest.mark.parametrize(
    ("entry", "feed", "directory", "expected"),
    [
        ("es_MX", "en", "en", "es-MX"),
        ("es", "", "en", "es"),
        ("en-US", "en", "fr", "fr"),
        ("en", "en-us", None, "en-us"),
        ("", "", "fr", "fr"),
        ("", "../../etc", None, "en"),
        ("7", "", None, "en"),
        ("", "", None, "en"),
    ],
    ids=[
        "its own",
        "its own, in a feed that states none",
        "the directory",
        "the feed",
        "only the directory",
        "no tag",
        "no tag either",
        "the text",
    ],
)
def test_who_is_believed(entry: str, feed: str, directory: str | None, expected: str) -> None:
    found = language_of(entry=entry, feed=feed, directory=directory, markup=f"<p>{ENGLISH}</p>")
    assert found == expected


@pytest.mark.parametrize("language", LONG_TEXTS)
def test_a_long_text_tells_its_language(language: str) -> None:
    assert detected(LONG_TEXTS[language]) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        ENGLISH[:180],
        f"{ENGLISH} {SPANISH}",
        "Kim Alvarez, Dana Osei, Pat Nguyen, R. Takahashi, Lou Fontaine, Sam O'Hara, J. Kowalski, "
        "Tove Lindqvist, Amadou Diallo, Chris Papadopoulos, Mei Tanaka, Ravi Patel, Ana Souza, "
        "Ibrahim Haddad, Lena Vogel, Petra Novak, Noor Rahman, Eli Brandt",
        "https://elmford.example/what-we-want-and-how-we-get-it " * 9,
        "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt "
        "ut labore et dolore magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation "
        "ullamco laboris nisi ut aliquip ex ea commodo consequat.",
        "xyzzy plugh qwertz " * 30,
        "\u0301" * 3_000 + "\U0010ffff" * 9,
    ],
    ids=["empty", "short", "two languages", "names", "links", "placeholder", "noise", "marks"],
)
def test_in_doubt_it_tells_none(text: str) -> None:
    assert detected(text) is None
