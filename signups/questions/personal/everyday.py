"""Words of every day that are names too: written small they are taken for the word."""

from .patterns import words

EVERYDAY = words("""
    abbey amber angel apple april archer arrow art ash aspen august autumn bailey baker ball banks barber bard
    barker barn bass bay beach bean bear beau berry best bill bird bishop black bliss blue bond book booker bow bowman
    boxer branch brand bridge bridges brook brooks brown buck bud bull burns bush butcher butler buzz cade camp candy
    cannon carpenter carter cash castle chambers chance chandler chapman charity charm chase chef chief child christian
    church clay clark clerk clever close cliff coach cole colt cook cooper coral cotton court crane crew cross crystal
    cruise daisy dale dancer dash dawn day days dean deer destiny dial diamond dixie doctor dove drew driver duke dusty
    eagle early east echo english ever faith fall farmer farrier ferry field fields finch finder fish fisher fletcher
    flint flora flower flowers ford forest forrest foster fox frank free french friend frost gale gardener gay gene
    gentle gift ginger glass glen gold golden good goodman grace grant gray green grey grove guard gun guy hale hall
    hand happy harbor hardy harmony harper hart haven hawk hay hazel head heart heath heaven hero herring hill hills
    holiday holly honey hood hope house hunt hunter ice iris irons ivory ivy jack jade jasper jet jewel job journey joy
    judge jump june justice keen key keys kid king kitty knight lake lamb lance lane lark laurel law lawyer lead
    leaf lee light lily little long lord love lucky lynx mace maker major man mark marks marsh mason master may mercer
    mercy merit merry miles mill miller mills mist moody moon moore moss mound nail neat needle nice noble norm north
    nurse oak oaks ocean olive opal orange order pace page painter paige park parker parks pat patience peace
    pearl penny pepper perch phoenix pierce pike pilot piper plumb poet pool poppy porter potter pound power powers
    price priest prince promise quick quill quinn rain ray read reader red reed reef reeves rice rich ridge ring river
    rivers rob robin rock rod roller rose rowan ruby rush rusty sadler sage sailor sandy savage sawyer scout sea
    seal shade sharp shaw shepherd shine short silver singer sky small smart smith snow song sparks spring star stark
    steel stern sterling stone storm story strange street strong summer summers sun sunny sunshine swan sweet swift
    tanner taylor teal temple terry thatcher thorn tiger trace trainer treasure tree trip trout true truth tucker turner
    van victor violet wade walker wall ward warden water waters way weaver weeks welder wells west wheeler white wild
    will willow wind wing winter wise wolf wood woods word worker worth wren wright writer yard york young
""")
