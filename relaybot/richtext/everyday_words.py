"""Words that tell a slogan from a name: "By Popular Demand", "By Nurses United", "Por la paz".

Lists are never complete. A name that is taken for a slogan stays a line of the text; a slogan taken
for a name would be a line of the article that is lost: in doubt a word belongs here.
"""

# Capital words that follow "by" in headings and first lines, and begin no name.
_FIRST = """
    a acclamation ahora air all amor an and any appointment as at autumn being bike bringing
    building bus cada candlelight car chance choice coming comparison consent contrast day
    default definition derechos design doing domingo each eight ejemplo el email eso esto
    every fall far favor fighting fin five foot for force four friday from getting giving
    going half hand heart her his how hoy hundred i if in invitation it its itself joining
    jueves justicia keeping la land las law less letting ley libertad lo los lunes mail
    majority making many martes mañana means medio mi midnight miércoles monday more most my
    myself más nature necessity night nine no noon not now nuestra nuestras nuestro nuestros
    of on one only or order organising organizing otra otro our ourselves passing paz phone
    popular primer primera proxy public putting que qué reading request saturday sea seven
    showing siempre signing six some speaking spring standing su summer sunday supuesto sábado
    taking telling ten that the their them themselves then these they this those thousand
    three thursday to toda todas today todo todos tomorrow tonight train tu tuesday two un una
    unanimous unanimously uno us using vida viernes virtue vivienda vote voting way we
    wednesday what when where who why winter with working writing you your
"""
# Words that are no part of a person's name, wherever they stand in it.
_WITHIN_ENGLISH = """
    abolition abortion access action activists against aid alive alliance alone america american
    animals apprentices area army artists assembly association athletes authority bakers bank
    baristas baseball beats better black blood board books border borders bosses bread brigade
    brothers builders bureau cafe campaign campus capital care caregivers cashiers caucus ceasefire
    center central change chapter children choir church citizens city class cleaners climate
    clinic coalition collective college comms committee common commons communications communists
    community comrades congress contract cooks council county couriers court crew crisis death debt
    decade decree defense delegates day days democracy democratic demand demands department desk
    dignity direct disabled district drivers earth eastern editors education educators election
    elders emergency employees energy every everybody everyone everything families family farmers
    farmworkers federation feminists fire fishers flags food forever forum free freedom friends
    fund future garden gardeners gays genocide global government green group guild hands harm
    health help history home homes hope hospital hotel hour hours house housing human hunger
    immigrants independent indigenous international janitors jobs journal just justice kids
    kitchen labor labour landlords law league lesbians letters liberation library lives living
    local love many march masses mayor media meeting members men migrants miners money movement
    musicians mutual nation national neighbor neighborhood neighbors neighbours network never news
    newsroom night north northern now nurses office oil ordinary organization organizers palestine
    palestinian parents park parks party patients peace pension people peoples petition picket
    planet players poets police policy popular pot poverty power powerful press pride prison
    prisoners program progress progressive proletariat public queers quilters radio railroad rank
    readers recess red reform refugees rent renters report representatives republic resistance
    results revolution riders rights rising river road roses sailors school science seamen secretary
    section security seniors service services sex shop shops show sisters social socialism
    socialist socialists society soldiers solidarity south southern staff stand state states
    steering stewards story street streets strike strikes strength struggle student students
    subcommittee support survivors teachers team teamsters tenant tenants together tongue town
    trade trans transit tribune troops truckers trust truth union unions united unity university
    valley veterans veto victims victory village violence voice voices volunteers vote voters wage
    wages walkout war water weavers welders welfare western will wind women word words work
    worker workers workplace world writers years youth zone
"""
_WITHIN_OTHERS = """
    accident ancient and beautiful big blue boat brutal broken by candle certain cheap clean
    cold common daily dawn dead deep dirty divine dusk empty equal eternal evil false ferry fierce
    final first golden great gunpoint heavy hidden holy honest human iron last lightning
    loud luck machine magic main mere miracle mistake modern moonlight new next number numbers old
    open other paper pen plain plane plenty por promises proper pure rain real rough sacred same
    secret several sheer silent silver simple sky snow steam steel storm strange strong sudden sun
    sunrise sunset sunshine sweat sword tears thunder tooth total tram true truck twos united utter
    very wheel whole wild yellow
"""
_ACRONYMS = "acorn aclu afl afscme cio cwa dsa ibew iww naacp nyc psl seiu uaw ufcw usa ydsa"
_WITHIN_SPANISH = """
    abajo acuerdo agua alianza alto amigos amor apoyo arriba asamblea ayuda barrio barrios bases
    bien bienestar bolsillo calle camino campaña campesinos casa casas causa central centro ciudad
    ciudadanos ciudadanía clase colectivo comité compañeras compañeros comunidad comunidades
    consejo contrato cooperativa costumbre cuba cuidado cultura democracia derecho derechos
    dignidad digna digno directo educación elección electricidad elegido entero escuela esperanza
    estado estudiantes familia familias favor federación feministas frente frontera fuerza futuro
    gente grupo guerra hambre hermanas hermanos historia hogar hora huelga humano humanos igualdad
    independencia indígenas inmigrantes inquilinas inquilinos internacional jornaleros juntas
    juntos justicia justo juventud liberación libertad libre libres lucha maestras maestros marcha
    memoria mesa migrantes movimiento muerte mujer mujeres mundo mutuo nacional nación niñas niños
    noche nombre nosotras nosotros nueva nuevo nunca obligación obrera obreras obrero obreros
    oficina pan palestina partido patria paz periódico personas planeta plaza plazas poder pobres
    prensa presos primavera primero pueblo pueblos puerto razones red redacción refugiados renta
    república resistencia revolución salario salud sangre secretaría seguridad siempre sindical
    sindicato sindicatos socialismo socialista sociedad solidaridad sur techo tierra tierras
    trabajadoras trabajadores trabajo unidad unidas unido unidos unión universidad vecinas vecinos
    verdad victoria vida vidas violencia vivienda voluntad votación voto voz
"""
# Everyday words that are first names as well: that an article uses them says nothing.
_GIVEN_NAMES = """
    amber angel april art august autumn bill bob brook buddy carol chase cliff cruz daisy dale
    dawn dean don drew eve faith frank gene glen grace grant guy hazel heath holly hope iris ivy
    jack jay jo josh joy june lee leo luz mark max may mercy mike miles nick olive pat paz pearl
    peg penny peter ray reed rich rob robin rosa rose ruby sandy sky skip sol sue summer sunny
    victor violet wade will
"""
_PARTICLE = 3  # letters: "las" and "los" begin slogans, and stand within names
_ENDINGS = (
    *("tion", "tions", "ment", "ments", "ism", "ness", "ship", "ists", "istas", "ismo", "ción"),
    *("ciones", "idad", "idades", "miento", "mente"),
    *("ité", "ités", "heit", "keit", "schaft"),
)

BEGIN_NO_NAME = frozenset(_FIRST.split())
_IN_NO_NAME = frozenset(f"{_WITHIN_ENGLISH} {_WITHIN_SPANISH} {_WITHIN_OTHERS} {_ACRONYMS}".split())
_ALSO_GIVEN = frozenset(_GIVEN_NAMES.split())


def is_everyday(word: str, *, is_first: bool) -> bool:
    """Return whether a word (in lower case) is no part of a person's name, as far as is known."""
    if is_first and word in _ALSO_GIVEN:
        return False
    if word in BEGIN_NO_NAME and (is_first or len(word) > _PARTICLE):
        return True
    return word in _IN_NO_NAME or word.endswith(_ENDINGS)


def is_given_name(word: str) -> bool:
    """Return whether an everyday word (in lower case) is a first name as well."""
    return word in _ALSO_GIVEN
