"""Short ordinary words that are somebody's acronym too ("ACT", "SCAN", "IT").

Written small they are never taken for an acronym, and they are never searched as one: the search by
words does not see capitals. A word that is missing here costs a search some precision, no more.
"""

from __future__ import annotations

from knowledge.language.words import STOP_WORDS


def _listed(text: str) -> list[str]:
    return text.split()


ORDINARY = STOP_WORDS | frozenset(
    _listed(
        """
    ace act actor add age aid aim air alarm alert apple apt are area arm art ash ask aspire
    atlas bad bag ban bar base bat bay bed bee best bet bid big bin bit bold book boss box
    boy bug build bus buy cab call camp can cap car card care case cash cast cat cave champ
    chart chat chess chip city clear click clip close coast coat code cool cope core cost
    cot cow crisp cry cub cue cup cure cut dad dam dare dart data day deal dear deep deer
    den die diet dig dim dip disc doc dog dot drop dry due ear earn ease east eat echo edge
    egg ego era eve exam exit eye face fact fair fall fan far fare fast fat fear fed fee few
    fig file fill find fine fire first fish fit fix flag flash flat fly focus fog food foot
    form four fox free fun gap gas gate gem gift gin god gold golf good grab grace grand
    great grid grip grow guide gum gun guy ham hand hat head hear heart heat help hen her
    hero hid high hip his hit hold home hope host hot how hub hunt ice ill image impact ink
    inn ion ire jam jar jet job join joy jury just keen keep key kid kin kit lab lack lad
    lake lamp land lane lap last late law lay lead leaf lean leap led left leg lend lens let
    lid life lift light link lip list live loan lock log look loop lose lot loud love low
    mad made mail main make man manage map mark mars mart mask mast mat match mate math meet
    memo men menu met mice mid might mile mind mint miss mix mob moss mud nail name nap near
    need nest net new nice night nod noise nose note now nurse nut oak oar odd off oil old
    one open oral order own pace pack pact pad page paid pain pair palm pan paper park part
    pass past path pay peace peer pen per pet pie pig pin pink pit place plan play plot plus
    point pool poor pop port pose post pot power press pro prompt pub pull pump pure push
    put rag raid rail rain ram ramp ran range rap rare rat rate raw ray reach read real red
    reform rent rep rest rice rich rid ride right rim ring rip rise risk road rock rod role
    roll room root rope rose rot row rub rule run rush sad safe sage said sail sale salt
    sand sat save saw say scan scope score sea seal seat see seed sell send sense sent set
    ship shop shot show side sign sin sip site sits six size skill sky slim slip smart snap
    snow soap soft soil sole son song soon sort soul space span spare spark spin spot spring
    square staff stage star start state stay steel stem step stop storm stream strive strong
    sub such suit sum sun sure swap swift tab tag take talk tall tank tap tar task tax tea
    team tear tech ten tent term test text the thing think tide tie time tin tip tire toe
    ton top toy track trade train tram trap tray tree trip true trust try tub tube turn twin
    two type unit use van vast vet via view visa vision vital vow wage wait wake walk wall
    want war ward warm was wave way wear web weed week well west wet wheel who wide wife
    will win wind wine wing wire wise wish wit woe won wood word work year yes yet young
    youth zip zone
    """
    )
)
