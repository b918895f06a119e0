"""Mail addresses, links, accounts, and numbers by which somebody is reached or known."""

import re
from collections.abc import Iterator

from phonenumbers import Leniency, PhoneNumberMatcher

from careers.search.personal import DIGITS, TOP_LEVEL_DOMAINS

from .patterns import any_of, one_of

# Where numbers without a country's code may be from; each costs a look, and only where there are enough digits.
REGIONS = ("US", "MX", "GB", "FR", "DE", "ES", "IT", "PL", "BR", "IN", "PH", "VN", "CN", "KR", "RU", "SA", "AU", "NG")
FEWEST_DIGITS = 7
MOST_TRIES = 50

_SIGN = r"\s?(?:@|[(\[{<]\s?(?:at|@|arroba|ät)\s?[)\]}>])\s?"
_SPOKEN_AT = r"\s(?:at|arroba|arobase|chiocciola|małpa|собака|ät|kukac)\s"
_SPOKEN_DOT = r"\s(?:dot|punto|point|ponto|punkt|kropka|точка)\s"
_DOT = rf"(?:[.。]|\s\.\s|\s?[(\[{{<]\s?(?:dot|\.|punto|point|punkt|ponto)\s?[)\]}}>]\s?|{_SPOKEN_DOT})"
_MAIL_HOSTS = "g-?mail|googlemail|hotmail|outlook|icloud|proton(?:mail)?|yahoo|ymail|qq|163|naver|yandex"
# "See my work at example.org" is a link.
_NO_NAME = (
    r"(?:me|us|it|is|are|resume|portfolio|(?:web)?site|work|art|videos?|channel|page|jobs?|look|find|see|apply|up|here)"
    r"\s"
)
MAIL = any_of(rf"""
    # A sign instead of "at" leaves no doubt, whatever the domain is.
    [^\s@<>()\[\]{{}},;:\"]{{1,64}}{_SIGN}(?:[\w-]{{1,60}}{_DOT}){{1,4}}[^\W\d_]{{2,12}}
    (?:[\w+'-]{{1,40}}{_SPOKEN_DOT}){{0,2}}[\w.+'-]{{1,64}}{_SPOKEN_AT}
        (?:[\w-]{{1,60}}{_SPOKEN_DOT}){{1,3}}[a-z]{{2,12}}\b
    (?!{_NO_NAME})[\w.+'-]{{1,64}}{_SPOKEN_AT}(?:[\w-]{{1,60}}\.){{1,3}}(?:{TOP_LEVEL_DOMAINS})\b
    # Cut in two, so that no program finds it.
    [\w.+-]{{1,64}}@[\w-]{{1,20}}\s[\w-]{{1,20}}\.(?:{TOP_LEVEL_DOMAINS})\b
    [\w.+'-]{{1,64}}(?:{_SIGN}|{_SPOKEN_AT})(?:{_MAIL_HOSTS})\b(?=\s*(?:[.,;!?)]|$))
""")

# These end sentences that go on without a space: "I like math.It is hard."
_WORDS = "it|in|me|us|be|so|to|do|am|is|no|at|de|es|la|co|my|as"
_MORE_DOMAINS = one_of("""
    art|ly|tv|gg|ai|page|blog|shop|store|site|website|link|bio|social|school|world|live|ch|at|be|pl|se|no|dk|fi
        |cz|pt|gr|tr|il|ae|sa|za|ng|ke|ph|vn|id|my|sg|hk|tw|kr|nz|ar|cl|pe|ve|ie|ro|hu|ua|bg
""")
# Names of software that end like an address.
_SOFTWARE = r"(?<![\w.])(?:asp|vb|ado|ml|f|paint)\.net\b|\b(?:socket|draw|web3|next|vue|react|node|three)\.(?:io|js)\b"
LINK = any_of(rf"""
    \b[a-z][a-z+.-]{{1,20}}://\S+
    \bwww\s?\.\s?\S+
    (?!{_SOFTWARE})(?<![\w.@-])(?:[\w-]{{1,60}}\.){{1,5}}(?:{TOP_LEVEL_DOMAINS}|{_MORE_DOMAINS})(?![\w.]
        |-\w)(?:[/?#]\S*)?
    (?<!\w)(?:[\w-]{{2,60}}\s(?:dot|punto|point|ponto|punkt|точка)\s){{1,3}}(?:com|org|net|edu|gov|info|io|ru|de
        |fr|br|mx)\b
""")
_LOWER_ONLY = re.compile(rf"\.(?:{_WORDS})$", re.IGNORECASE)

_PLATFORMS = one_of(r"""
    snap(?:chat)?|insta(?:gram)?|ig|tik ?tok|discord|telegram|tg|whats?app|twitter|facebook|fb|messenger|kik
        |skype|we ?chat|viber|signal|reddit|twitch|steam|xbox|psn|playstation|gamer ?tag|linked ?in|you ?tube|vk
        |kakao(?:talk)?|zalo|line|qq|threads|bluesky|mastodon|pinterest|roblox|github|微信号?|抖音|카톡|카카오톡|인스타
        |телеграмм?|телега|вк|инста|инстаграм|واتساب|واتس|سناب|انستقرام|انستا|تيليجرام
""")
_NO_ACCOUNT = (
    "(?!(?:"
    + one_of(r"""
    the|a|an|is|are|or|and|as|at|by|for|from|if|in|into|it|of|on|to|so|that|with|when|where|which|who|why|how
        |what|not|please|pls|gamer ?tag|thanks|because|account|accounts|name|ads?|also|app|but|can|could|do|does|good
        |help
        |instead|job|jobs|just|marketing|my|need|now|one|only|page|pages|post|posts|really|still|there|this|too
        |was|you|your
""")
    + r")\b)"
)
_ACCOUNT = rf"{_NO_ACCOUNT}@?[\w][\w.-]{{2,40}}(?:#\d{{4}})?"
_LIKE_ACCOUNT = r"(?=[\w.-]*[\d_.][\w.-]*\w)[\w][\w.-]{2,40}(?:#\d{4})?"
_MINE = r"(?:(?:user ?)?name|gamer ?tag|handle|id|account|user|tag|nick(?:name)?|usuario|pseudo)"
ACCOUNT = any_of(rf"""
    (?<![\w@.])@[^\W\d][\w.]{{1,40}}
    \b[\w.]{{2,32}}#\d{{4}}\b
    (?<![\w/])/?u/[\w-]{{3,30}}
    (?<!\w)(?:{_PLATFORMS})(?:\s{_MINE})?\s?(?:[:=：@]|-\s|→)\s?{_ACCOUNT}
    (?<!\w)(?:{_PLATFORMS})\s{_MINE}\s(?:(?:is|es|est|ist|é|è)\s)?{_ACCOUNT}
    (?<!\w)(?:my|mi|mon|mein|meu|il mio|minha|mój|мой|aking)\s(?:{_PLATFORMS})(?:\s{_MINE})?\s(?:(?:is|es|est
        |ist|é|è|это|ay)\s)?{_ACCOUNT}
    (?<!\w)(?:add|follow|dm|message|msg|text|find|reach|contact|hit|hmu|pm)\s(?:me|us)?(?:\sup)?\s?(?:on|at|via
        |through|by)?\s?(?:my\s)?(?:{_PLATFORMS})(?:\s(?:at|as|under|is))?[:\s]\s?{_ACCOUNT}
    (?<!\w)(?:{_PLATFORMS})\s(?:is\s)?{_LIKE_ACCOUNT}
    (?<!\w)(?:my\s)?(?:user ?name|gamer ?tag|screen ?name|handle|nickname|usuario)\s?(?:is|es|:)\s?{_ACCOUNT}
    (?:微信|微信号|抖音号|QQ|加我)[^\w]{{0,3}}(?:是|号|:|：)?\s?[a-z0-9_-]{{5,30}}
    (?:카톡|카카오톡|인스타)\s?(?:아이디|id)?(?:는|은)?\s?:?\s?[a-z0-9._-]{{3,30}}
""")

_IDENTITY_OF = one_of(r"""
    student|pupil|employee|member(?:ship)?|patient|passport|licen[cs]e|driver'?s?|badge|case|bank|account
        |medicare|medicaid|tax
""")
_KEY = r"(?:id|ident\w*|number|num|no\.?|nr\.?|n[º°o]\.?|#|card|licen[cs]e)"
IDENTITY = any_of(rf"""
    \b\d{{3}}[- ]\d{{2}}[- ]\d{{4}}\b
    \b(?:ssn|social security|my social)\b\D{{0,25}}\d[\d -]{{2,12}}\d
    \b(?:{_IDENTITY_OF})\s?(?:licen[cs]e\s?)?{_KEY}(?:\s?(?:is|was|[:#=-]))*\s?[a-z]{{0,3}}-?\d[\d-]{{3,20}}
    \b(?:my|mi|meu|mon|mein|moj|мой)\s(?:student\s|school\s|national\s)?(?:id|dni|nie|curp|rfc|cpf|rg|nif|nss
        |pesel|bsn|cni|инн|снилс|паспорт)(?:\s?{_KEY})?(?:\s?(?:is|es|é|est|ist
        |[:#=]))*\s?[a-z]{{0,4}}-?\d[\w.-]{{3,20}}
    # British, Italian, Mexican, Indian, Spanish.
    (?-i:\b[A-Z]{{2}} ?\d{{2}} ?\d{{2}} ?\d{{2}} ?[A-D]\b)
    \b[a-z]{{6}}\d{{2}}[a-ehlmprst]\d{{2}}[a-z]\d{{3}}[a-z]\b
    \b[a-z]{{4}}\d{{6}}[hm][a-z]{{5}}[a-z\d]\d\b
    \b[a-z]{{5}}\d{{4}}[a-z]\b
    \b[xyz]-?\d{{7}}-?[a-z]\b|\b\d{{8}}-?[a-z]\b
    # Of bank accounts.
    (?-i:\b[A-Z]{{2}}\d{{2}}(?: ?[A-Z\d]{{4}}){{3,7}}(?: ?[A-Z\d]{{1,3}})?\b)
    \b[a-z]{{1,2}}\d{{7,9}}\b
""")

_WORDS_FOR_DIGITS = one_of(rf"""
    {DIGITS}|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|eins|zwei|drei|vier|fünf|sechs|sieben|acht|neun|um
        |dois|três|quatro|sete|oito|nove|meia|due|tre|quattro|cinque|sei|sette|otto|jeden|dwa|trzy|cztery|pięć
        |sześć|siedem|osiem|ноль|один|два|три|четыре|пять|шесть|семь|восемь|девять|o|isa|dalawa|tatlo|apat|lima
        |anim|pito|walo|siyam|không|một|hai|ba|bốn|năm|sáu|bảy|tám|chín
""")
_SPOKEN = re.compile(
    rf"(?<!\w)(?:(?:double |triple )?(?:{_WORDS_FOR_DIGITS}|\d{{1,4}})\b[\s,.-]{{0,3}}){{{FEWEST_DIGITS},}}"
    r"|[〇零一二三四五六七八九幺]{7,}",
    re.IGNORECASE,
)
_DIGIT_RUN = re.compile(r"(?<![\da-z$€£¥])[+(]{0,2}\d(?:[\s().·/‐-―-]{0,3}\d){6,}(?![\da-z])", re.IGNORECASE)
_DAY = re.compile(r"\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2}")
# O*NET and SOC codes, two years, and figures that end in noughts.
_NO_NUMBER = re.compile(
    r"\d\d-\d{4}(?:\.\d\d)?(?:\D+\d\d-\d{4}(?:\.\d\d)?)*|(?:19|20)\d\d(?:\D+(?:(?:19|20)\d\d|\d\d))*"
    r"|\d{1,4}(?:[ .]\d{3})*[ .]?000(?:\s?[-–—]\s?\d{1,4}(?:[ .]\d{3})*[ .]?000)?"
)


_BY_KIND = {"mail": MAIL, "link": LINK, "account": ACCOUNT, "identity": IDENTITY}


def find(text: str) -> Iterator[tuple[int, int, str]]:
    for kind, pattern in _BY_KIND.items():
        for match in pattern.finditer(text):
            if not (kind == "link" and _goes_on(match[0])):
                yield match.start(), _end(match), kind
    for match in _SPOKEN.finditer(text):
        if any(map(str.isalpha, match[0])):
            yield match.start(), _end(match), "phone"
    yield from _numbers(text)


def _numbers(text: str) -> Iterator[tuple[int, int, str]]:
    runs = [run for run in _DIGIT_RUN.finditer(text) if not _NO_NUMBER.fullmatch(run[0].strip("()+ "))]
    if not runs:
        return
    phones = list(_phones(text))
    for run in runs:
        is_phone = any(start < run.end() and run.start() < end for start, end in phones)
        if not (_DAY.fullmatch(run[0]) and not is_phone):
            yield run.start(), run.end(), "phone" if is_phone else "number"


def _phones(text: str) -> Iterator[tuple[int, int]]:
    for region in REGIONS:
        for match in PhoneNumberMatcher(text, region, leniency=Leniency.VALID, max_tries=MOST_TRIES):
            yield match.start, match.end


def _goes_on(link: str) -> bool:
    """Whether it is the end of a sentence and the beginning of the next, without a space between them."""
    return bool(_LOWER_ONLY.search(link)) and link.rpartition(".")[2][0].isupper() and not link.isupper()


def _end(match: re.Match) -> int:
    return match.start() + len(match[0].rstrip(" .,;:!?)-\n"))
