"""By what a name is known: the words before it in many languages, and those that are none. One pattern a line."""

import re

from .patterns import one_of, words

# What follows is a name, however it is written.
SURE = one_of(r"""
    my (?:full |first |real |last |legal )?name(?:'?s| is|:)
    names?[:=]|the name'?s|(?:his|her|their|our) (?:full )?name(?: is|'s)|i go by|i'?m called|i am called
    me llamo|mi nombre(?: completo)?(?: es|:)|(?:se|nos) llama|nombre:
    je m'appelle|je me nomme|je me prénomme|mon (?:pré)?nom(?: est|:)|moi c'est|(?:il|elle) s'appelle
    ich hei(?:ß|ss)e|mein (?:voller )?name(?: ist|:)|man nennt mich|(?:er|sie) hei(?:ß|ss)t
    (?:o )?meu nome(?: completo)?(?: é| e|:)|(?:eu )?me chamo|chamo-me|(?:ele|ela) se chama|nome:
    mi chiamo|il mio nome(?: è| e|:)|si chiama
    nazywam się|mam na imię|moje imię(?: i nazwisko)?(?: to|:)?|na imię mi|mówią (?:na|do) mnie
    меня зовут|мо[её] имя|имя:|(?:его|её|ее) зовут|зовите меня|мене (?:звати|звуть)|мо[єе] ім'я
    казвам се|името ми е|се викам|зовем се|јас сум
    (?:mijn|m'n) naam is|ik heet|jag heter|mitt namn är|jeg heter|jeg hedder|mi(?:tt|t) navn er|ég heiti
    nimeni on|(?:minun )?nimi on|minu nimi on|mano vardas(?: yra)?|mani sauc|mans vārds ir
    jmenuj[iu] se|mé jméno je|moje jméno je|volám sa|moje meno je|zovem se|moje ime je|ime mi je
    a nevem|úgy hívnak|mă numesc|numele meu este|mă cheamă|quhem|emri im është
    με λένε|ονομάζομαι|το όνομά μου είναι|benim adım|adım soyadım|ismim|em dic|el meu nom és|chámome
    is ainm dom|fy enw i yw|navê min|mening ismim|менің атым|намайг|миний нэр
    (?:ang )?(?:buong )?pangalan ko(?: po)?(?: ay)?|ngalan ko(?: kay| ay)?|ako (?:po )?(?:ay )?si|ako'?y si
    nama (?:saya|aku)(?: adalah| ialah)?|saya bernama|panggil saya
    (?:tôi|em|mình|cháu|con|tớ) tên(?: là)?|tên (?:của )?(?:tôi|em|mình|cháu|con|tớ)(?: là)?|họ (?:và )?tên:?
    jina langu(?: ni)?|naitwa|ninaitwa|mwen rele|non mwen se|kuv (?:lub )?npe(?: hu ua)?|orukọ mi ni
    igama lami(?: ngu)?|magacaygu waa|magacayga waa|aha m bụ|sunana
    [إا]سمي(?: هو)?|نام من|اسم من|من اسمم|میرا نام|שמי|קוראים לי|השם שלי(?: הוא)?
    मेरा नाम|माझे नाव|मेरो नाम|আমার নাম|ਮੇਰਾ ਨਾਮ|ਮੇਰਾ ਨਾਂ|મારું નામ|என் பெயர்|నా పేరు|ನನ್ನ ಹೆಸರು|എന്റെ പേര്|මගේ නම
    ስሜ|իմ անունը?ն?|ჩემი სახელია|მე მქვია
""")
# How letters end.
_SIGNED = one_of(r"""
    sincerely(?: yours)?|yours sincerely|(?:best|kind|warm(?:est)?|many) (?:regards|wishes)|regards|with regards
    (?:un |muchos )?saludos?(?: cordiales)?|atentamente|un abrazo|cordialmente|muchas gracias|gracias de antemano
    cordialement|bien à vous|amicalement|merci d'avance|salutations
    mit freundlichen grüßen|mit freundlichem gruß|mfg|vg|lg|(?:viele|liebe|beste|herzliche|schöne) grüße|danke im voraus
    atenciosamente|um abraço|cumprimentos|(?:cordiali|distinti|tanti) saluti|un abbraccio|grazie mille
    z poważaniem|pozdrowienia|с уважением|с наилучшими пожеланиями|з повагою|trân trọng|thân ái|maraming salamat(?: po)?
    met vriendelijke groet(?:en)?|groetjes|vänliga hälsningar|mvh|saygılarımla|terima kasih
""")
_CLOSE = one_of(r"""
    son|daughter|kid|child|brother|sister|cousin|friend|bff|mom|mum|mother|dad|father|nephew|niece|uncle|aunt
        |grandma|grandpa
    teacher|counselor|principal|coach|student|boss|manager|supervisor|coworker|neighbor|classmate
    boyfriend|girlfriend|husband|wife|partner
    hij[oa]|herman[oa]|amig[oa]|prim[oa]|espos[oa]|profesora?|maestr[oa]|filh[oa]|irmão|irmã
    fils|fille|frère|sœur|soeur|amie?|mari|femme|sohn|tochter|bruder|schwester|freund(?:in)?
    figli[oa]|fratello|sorella|syn|córka|brat|siostra|сын|дочь|брат|сестра|anak
""")
# What follows is a name if it is written as one.
PERHAPS = one_of(rf"""
    call(?:s|ed)? me|i'?m known as|my name|(?:hi|hello|hey|hola|greetings)[,!.]? (?:this is|it'?s)
    (?:yo )?soy|me dicen|je suis|ich bin (?:der|die)|hier ist|(?:eu )?sou(?: [oa])?|(?:io )?sono|jestem
    я|это|tôi là|em là|mình là|saya|aku|ako
    signed|yours truly|written by
    (?:my|our|mi|mon|ma|mein|meine|meu|minha|mio|mia|mój|moja|мой|моя|aking) (?:\w+ )?(?:{_CLOSE})(?:,| is| named
        | called| llamad[oa])?
    {_SIGNED}
""")
I_AM = r"i'?m|i am"
# Capitals tell these from ordinary words.
TITLES = one_of(r"""
    Mr|Mrs|Ms|Mx|Miss|Dr|Prof|Professor|Señora?|Señorita|Sra|Srta|Profe|Frau|Herr|Madame|Mme|Monsieur|Mlle
        |Signora?|Pani
""")
THANKS = one_of(rf"""
    {_SIGNED}
    thanks(?: (?:so much|a lot|in advance))?|thank you(?: (?:so|very) much)?|thx|cheers|love|best|yours
    all the best|take care|hugs|xoxo
    gracias|merci|danke|vielen dank|grüße|obrigad[oa]|abraços|grazie
    спасибо|salamat(?: po)?|pozdrawiam|dziękuję
""")

PARTICLES = words("""
    de la del dela delos los las da do dos das van von der den ten bin ibn al el ul di du le mc mac san santa thị
    văn
""")
# None of these begins a name or goes on with one.
NO_NAMES = words("""
    a an the not no on in at of for from to and or but so if as by with is was are am i im i'm it its it's this that
    these those what when where which who why how can could do does did will would should may might must have has
    had my your his her our their me you he she we they please pls thanks thank back crazy later maybe because since
    while after before about around up out over under there here just only also too very really still now today
    currently always never already once like want wants wanted need love hate hope think know been being going gonna
    trying looking interested wondering thinking working studying considering planning hoping curious good bad great
    fine sorry sure ready able new old young happy sad tired unsure afraid stuck lost confused lucky concerned
    worried excited passionate better best everyone everybody all again team sir madam ma'am friends folks advance
    experts expert someone anyone nobody asap american mexican african asian hispanic latino latina latinx black
    white native muslim christian jewish catholic buddhist hindu sikh english spanish french german british irish
    texan canadian indian chinese japanese korean vietnamese filipino filipina arab brazilian colombian cuban
    dominican haitian nigerian pakistani russian ukrainian polish italian kenyan moroccan iraqi israeli somali
    nepali bengali punjabi thai hmong greek swiss dutch welsh czech saudi afghan hawaiian samoan deaf blind autistic
    dyslexic diabetic bilingual trans gay lesbian queer army navy marine national coast air nurse teacher student
    doctor engineer lawyer coder welder electrician plumber manager assistant technician veteran senior junior
    freshman sophomore certified licensed registered medical dental physical occupational general head chief lead
    staff associate bachelor bachelors bachelor's master masters master's former retired self high middle college
    university school first second third one two three type gen class grade year pre level part full born y o u et
    ou und oder e é и а но qu que quiero quisiera tengo estoy soy vivo quien un una el la los mi se si je tu suis
    veux j'ai ai ans une les ich bin möchte habe eu quero tenho sou moro ho sono vorrei voglio anni chcę mam jestem
    lat я хочу мне мой лет из в на у хотел хотела ng mga po ay sa ko gusto nais yang dan ingin dari umur và là muốn
    năm tuổi ở है हूँ हूं और मैं मुझे میں ہے اور و أنا انا وأنا وانا عمري وعمري أريد اريد وأريد واريد أدرس است هستم
    הוא אני ואני בן בת ve istiyorum yaşındayım january february march april june july august september october
    november december
""")
# Some of them are names too, where something else says so: "My name is Will."
NAMES_TOO = words("""
    will may june april august hope love christian ian black white best young born high head german french air art
    santa san marine great new good happy sunny like
""")
# What goes on after a lone name: "I am Jose and I love cars", but not "I am Python developer".
AFTER_NAMES = words("""
    and from a an the i i'm im in but who age aged here so my at with currently want would have am love like live
    need y et und e please
""")
# Written small after "I am", only these are taken for names.
FIRST_NAMES = words("""
    aaliyah aaron abby abdul abigail adam ahmed aisha alejandra alejandro alex alexander alexis ali alice alicia alyssa
    amanda amelia amina amy ana andre andrea andrew angela anh anita anna anthony antonio anya arjun ashley ashton
    austin ava ayesha barbara ben benjamin beth bianca brandon brian brianna brittany bruno caleb cameron camila carla
    carlos carmen carol caroline chloe chris christina christopher claire claudia cody connor daniel daniela danny dave
    david deborah deepak destiny devon diana diego dmitry dylan eduardo edward elena eli elijah elizabeth ella emily
    emma eric erica ethan eva evan fatima felipe fernando francisco gabriel gabriela george gloria hannah hassan heather
    helen henry ian ibrahim isaac isabel isabella ivan jackson jacob jake jamal james jamie jane janet jasmine jason
    javier jayden jeff jenna jennifer jenny jeremy jessica jesus jim jimmy joe joel john johnny jon jonathan jordan
    jorge jose joseph joshua juan julia julian julie justin karen karim katherine katie kayla keith kelly kelsey kenneth
    kevin khadija kim kyle laura lauren leah leo leon liam linda lisa logan lucas lucia luis luke madison malik manuel
    marcus maria mariam marie mario martin mary mateo matt matthew megan mehmet melissa mia michael michelle miguel mike
    mohamed mohammad mohammed molly monica muhammad nadia nancy natalia natalie natasha nathan nguyen nicole nina noah
    olga oliver olivia omar oscar pablo pamela patricia patrick paul paula pedro peter philip priya rachel rahul raj
    rebecca ricardo richard robert roberto rosa ryan sam samantha samuel sandra sara sarah scott sean sebastian sergio
    shannon sharon sofia sophia sophie stephanie stephen steve steven susan tamika tanya taylor teresa thomas tiffany
    tim timothy tina tom tommy tony tyler tyrone valeria vanessa veronica victoria vincent walter william xavier yusuf
    zach zachary zoe
""")
# How peoples and trades end, and names that end so too.
NO_NAME_ENDS = re.compile(r"(?:ese|ish|ican|erican|ing|ologist|ician|ian|ist)$")
NAMES_WITH_SUCH_ENDS = words("""
    ian brian bryan adrian julian vivian lillian gillian damian fabian sebastian kian cassian ming jing ling qing
    ying xing bing sterling
""")

_HAN_SURNAMES = (
    "王李张刘陈杨黄赵周吴徐孙马胡朱郭何林罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范石姚谭廖邹熊金"
    "陆郝孔崔康毛邱秦江史顾侯邵孟龙段雷钱汤尹黎易武乔贺赖龚张劉陳楊黃趙吳孫馬鄭謝馮蕭鄧許呂蘇盧蔣賈葉閻鐘譚鄒陸顧龍錢湯賴龔"
)
_HANGUL_SURNAMES = (
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽"
    "성차주우구민류나진지엄채원천방공현함변염여추도소석선설"
)
_KANA_OR_HAN = r"\u3040-\u30ff\u3400-\u9fff々ー"
# Writing without spaces or capitals; the name is the one group of each.
WITHOUT_SPACES = one_of(rf"""
    (?:我(?:的名字)?叫(?:做)?|我的名字是|姓名[:：是]?|名字[:：]|[他她]叫|本人)\s?([\u3400-\u9fff·]{{2,4}}?)(?=今年|现在|是|在|来自|住|想|我|读|从
        |[,.。，！!？?\s、(]|$)
    (?:我叫|我的名字是)\s?([\u3400-\u9fff]{{2,3}}|[A-Za-z]+)
    我是(?!高中|高[一二三]|文科|文员|任何|成)([{_HAN_SURNAMES}][\u3400-\u9fff]{{1,2}})(?=今年|[,.。，！!\s]|$)
    ([{_KANA_OR_HAN}A-Za-z]{{1,10}}(?:[ 　][{_KANA_OR_HAN}]{{1,8}})?)(?:と申し|といいます|と言います)
    (?:名前は|氏名[:：は])\s?([{_KANA_OR_HAN}A-Za-z 　]{{2,14}}?)(?=です|と|、|。|,|$)
    (?:이름은|이름이|성함은|이름[:：])\s?([\uac00-\ud7a3]{{2,5}}?)(?=입니다|이에요|예요|이고|이며|이라|라고|인데|이야|야|,|\.|\s|$)
    (?:저는|나는|전|내가|제가)\s([\uac00-\ud7a3]{{2,5}}?)(?:이?라고|이?라 )
    (?:저는|나는|전)\s([{_HANGUL_SURNAMES}][\uac00-\ud7a3]{{2}})(?<![사생인원가])(?=입니다|이에요|예요|이고|인데)
    (?:ผม|ฉัน|ดิฉัน|หนู|เรา|ข้าพเจ้า)?\s?ชื่อ\s?([\u0e00-\u0e7f]{{2,20}}(?:\s[\u0e00-\u0e7f]{{2,20}})?)
    ខ្ញុំឈ្មោះ\s?([\u1780-\u17ff]+(?:\s[\u1780-\u17ff]+)?)
    ຂ້ອຍຊື່\s?([\u0e80-\u0eff]+)
    (?:ကျွန်တော့်|ကျွန်မ)\s?နာမည်\s?(\S+)
""")
