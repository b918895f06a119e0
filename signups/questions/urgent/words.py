"""Words of somebody who is in danger, in several languages; small letters, and straight apostrophes."""

from ..personal.patterns import one_of

_I = r"(?:i|i'm|im|i am|i've|ive|i have|i'd|i'll|ill)"
# Whom it happens to; who works with such people speaks of others.
_ME = (
    "(?:"
    + one_of(r"""
    me|my (?:little |baby |big |younger |older )?(?:brother|sister|mom|mum|mother|siblings|son|daughter|friend
        |kids?|child|children)
""")
    + ")"
)
_WHO = (
    "(?:"
    + one_of(r"""
    he|she|they|who|dad|father|mom|mum|mother|step-?(?:dad|father|mom|mother)|uncle|aunt|cousin|brother
        |boyfriend|girlfriend|bf|gf|husband|wife|ex|partner|boss|manager|coach|teacher|neighbor|guy|man|men
        |somebody|someone|parents?|grandpa|grandfather|guardian|foster \w+|pastor|priest
""")
    + ")"
)
_STILL = one_of(r"""
    keeps?|always|sometimes|still|just|often|has|have|had|is|was|been|started?|tried to|tries to|wants? to
        |forces me to|might|will|would|gonna|going to|threatens? to|threatened to
""")
_KEEPS = rf"(?:(?:{_STILL}) )*"
# What a body does not say of work: "cut hair", "hit the ground running", "burn calories".
_SELF = r"(?:myself|my self|my (?:wrists?|arms?|legs?|thighs?|body|skin))"

_CROWD = (
    "(?:everyone|everybody|every one|(?:the|our|my|this) (?:whole )?(?:school|class|students?|teachers?|classmates)"
    "|us all|all of us|people at (?:my |our )?school|kids at (?:my |our )?school)"
)
# Those near somebody who must not touch them.
_NEAR_ME = (
    "(?:my|our|mom's|mum's|moms) (?:\\w+ )?"
    + "(?:step-?(?:dad|father|brother|mom|mother)|dad|father|uncle|cousin|brother|grandpa|grandfather|coach|teacher"
    + "|tutor|boss|manager|pastor|priest|neighbou?r|boyfriend|mom's boyfriend|foster \\w+|boyfriend's \\w+)"
)
_NUDES = (
    r"(?:(?:nudes?|naked|dirty|sex(?:ual)?|explicit) (?:pics?|pictures?|photos?|videos?|selfies?|images?)"
    r"|nudes|dick pics?|porn|(?:pics?|pictures?|photos?) of (?:his|her|their) (?:penis|dick|private parts|genitals))"
)

_HURTS = (
    "(?:"
    + one_of(r"""
    hits?|hitting|hurts?|hurting|beats?|beating|beat|slaps?|slapping|slapped|punch(?:es|ed|ing)?|kicks?|kicked
        |kicking|chok(?:es|ed|ing|e)|strangl\w+|burn(?:s|ed)?|touch(?:es|ed|ing)?|grop(?:es|ed|ing|e)|rap(?:es
        |ed|ing|e)|molest(?:s|ed|ing)?|abus(?:es|ed|ing|e)|assault(?:s|ed|ing)?|threaten(?:s|ed|ing)?|stalk(?:s
        |ed|ing)?|kill(?:s|ing)?|lock(?:s|ed)?|starv(?:es|ed|ing|e)|sell(?:s|ing)?|sold|traffick(?:s|ed|ing)?
        |blackmail(?:s|ed|ing)?|pimp(?:s|ed|ing)?
""")
    + ")"
)
_HURT = (
    "(?:"
    + one_of(r"""
    abused|beaten|beat up|hit|molested|raped|touched|groped|sexually assaulted|assaulted|trafficked|threatened
        |stalked|blackmailed|sextorted|groomed|starved|locked up|held captive|choked|strangled|hurt
""")
    + ")"
)

URGENT = one_of(rf"""
    \bkms\b|\bkill(?:ing|ed)? (?:myself|my self|mysel)\b|\bunaliv(?:e|ing) (?:myself|my self)\b|\bneck myself\b
    \boff myself\b|\bhang(?:ing)? myself\b|\bshoot(?:ing)? myself\b|\bdrown(?:ing)? myself\b
    \bend(?:ing)? it all\b
    \b(?:end(?:ing)?|take|taking) (?:my (?:own )?(?:life|existence)\b(?! experience| skill| story| lesson
        | seriously| in a| to the next| back| into))
    \bend it (?:all|tonight|today|soon)\b
    \b(?<!they )(?<!who )(?<!patients )(?<!people )(?<!clients )(?<!someone )(?<!somebody )(?<!they all )(?:want
        |wanted|wanna|wanting|ready|going|gonna|plan|planning|rather|like|trying|try|tried|feel like
        |wish i could) (?:to )?(?:die|be dead|dying)\b
    \bwish (?:that )?i (?:was|were|wasn't|weren't|had never been|hadn't been|never was) (?:dead|gone|born|alive
        |never born|here any ?more)\b
    \bwish i (?:wouldn't|didn't|don't) wake up\b
    \b(?:don't|dont|do not|didn't|can't|cant|no longer|not) (?:really )?(?:want|wanna|wish) (?:to )?(?:live
        |be alive|be here|exist|wake up)(?: any ?more?)?(?=$|[.,!?]| and| but| because| at all
        | tomorrow| so| if| with)
    \b(?:can't|cant|cannot|can not) (?:go on|keep going|live like this|live anymore|do this anymore
        |take it anymore|take this anymore)\b
    \b(?:no|any) (?:reason|point) (?:to|in) (?:live|living|be alive|going on|go on|life)\b
    \bnothing (?:left )?to live for\b|\bbetter off (?:dead|without me)\b|\btired of (?:living|life|being alive)\b
    \blife is(?:n't| not) worth (?:living|it)\b
    \b{_I} (?:\w+ ){{0,3}}(?:suicidal|thinking (?:about|of) (?:suicide|ending|dying|killing)|thought (?:about
        |of) suicide|considering suicide)\b(?! prevention| counsel| crisis| hotline| studies| research)
    \b{_ME} (?:\w+ ){{0,3}}(?:suicidal|wants? to (?:die|kill|end)|(?:cuts?|cutting|kill(?:s|ing)?|hurts?|hurting
        |starv(?:es|ing)) (?:herself|himself|themselves))\b
    \b(?:my suicide|suicide note|commit(?:ting)? suicide|suicidal thoughts|feel(?:ing)? suicidal|been suicidal
        |am suicidal|are suicidal and me)\b(?! prevention)(?!.{{0,40}}\b(?:patients?|clients?|people|students
        |others|callers?|career|counsel\w+|train\w*)\b)
    \b{_I} (?:\w+ ){{0,2}}(?:attempted|tried) suicide\b|\bsuicide (?:is|seems) (?:the|my) only\b|^\W*suicide\W*$
    \b(?:cut|cuts|cutting|burn|burning|hurt|hurting|harm|harming|hitting|punching|scratching|starve|starving
        |poison|poisoning|bleed|bleeding) {_SELF}\b(?! financially| by not| in the long)
    \b{_I} (?:\w+ ){{0,3}}self[- ]?harm(?:ed|ing|s)?\b
    \bself[- ]?harm(?:ing)? (?:again|every|at night|is the only|helps me)|\brelapsed (?:with|on) (?:cutting|self)
    \b{_I} (?:\w+ ){{0,3}}(?:took|swallowed|taken|take) (?:\w+ ){{0,4}}(?:pills|tablets|tylenol|sleeping pills)\b
    \boverdos(?:e|ed|ing) (?:on|tonight|myself)\b(?!.{{0,30}}(?:patients?|victims?|calls))
    \b{_I} (?:\w+ ){{0,3}}overdos(?:e|ed|ing)\b
    \b{_WHO}(?: who \w+ me)? {_KEEPS}(?!hits? me up|beats? me (?:at|in) (?!home
        |night))(?!hit\w* my \w+ up){_HURTS} {_ME}\b(?! out of my comfort| in the right| that | how )
    \b{_I} (?:\w+ ){{0,2}}(?:being|been|was|got|am|getting|get) (?:\w+ ){{0,2}}{_HURT}\b(?! by the (?:economy
        |layoffs|news)| with (?:a|the) (?:bill|idea|news|layoff)| by (?:a|an|the|his|her
        |your) (?:[\w']+ ){{0,2}}(?:kindness|story|work|talk|book|care|video|movie|help)| hard by)
    \b(?:raped|molested|sexually (?:abused|assaulted)) me\b|\b(?:rapes?|molests?|gropes?) (?:me|us)\b
    \btouch(?:es|ed|ing)? (?:me|us) (?:there|down there|in|where|sexually|inappropriately|when|at night|under)
    \bmakes? me (?:touch|have sex|do sexual|undress|sleep with|send (?:him|them|her)? ?nudes)
    \b(?:forced?|forces|forcing|makes?|made|making|pay(?:s|ing)?|wants?) me (?:to|into) (?:have sex|sex
        |prostitut\w+|marry|sell my(?:self| body)|sleep with|strip|work for free|send nudes|porn)
    \b(?:took|takes|taken|keeps?|kept|has|have|holds?|holding) my (?:passport|papers|id
        |documents)\b.{{0,40}}\b(?:boss|leave|work|won't|not|let)
    \b(?:won't|will not|doesn't|don't|do not|not) let me (?:leave|go home|eat|go to the doctor|out of the house)\b
    \b(?:boss|employer|recruiter|agency|they|he|she|family) (?:\w+ ){{0,2}}(?:took|has|have|keeps?|holds?
        |kept) my (?:passport|papers|documents)\b
    \b(?:scared|afraid|terrified|not safe|unsafe|don't feel safe|dont feel safe|frightened) (?:to (?:go|be|stay
        |live|sleep) (?:back )?(?:at |to )?home|at home|of (?:my|going home)(?: (?:dad|father|mom|mother|step\w+
        |boyfriend|girlfriend|husband|wife|uncle|brother|boss|coach|parents?|home))?\b)(?! with)
    \bran away from home\b|\bkicked me out\b
    \b(?:sexual|physical|domestic|emotional|child) (?:abuse|violence|assault) (?:at home|by my|from my
        |in my (?:house|home|family))
    \bmy (?:\w+ )?{_WHO} (?:is|are|was|gets?) (?:\w+ )?(?:abusive|violent)\b|\bmy pimp\b
    \b(?:abusive|violent) (?:home|dad|father|mom|mother|husband|wife|boyfriend|girlfriend|relationship|parents?
        |stepdad|stepfather|household|ex)\b(?!s)
    \b{_I} (?:\w+ ){{0,3}}(?:anorexi[ac]|bulimi[ac]|eating disorder|purg(?:e|ing)|starving(?! for)|starve
        |throw(?:ing)? up (?:after|my|food|every)|make myself (?:throw up|vomit|sick))\b
    \bmak(?:e|ing) myself (?:throw up|vomit|puke|sick)\b|\bstopped eating\b
    \b(?:haven't|havent|not) eaten (?:in|for) (?:\w+ )?days\b
    \b(?:hear|hearing) voices (?:that |which )?(?:tell|say|telling)
    \b{_I} (?:\w+ ){{0,3}}(?:want|going|plan|planning|gonna) (?:to )?(?:kill|shoot|stab|hurt) (?:somebody
        |someone|people|everyone|everybody|him|her|them|my|kids|students|classmates)\b(?! photos| pictures
        | video)
    \b(?:bring|bringing|take) a gun to (?:school|work)\b|\bshoot(?:ing)? up (?:my|the|a) (?:school|work\w*|office)\b

    \b(?:he|she|they|someone|somebody|(?:a|this|that|one) (?:boy|girl|kid|guy|student|classmate)|classmates?
        |my (?:friend|classmate
        |brother|cousin|ex|boyfriend))\b(?: [\w']+){{0,6}} (?:will|wants? to|is going to|are going to|gonna|plans? to
        |threatened to|threatens to|threatening to|'s going to|could|he'll|she'll|they'll) (?:shoot|kill|stab|bomb
        |blow up|murder|burn down|hurt)(?: up)? {_CROWD}\b(?! a | an | photos?| pictures| videos?| portraits?)
    \b(?:i|i'll|we)(?: [\w']+){{0,3}} (?:shoot|kill|stab|bomb|blow up|murder)(?: up)? {_CROWD}\b(?! photos?
        | pictures| videos?
        | portraits?| with (?:my|our) (?:camera|kindness|jokes?)| on (?:camera|film|video))
    \b(?:brought|brings?|bringing|has|have|carries|with) (?:a|his|her|their|my) (?:gun|knife|pistol|rifle
        |bomb) (?:to|at|in
        |into) (?:my |our |the )?(?:school|class|classroom|locker|backpack)\b
    \b(?:is|are|will be|going to be|planning|planned|plans?|threatened|threatens) a (?:school )?shooting (?:at (?:my
        |our)
        |tomorrow|today|tonight|on monday|next week)
    \b(?:nobody|no one|no-one|noone|not one person|nobody here) (?:would|will|'d|'ll|is going to|even would
        |would even|would really)[ ]
        (?:even |really |ever )?(?:miss|notice|care|cry)(?: about)? (?:me\b(?! at (?:my|the|work))|(?:me )?if (?:i
        |i'm|im|i'd) (?:\w+ )?(?:died?
        |disappeared|disappear|vanished|vanish|(?:was|were|am|wasn't|weren't) (?:gone|dead|not here|no longer here
        |never born|here(?: any ?more)?(?=$|[.,!?])))\b)
    \b(?:would|will) (?:anyone|anybody|they|someone|my (?:family|parents|mom|dad
        |friends?)) (?:even |really |ever )?(?:miss|notice
        |care)(?: me)? if i(?: \w+){{0,2}} (?:gone|dead|not here|no longer here|died|die|disappeared|vanished)(?=$
        |[.,!?]| )
    \bi(?:'m| am|m| feel like|'m just| am just| feel like i'm)(?: \w+)?(?: just)? (?:a|such a|only a
        |nothing but a) burden
        (?:(?: to| on| for) (?:my|everyone|everybody|them|him|her|the family|others|people|all)\b|(?=$|[.,!?]))
    \b(?:the world|everyone|everybody|my (?:family|mom|mother|parents|kids|friends)|they)(?:'d| would| will
        | might)? (?:all )?be[ ]
        (?:better|happier|better off) (?:without me|if i (?:was|were) (?:gone|dead|not here|never born)|if i died)\b
    \bif i (?:was|were) (?:just )?(?:gone|dead)(?: forever)?,? (?:nobody|no one|everyone|everybody|they|my (?:family
        |parents))
    \b(?:{_NEAR_ME}|he|she|a man|an adult|a grown ?up) (?:\w+ )?{_KEEPS}(?:(?:comes?|came|coming|climbs?|climbed
        |climbing|gets?|got
        |getting|crawls?|crawled|sneaks?|snuck|goes) (?:in ?to|in|on) my (?:bed|bedroom|room at night|bed at night)
        |lies (?:down )?(?:in|on) my bed|sleeps? in my bed|puts? (?:his|her) hands? (?:in|under|down|up) my
        |undress(?:es|ed)? me|watch(?:es|ed)? me (?:shower|undress|change|in the shower|naked)|kiss(?:es
        |ed)? me on the (?:mouth
        |lips)|has sex with me|had sex with me|sleeps with me|makes? me (?:sit on his lap|touch|undress|strip)
        |take(?:s)? off my clothes|took off my clothes)\b
    \b(?:{_NEAR_ME}|he|she|a man|an adult|an older (?:man|guy)|someone online|somebody online|a stranger|this (?:guy
        |man)) (?:\w+ )?
        {_KEEPS}(?:sends?|sent|sending|shows?|showed|showing|texts?|texted|asks?|asked|asking|messages?)[ ]
        (?:(?:me|us)(?: \w+){{0,2}} (?:for )?|(?:for |him |her )?){_NUDES}\b
    \b(?:wants?|wanted|asks?|asked|asking|pressures?|pressured|begs?|begged|tells?|told) me (?:to|for
        |into) (?:send(?:ing)? )?(?:him
        |her |them |some |my |a )*(?: ?){_NUDES}\b
    \b(?:has|have|got|shared|posted|leaked|spread|sent|threatens? to (?:share|post|send)|will (?:share|post
        |send))(?: around)? (?:my[ ]
        nudes|my naked (?:pics?|pictures?|photos?)|(?:nude|naked) (?:pics?|pictures?|photos?) of me|nudes of me)\b

    \b(?:va a|quiere|van a|amenaza con|amenazó con|dijo que va a|dice que va a) (?:disparar|matar|tirotear
        |balear)(?:nos|les|los)?[ ]
        (?:a |en )?(?:todos|todo el mundo|la escuela|el colegio|mi escuela|mis compañeros|los alumnos)\b(?! fotos)
    \bnadie (?:me (?:va a )?(?:extrañaría|extrañará|extrañar|echaría de menos|echará de menos)
        |notaría si (?:me muero|desaparezco
        |muero|me muriera))\b|\bsoy (?:solo |sólo |nada más )?una carga (?:para|en) (?:mi|todos|mis)
    \b(?:padrastro|papá|padre|tío|primo|hermano|abuelo|vecino|maestro|profesor|entrenador
        |jefe) (?:\w+ ){{0,2}}(?:se mete[ ]
        (?:en|a) mi cama|entra (?:en|a) mi (?:cama|cuarto en la noche)|se acuesta conmigo|me mira (?:desnud[oa]
        |bañarme
        |cuando me baño)|me (?:manda|envía|mandó|envió|pide|pidió) (?:fotos|videos|imágenes) (?:desnud[oa]s?|de su
        |sexuales|íntimas
        |sin ropa))
    \bme pide (?:fotos desnud[oa]|fotos íntimas|mandar fotos sin ropa)
    \b(?:il|elle|quelqu'un|un élève|un garçon)(?: [\w']+){{0,6}} (?:va|veut) (?:tirer sur|tuer|tous nous tuer
        |poignarder) (?:tout le monde
        |l'école|les élèves|nous tous|ma classe)\b
    \b(?:je ne manquerais?|je manquerais) à personne\b|\bpersonne ne (?:me regretterait|remarquerait ma mort)\b
        |\bje suis un (?:fardeau
        |poids) pour (?:ma|mes|tout)
    \b(?:beau-père|père|oncle|cousin|frère|grand-père|voisin|prof|professeur|entraîneur
        |patron) (?:\w+ ){{0,2}}(?:vient dans mon lit
        |entre dans mon lit|se couche dans mon lit|m'envoie des (?:photos nues|nudes|photos de lui nu)
        |me demande des (?:nudes
        |photos nues))
    \b(?:will|wird|hat gesagt,? (?:er|dass er)(?: will| wird)?) (?:\w+ )?(?:alle|die schule|meine klasse|uns alle
        |jeden)(?: in der schule)? (?:erschießen|umbringen|abstechen|töten)\b|\bamoklauf (?:an|in) (?:meiner
        |unserer) schule
    \bniemand würde mich vermissen\b|\b(?:keiner|niemand) würde merken,? wenn ich (?:weg|tot)\b
        |\bich bin (?:nur |doch )?(?:eine last
        |nur eine last) für
    \b(?:stiefvater|vater|onkel|cousin|bruder|opa|großvater|nachbar|lehrer|trainer
        |chef) (?:\w+ ){{0,2}}(?:kommt (?:\w+ )?in mein bett
        |legt sich (?:\w+ )?(?:in mein bett|zu mir ins bett)|schickt mir (?:\w+ )?(?:nacktbilder|nacktfotos|nudes)
        |will (?:nacktbilder
        |nacktfotos|nudes) von mir)
    \b(?:vai|quer|disse que vai) (?:atirar em|matar|esfaquear) (?:todos|todo mundo|a escola|os alunos|meus colegas)\b
    \bninguém (?:vai )?(?:sentiria|sentirá|sentir) (?:a )?minha falta\b|\bsou um (?:peso|fardo) para (?:a |minha
        |meus|todos)
    \b(?:padrasto|pai|tio|primo|irmão|avô|vizinho|professor|treinador|chefe) (?:\w+ ){{0,2}}(?:vem na minha cama
        |entra na minha cama
        |deita na minha cama|me manda (?:fotos nuas?|nudes|fotos pelad[oa]s?)|me pede (?:nudes|fotos nuas?))
    \b(?:vuole|dice che) (?:\w+ )?(?:sparare a|uccidere|ammazzare|sparerà a|ucciderà) (?:tutti|la scuola|i compagni)\b
    \bnessuno (?:sentirebbe la mia mancanza|si accorgerebbe se)\b|\bsono (?:solo )?un peso per (?:la|i|tutti|mia)
    \b(?:patrigno|padre|zio|cugino|fratello|nonno|vicino|professore|allenatore
        |capo) (?:\w+ ){{0,2}}(?:viene nel mio letto|entra nel mio letto
        |mi manda (?:foto nude|foto di nudo|nudes)|mi chiede (?:foto nude|nudes))
    \bnikt (?:by )?(?:za mną nie (?:tęsknił|zatęskni)|by za mną nie tęsknił)|\bjestem (?:tylko )?ciężarem dla
    \b(?:ojczym|ojciec|wujek|kuzyn|brat|dziadek|sąsiad|nauczyciel|trener
        |szef) (?:\w+ ){{0,2}}(?:przychodzi do mojego łóżka|kładzie się do mojego łóżka
        |wysyła mi nagie zdjęcia|chce moich nagich zdjęć)|\b(?:chce|zamierza) (?:zastrzelić|zabić) (?:wszystkich
        |całą klasę)
    \bникто (?:не будет|бы не стал|бы не) (?:по мне )?скуча\w+|\bя (?:всем |только )?обуза\b
    \b(?:отчим|отец|папа|дядя|брат|дед|дедушка|сосед|учитель|тренер
        |начальник) (?:\w+ ){{0,2}}(?:ложится (?:ко мне )?в (?:мою )?(?:постель
        |кровать)|залезает ко мне в (?:постель|кровать)|приходит ко мне в (?:постель|кровать)|присылает мне (?:голые
        |интимные)
        |просит (?:мои )?(?:голые|интимные) фото)
    \b(?:хочет|собирается|сказал,? что) (?:он )?(?:расстрелять|убить|застрелить|перестреляет|расстреляет|убьёт
        |убьет) (?:всех|всю школу
        |весь класс|школу)
    \bkhông ai (?:nhớ|quan tâm) (?:đến )?(?:em|tôi|con|mình) (?:nếu|khi)|\b(?:em|tôi|con) là gánh nặng\b
    \b(?:bố dượng|cha dượng|bố|cha|chú|bác|anh họ|thầy|thầy giáo|huấn luyện viên) (?:\w+ ){{0,2}}(?:vào giường (?:em
        |tôi|con)|lên giường[ ]
        (?:em|tôi|con)|gửi ảnh (?:nude|khỏa thân|khoả thân) cho)|\bbắn (?:hết|tất cả) (?:mọi người|các bạn|học sinh)
    \bwalang (?:makaka-?miss|makakamiss|maghahanap) sa akin|\bpabigat (?:lang )?ako\b
    \b(?:amain|tatay|tiyo|tito|pinsan|kuya|lolo|guro|teacher|coach) (?:\w+ ){{0,3}}(?:pumapasok sa kama ko
        |tumatabi sa kama ko|nagpapadala[ ]
        (?:\w+ )?(?:ng |sa akin ng )?(?:nudes|hubad na))|\bbabarilin (?:niya |nya )?(?:ang )?(?:lahat|kaming lahat
        |mga estudyante)

    \b(?:quiero|quisiera|deseo|prefiero|voy a|ganas de|pienso|pensando en|intent[eéo]
        |he pensado en) (?:ya )?(?:morir(?:me)?|matarme|suicidarme|estar muert[oa]|quitarme la vida|cortarme
        |hacerme daño|acabar con (?:mi vida|todo)|desaparecer para siempre)\b
    \b(?:me quiero|me voy a|me quería) (?:morir|matar|suicidar|cortar)\b
    \bno (?:quiero|puedo) (?:seguir )?(?:vivir|viviendo|más vivir|estar viv[oa])\b
    \bno tengo (?:ganas|razón|razones) (?:de|para) vivir\b|\bya no (?:quiero|puedo) (?:más|vivir|seguir)\b
    \bsuicidarme\b|\b(?:fui|he sido|soy) (?:violad|abusad|maltratad|golpead)[oa]\b
    \bme (?:corto|lastimo|hago daño|autolesiono|estoy cortando)\b|\bpensamientos suicidas\b(?!.{{0,30}}pacientes)
    \bme (?:pega|pegan|golpea|golpean|maltrata|maltratan|viola|violó|violaron|abusa|abusan|abusó|toca|tocó|tocan
        |manosea|manoseó|amenaza|amenazan|amenazó|acosa|obliga a|obligan a|encierra|encierran|vende|vendieron
        |quitó el pasaporte|quitaron el pasaporte)\b(?! la (?:carrera|atención|idea)| el (?:tema|trabajo)
        | elegir| decidir| hacer| estudiar| trabajar con)
    \b(?:abusa|abusan|abusó|abusaron) de m[ií]\b
    \bme (?:han|ha|había) (?:pegado|golpeado|violado|abusado|tocado|amenazado|maltratado)\b
    \b(?:tengo|le tengo|me da) miedo (?:de |a )?(?:mi (?:papá|padre|padrastro|mamá|esposo|novio|marido|jefe|tío)
        |volver a casa|ir a casa|estar en casa)\b
    \bsufro (?:abuso|maltrato|violencia|anorexia|bulimia)|\btengo (?:anorexia|bulimia)\b|\bme provoco el vómito\b
    \bvomito después de comer\b

    \b(?:je veux|j'ai envie de|je voudrais|envie de|je vais|je pense à|j'ai pensé à) (?:mourir|me tuer
        |me suicider|en finir|disparaître pour toujours)\b
    \bme (?:suicider|tuer)\b|\bje (?:ne )?veux plus vivre\b|\bje me (?:coupe|scarifie|mutile|fais vomir)\b
    \bidées noires\b
    \b(?:il|elle|père|mère|beau-père|oncle|mari|copain|patron|frère) (?:me|m'|m) ?(?:frappe|bat|touche|viole
        |a violée?|a touchée?|a frappée?|menace|harcèle|tape)\b
    \bm'a (?:violée?|frappée?|touchée?|agressée?)\b
    \bj'ai (?:été violée?|peur de rentrer|peur de mon (?:père|mari|copain))\b
    \bje suis (?:battue?|violée?|anorexique|boulimique|suicidaire|maltraitée?)\b
    \bich (?:will|möchte|wollte) (?:\w+ ){{0,3}}(?:sterben|tot sein|nicht mehr leben|mich umbringen|mich töten)\b
    \bmich (?:umbringen|umzubringen|selbst verletzen|ritzen|töten|selbst töten)\b
    \bich (?:ritze|verletze|schneide) mich\b
    \b(?:das leben nehmen|nicht mehr leben|(?<!mit )selbstmordgedanken
        |(?<!mit )suizidgedanken)\b(?!.{{0,30}}(?:patienten|menschen))
    \b(?:vater|mutter|stiefvater|onkel|freund|mann|bruder|chef|er|sie) (?:\w+ )?(?:schlägt|missbraucht|bedroht
        |vergewaltigt|schlug) mich\b
    \b(?:schlägt|missbraucht|vergewaltigt|bedroht) (?:er |sie )?mich\b|\bfasst mich an\b
    \bmich (?:vergewaltigt|missbraucht|geschlagen)\b
    \bich (?:werde|wurde) (?:\w+ )?(?:geschlagen|missbraucht|vergewaltigt|bedroht)\b
    \bangst (?:vor meinem (?:vater|mann|freund)|nach hause)\b
    \b(?:quero|queria|vontade de|vou|penso em|pensando em) (?:morrer|me matar|me suicidar|sumir para sempre
        |me cortar|acabar com a minha vida)\b
    \bme (?:matar|suicidar)\b|\bnão (?:quero|aguento|consigo) mais viver\b|\beu me corto\b
    \bme (?:bate|batem|estupra|estuprou|abusa|abusou|ameaça|toca à força|espanca)\b|\babusou de mim\b
    \bsou (?:abusad[ao]|espancad[ao])\b
    \b(?:voglio|vorrei|penso di|ho voglia di) (?:morire|uccidermi|suicidarmi|ammazzarmi|farla finita)\b
    \bnon (?:voglio|riesco) più (?:a )?vivere\b
    \bmi (?:taglio|picchia|picchiano|violenta|ha violentat[ao]|minaccia|tocca|maltratta)\b(?! di\b| la\b| \w+re\b)
    \b(?:chcę|chce) (?:umrzeć|się zabić)\b|\bnie chcę (?:już )?żyć\b|\btnę się\b
    \b(?:bije|biją|gwałci|zgwałcił|molestuje) mnie\b|\bmnie (?:bije|bili|zgwałcił|molestuje|molestował)\b
    \bzabić się\b
    \b(?:хочу|хочется|думаю|собираюсь) (?:умереть|убить себя|покончить|сдохнуть)\b|\bне хочу (?:больше )?жить\b
    \bпокончить с собой\b|\bрежу себя\b
    \bменя (?:бьёт|бьет|бьют|избивает|избивают|насилует|изнасиловал\w*|трогает|домогается|избил\w*)\b
    \b(?:бьёт|бьет|бьют|избивает|насилует|изнасиловал|домогается) меня\b|\bубью себя\b
    \b(?:хочу|не хочу) (?:жити|померти)\b
    \b(?:muốn chết|muốn tự tử|tự tử|tự sát|không muốn sống|muốn kết thúc cuộc đời|rạch tay|tự làm đau)\b(?! phòng)
    \b(?:đánh|hiếp|sàm sỡ|lạm dụng|đe doạ|đe dọa|bạo hành) (?:em|tôi|con|cháu|mình)\b
    \bbị (?:đánh đập|bạo hành|hiếp dâm|xâm hại|lạm dụng|cưỡng hiếp)\b
    \b(?:gusto|nais) ko (?:na )?(?:nang |ng )?(?:po )?(?:mamatay|magpakamatay|mawala)\b
    \b(?:magpapakamatay|magpakamatay|papatayin ko ang sarili|saktan ang sarili|ayoko nang mabuhay
        |ayaw ko nang mabuhay)\b
    \b(?:sinasaktan|binubugbog|ginahasa|ginagahasa|hinihipuan|minomolestya|inaabuso|tinatakot) (?:ako|nya ako
        |niya ako)\b
    \b(?:sinasaktan|binubugbog|ginahasa|inaabuso) (?:\w+ ){{1,3}}ako\b
    \b(?:saya|aku) (?:ingin|mau|nak) (?:mati|bunuh diri)\b|\bölmek istiyorum\b|\bintihar (?:etmek|edeceğim|etmeyi)\b
    \bbeni (?:dövüyor|taciz ediyor)\b|\bik wil (?:dood|niet meer leven|sterven)\b|\bmwen (?:vle|anvi) mouri\b
    \bnataka kufa\b
""")
# Without spaces, or with endings that grow onto words.
URGENT_ELSEWHERE = one_of(r"""
    没人会想我|沒人會想我|没有人会在乎我|我是(?:家人的|大家的|所有人的)?(?:负担|負擔|累赘)|(?:继父|繼父|爸爸|叔叔|舅舅|老师|老師|教练|教練).{0,6}(?:爬上我的床|上我的床|进我被窝|發裸照
        |发裸照|要我的裸照|要我发裸照)
    (?:要|会|會|想)(?:开枪打死|枪杀|殺光|杀光|杀死|射殺)(?:所有人|大家|全校|同学|全班)
    誰も悲しまない|私がいなくなっても誰も|(?:父|義父|叔父|兄|先生|コーチ|上司)が.{0,8}(?:ベッドに入って|布団に入って|裸の写真)|(?:みんな|全員|学校の人)を(?:撃つ|殺す|刺す)(?:と|って|つもり)
    (?:내가|제가)\s?(?:없어져도|죽어도)\s?(?:아무도|모를)|(?:새아빠|새아버지|아빠|삼촌|오빠|선생님|코치|사장님)(?:가|이|은|는)?.{0,10}(?:내|제)\s?침대(?:에
        |로)\s?(?:들어|올라|와)|(?:선생님|코치|아저씨|삼촌).{0,8}(?:나체|알몸)\s?사진|(?:다|모두|전교생을?)\s?(?:쏴\s?죽|죽이겠)
    لن يفتقدني أحد|لا أحد سيفتقدني|أنا عبء على|(?:زوج أمي|أبي|عمي|خالي|أخي|المعلم|أستاذي|المدرب).{0,12}(?:يدخل سريري
        |يأتي إلى سريري|ينام في سريري|يرسل لي صور(?:ا|ًا)? عارية|صور عارية)|(?:سيطلق النار على|سيقتل) (?:الجميع
        |الطلاب|كل من في المدرسة)
    मैं (?:सब पर |परिवार पर )?बोझ हूँ|मेरे बिस्तर (?:में|पर) आ|नंगी तस्वीरें (?:भेज|माँग|मांग)
    想死|不想活|想自杀|想自殺|我要自杀|我要自殺|去死吧我|结束生命|結束生命|结束自己|自残|自殘|割腕|活不下去|(?:打我|虐待我|强奸我|強姦我|性侵我|摸我|猥亵我|威胁我|威脅我)
    我被.{0,6}(?:打|虐待|强奸|強姦|性侵|猥亵|拐卖|家暴)|家暴我|厌食症|暴食症
    死にたい|自殺したい|消えたい|リストカット|自傷|生きたくない|(?:殴られ|叩かれ|虐待され|性的虐待|レイプされ|触られ|脅され)(?:て|る|た|まし)
    죽고\s?싶|자살하고|자살할|자해|살기\s?싫|(?:저를|나를|절)\s?(?:때려|때리|폭행|성폭행|학대|협박|만져|만졌)|(?:맞고\s?있어|성폭행\s?당|학대\s?당|폭행\s?당|협박\s?당)
    أريد أن أموت|اريد ان اموت|أريد الموت|اريد الموت|أنتحر|انتحر|الانتحار الآن|أفكر في الانتحار|افكر بالانتحار
    أقتل نفسي|اقتل نفسي|لا أريد أن أعيش|لا اريد ان اعيش|أؤذي نفسي|اؤذي نفسي|يضربني|يضربونني|تضربني|يغتصبني|اغتصبني
    يتحرش بي|تحرش بي|يلمسني|يهددني|يعتدي علي
    मरना चाहत|आत्महत्या करन|जीना नहीं चाहत|खुदकुशी|मुझे मारत|मुझे पीटत|मेरा बलात्कार|मुझे छूत|میں مرنا|خودکشی
    خودم را بکشم|می‌خواهم بمیرم|میخوام بمیرم|מתאבד|רוצה למות|לא רוצה לחיות|מכה אותי|אנס אותי|নিজেকে শেষ|মরতে চাই
    আত্মহত্যা কর|ਮਰਨਾ ਚਾਹੁੰ|อยากตาย|ฆ่าตัวตาย
""")
