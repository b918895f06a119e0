"""Where somebody lives or goes to school, and when they were born."""

from collections.abc import Iterator

from .patterns import any_of, one_of

_CAP = r"(?-i:[A-ZÀ-ÖØ-ÞĀ-ŽА-ЯЁΑ-Ω])[\w.'’-]*"
# What stands between a number and "street" where it is no street: "5 years on the road", "a 2 way street".
_NO_STREET = (
    r"(?!(?:years?|yrs?|months?|weeks?|days?|hours?|hrs?|minutes?|mins?|miles?|km|way|lanes?|of|on|in|the|a|an|to|or|and"
    r"|per|dollars?|percent|people|jobs?|more|different|best|credits?|semesters?|other|main|types?|kinds?"
    r"|things?|at|for|from)\b)"
)
_STREET = r"(?:street|avenue|road|lane|drive|boulevard|court|terrace|circle|highway|parkway|crescent|alley|trail|close)"
_SHORT = r"(?-i:St|Ave|Rd|Ln|Dr|Blvd|Ct|Pl|Place|Way|Ter|Cir|Hwy|Pkwy|Sq|Square|Row|Loop|Run|Trl|Cres)\b\.?"
_FLAT = r"(?:,?\s(?:apt|apartment|unit|suite|ste|no|#)\.?\s?#?\w{1,5})?"
_CITY = rf"(?:,?\s(?:{_CAP}\s?){{1,3}},?\s(?-i:[A-Z]{{2}})\s\d{{5}}(?:-\d{{4}})?)?"
_HOUSE = r"\s?(?:,\s?)?(?:nr\.?|n[º°o]\.?|no\.?|núm(?:ero)?\.?|#|д\.?|дом|буд\.?|numer)?\s?:?\s?\d{1,5}\s?[a-z]?\b"
_WORDS = r"(?:[^\W\d_][\w.'’-]*\s?){1,5}"
ADDRESS = any_of(rf"""
    \b\d{{1,5}}[a-z]?(?:\s(?:n|s|e|w|ne|nw|se|sw|north|south|east
        |west)\.?)?\s(?:{_NO_STREET}[\w.'’-]+\s){{1,2}}{_STREET}\b{_FLAT}{_CITY}
    \b\d{{1,5}}[a-z]?\s(?:(?-i:[NSEW]{{1,2}}\.?)\s)?(?:(?:{_CAP}|\d{{1,3}}(?:st|nd|rd
        |th))\s){{1,4}}(?:{_STREET}\b|{_SHORT}){_FLAT}{_CITY}
    \bp\.?\s?o\.?\s?box\s\d+
    \b(?:apt|apartment)\.?\s?#?\d{{1,5}}[a-z]?\b
    (?:{_CAP}\s){{0,2}}{_CAP},?\s(?-i:[A-Z]{{2}})\s\d{{5}}(?:-\d{{4}})?\b
    \bzip(?:\s?code)?(?:\s(?:is|of))?[:\s]\s?\d{{5}}(?:-\d{{4}})?\b
    # British and Canadian codes.
    (?-i:\b[A-Z]{{1,2}}\d[A-Z\d]?\s\d[A-Z]{{2}}\b)
    (?-i:\b[ABCEGHJ-NPRSTVXY]\d[A-Z]\s?\d[A-Z]\d\b)
    (?:{_CAP}\s){{1,3}}\d{{1,4}}[a-z]?,\s\d{{4,5}}\s(?:[A-Z]{{2}}\s)?{_CAP}
    # Names that end in street, then the house.
    \b\w+(?:straße|strasse|str\.|weg|allee|gasse|platz|damm|chaussee|ufer|straat|laan|gracht|plein|gatan
        |vägen|gata|veien|vegen|vej|katu|utca){_HOUSE}
    (?:{_CAP}\s){{1,3}}(?:straße|strasse|weg|allee|gasse|platz|ring|caddesi|cad\.|sokak|sokağı|sok\.|utca|út
        |ulice){_HOUSE}
    # The house, then the street.
    \b\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?:rue|avenue|av\.|boulevard|bd\.?|chemin|allée|impasse|quai|route de
        |place d\w*)\s{_WORDS}
    \b\d{{1,4}}[a-z]?(?:/\d{{1,4}})*\s(?:đường|phố|ngõ|hẻm)\s(?:[^\W\d_]+\s?){{1,4}}
    # Street, then its name, then the house.
    (?<!\w)(?:calle|c/|avenida|av\.|avda\.?|paseo|carrera|cra\.?|camino|carretera|calzada|rua|travessa|praça
        |alameda|estrada)\s{_WORDS}{_HOUSE}
    (?<!\w)(?:viale|corso|piazza|vicolo|strada)\s{_WORDS}{_HOUSE}
    (?<!\w)via\s(?:{_CAP}\s?){{1,3}},?\s?\d{{1,4}}[a-z]?\b(?=\s*(?:[.,;?!]|$|\n))
    (?<!\w)(?:ul\.|ulica|ulicy|ulice|al\.|aleja|os\.|jalan|jl\.|jln\.?|strada|str\.|bulevardul|οδός|οδό|רחוב
        |شارع|خیابان)\s{_WORDS}{_HOUSE}
    (?<!\w)(?:ул\.?|улиц[аеуы]|проспект[еа]?|пр-?т\.?|переул\w+|пер\.|бульвар\w*|шоссе|вул\.
        |вулиц[яі])\s?{_WORDS}{_HOUSE}(?:,?\s?кв\.?\s?\d+)?
    (?<!\w)(?:شارع|حي)\s\S+(?:\s\S+)?\s?(?:رقم)?\s?\d*
    [\u4e00-\u9fff]{{1,12}}(?:路|街|道|巷|弄|大街)\s?\d+\s?(?:号|號|弄)(?:\d+(?:室|楼|樓))?
    [\u4e00-\u9fff]{{1,6}}[都道府県市区町村][\u3040-\u30ff\u4e00-\u9fff]{{1,12}}\d{{1,3}}(?:丁目\d{{0,3}}
        |-\d{{1,3}}(?:-\d{{1,3}})?)
    [\uac00-\ud7a3]+[시도군구읍면]\s(?:[\uac00-\ud7a3\d]+\s)?[\uac00-\ud7a3\d]+(?:로|길|동)\s?\d[\d-]*
    \b-?\d{{1,3}}\.\d{{4,}}\s?,\s?-?\d{{1,3}}\.\d{{4,}}
""")

_NO_MONTH = r"(?!(?:days?|weeks?|months?|years?|hours?|grade)\b)"
_DATE = (
    "(?:"
    + one_of(rf"""
    \d{{1,4}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{1,4}}
    [^\W\d_]{{3,10}}\.?\s\d{{1,2}}(?:st|nd|rd|th)?,?(?:\s(?:of\s)?\d{{4}})?
    \d{{1,2}}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s|of\s|del\s)?{_NO_MONTH}[^\W\d_]{{3,12}}\.?,?(?:\s(?:de\s|del\s)?\d{{4}})?
    \d{{4}}\s?[年년]\s?(?:\d{{1,2}}\s?[月월]\s?(?:\d{{1,2}}\s?[日일])?)?
    ngày\s\d{{1,2}}\stháng\s\d{{1,2}}(?:\snăm\s\d{{4}})?
    (?:19|20)\d\d
""")
    + ")"
)
_BORN = one_of(r"""
    born|birthday|b-?day|birth ?date|date of birth|dob|d\.o\.b\.|nac[ií]|nacid[oa]|fecha de nacimiento
        |cumpleaños|née?|naissance|anniversaire|geboren|geburtsdatum|geburtstag|geb\.|nasci|nascid[oa]
        |nascimento|aniversário|sono nat[oa]|nascita|compleanno|urodz\w*|родил\w*|дата рождения|день рождения
        |народи\w*|doğum\w*|ipinanganak|kaarawan|sinh (?:ngày|năm)|ngày sinh|lahir|fødselsdag|född|født
""")
BIRTH = any_of(rf"""
    (?<!\w)(?:{_BORN})\b[^\d\n.?!]{{0,25}}?{_DATE}
    (?:出生|生日|生于|生於|誕生日|생일|생년월일|태어|ولدت|مواليد|ميلادي|जन्म|เกิด)[^\d\n]{{0,15}}{_DATE}
    {_DATE}\s?(?:出生|生まれ|생\b|에 태어|일생)
    # A whole day that is long past.
    \b(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:19[4-9]\d|200\d|201[0-7])|(?:19[4-9]\d|200\d
        |201[0-7])[./-]\d{{1,2}}[./-]\d{{1,2}})\b
""")

# Not "should I go to ...": that is a plan, and no place where somebody is found.
_NOT_A_PLAN = r"(?<!should )(?<!can )(?<!could )(?<!if )(?<!would )(?<!do )(?<!must )(?<!when )(?<!before )(?<!will )"
_GO = (
    rf"{_NOT_A_PLAN}\b(?:i|we|who|she|he|and)\s(?:currently\s|now\s)?(?:go|goes|went)\s(?:to\s)?(?:school\s)?(?:to|at)"
    rf"|{_NOT_A_PLAN}\b(?:i|we|who|she|he|and)\s(?:currently\s|now\s)?(?:attend|attends|attended|study at|studied at)"
    r"|\b(?:i'?m|i am|am)\s(?:at|from|attending|enrolled (?:at|in))|\battending|\benrolled at|\bgoing to school at"
    r"|\b(?:student|freshman|sophomore|junior|senior|(?:\d{1,2}th|ninth|tenth|eleventh|twelfth)[- ]grader|grade)"
    r"\s(?:at|in|from)"
    r"|\bmy (?:high |middle )?school(?:'s name)?(?: is|:|,)|\bclass of \d{4} at|\bgraduated? from"
)
_KIND_OF_SCHOOL = (
    r"(?:(?-i:High|Middle|Elementary|Primary|Secondary|Grammar|Junior High|Prep(?:aratory)?|Charter|Magnet)"
    r"(?:\s(?:School|Academy))?|(?-i:Academy|School|College|University|Institute|ISD|HS|MS|Poly(?:technic)?|Tech|Day))\b"
)
_NO_SCHOOL = (
    r"(?!(?:High|Middle|Elementary|Primary|Secondary|Community|Junior|Medical|Nursing|Law|Vet|Trade|Grad(?:uate)?|Business"
    r"|Public|Private|Charter|Art|Dental|Pharmacy|Technical|Online|Vocational|Culinary|Beauty|Flight)"
    r"\s(?:High\s)?(?:School|College)\b)"
)
_SMALL_NAME = (
    r"(?!(?:a|an|the|my|our|his|her|their|your|any|every|another|same|different|local|nearby|near|public|private|small|big"
    r"|large|regular|normal|charter|magnet|online|virtual|community|catholic|christian|good|bad|better|new|old|first|last"
    r"|junior|senior|high|middle|elementary|primary|secondary|technical|vocational|trade|college|university|school|work"
    r"|after|before|during|since|until|in|at|to|from|of|for|and|or|but|not|with|near|by|on|as|if|than|get|be|feel|stay"
    r"|military|boarding|police|fire|art|music|dance|ballet|sports?|very|really|this|that|these|one|two|some|all)\b)"
    r"[^\W\d_][\w'’-]*\s"
)
_AFTER_SCHOOL = r"(?=\s*(?:[.,;?!\n]|$)|\s(?:and|in|but|so|i|i'm|im|where|with|who)\b)"
SCHOOL = any_of(rf"""
    (?:{_GO})\s(?P<shown3>(?:{_SMALL_NAME}){{1,3}}(?:(?:elementary|middle|high|primary|junior high)\sschool\b
        |(?:elementary|middle|high|academy){_AFTER_SCHOOL}))
    (?<!\w)(?:at|from)\s(?P<shown4>{_NO_SCHOOL}(?:(?-i:[A-Z])[\w.'’-]*\s){{1,4}}(?-i:High|Middle|Elementary|Primary
        |Secondary|Junior High)\s(?-i:School)\b)
    (?:{_GO})\s(?:the\s)?(?P<shown>{_NO_SCHOOL}(?:(?-i:[A-Z])[\w.'’-]*\s(?:of\s|the\s|and\s
        |de\s)?){{1,5}}{_KIND_OF_SCHOOL})
    (?:{_GO})\s(?:the\s)?(?P<shown2>(?:University|College|Academy|School)\sof\s(?:{_CAP}\s?(?:and\s)?){{1,4}})
    (?<!\w)(?:estudio|voy|asisto|alumn[oa]|estudiante)\s(?:en|a|al|de|del)\s(?:el\s|la\s)?(?:escuela|secundaria
        |preparatoria|prepa|colegio|instituto|liceo|bachillerato|cobach|cecyt)\s(?:\w+\s)?(?:{_CAP}
        |n[ºo°]\.?\s?\d+|\d+)(?:\s(?:{_CAP}|de|del|la|\d+))*
    (?<!\w)(?:lycée|collège|école)\s(?:{_CAP})(?:\s(?:{_CAP}|de|du|la))*
    \b\w+[- ](?:gymnasium|realschule|gesamtschule|hauptschule|mittelschule|berufsschule|grundschule)\b(?=\s(?:in
        |geh|und)|[.,?!]|$)|(?-i:(?:{_CAP})-(?:Gymnasium|Realschule|Gesamtschule|Schule|Berufskolleg))
    (?<!\w)(?:liceo|istituto|scuola media)\s(?:\w+\s)?(?:{_CAP})(?:\s(?:{_CAP}))*
    (?<!\w)(?:estudo|aluno|aluna)\s(?:n[oa]|d[oa])\s(?:escola|colégio|etec
        |instituto)\s(?:\w+\s)?(?:{_CAP})(?:\s(?:{_CAP}|de|da|do))*
    (?:учусь|ученик|ученица|учащ\w+|хожу)\s(?:в\s)?(?:школ\w+|гимнази\w+|лице\w+)\s(?:(?:no|№|номер|имени
        |им\.)\s?)?(?:\d+|(?-i:[А-ЯЁ])\w+)
    (?<!\w)(?:chodzę do|uczę się w|uczeń|uczennica)\s(?:\w+\s){{0,2}}(?:liceum|szkoły|szkole
        |technikum)\s[^.,?!\n]{{3,40}}
    (?<!\w)học\s(?:ở|tại)?\s?(?:trường\s)?(?:thpt|thcs|trung học|tiểu học
        |trường)\s(?:\w+\s)?(?:{_CAP}\s?){{1,4}}
    (?<!\w)(?:nag-?aaral|pumapasok|estudyante)\s(?:po\s)?(?:ako\s)?(?:po\s)?(?:sa|ng)\s(?:{_CAP}\s?){{2,6}}
    (?:在|就读于|上的?是|来自)[\u4e00-\u9fff]{{2,15}}(?:中学|高中|小学|附中|一中|二中|学校|大学)(?=读|上|念|学|就|的|[,.。，\s]|$)
    [\u4e00-\u9fff]{{2,12}}(?:高校|中学校|小学校|学園|高等学校)(?=に通|の[一二三1-6]年|[1-6]年|です)
    [\uac00-\ud7a3]{{2,10}}(?:고등학교|중학교|초등학교|여고|외고|과학고)(?=에|를|\s?[1-6]학년|\s다)
    (?:مدرسة|ثانوية|إعدادية)\s[^\s.,؟?،]+(?:\s[^\s.,؟?،]+)?
""")


_BY_KIND = {"address": ADDRESS, "birth": BIRTH, "school": SCHOOL}


def find(text: str) -> Iterator[tuple[int, int, str]]:
    for kind, pattern in _BY_KIND.items():
        for match in pattern.finditer(text):
            # Of "I go to Lincoln High School" only the name.
            start = max((match.start(name) for name in match.re.groupindex if match[name]), default=match.start())
            yield start, match.start() + len(match[0].rstrip(" .,;:!?\n")), kind
