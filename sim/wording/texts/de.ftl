### Was Kunden lesen, auf Deutsch. Ein Satz mit einer Zahl sagt, was sie bedeutet: Er muss wahr bleiben.
### Ein Wort je Sache: Lücke, Fix, „Fix einspielen“, Einbruch, „gehackt werden“, angreifbar, simulierte Zukunft.

## Zahlen, Dauern und Chancen als Teile von Sätzen

list = { $first } und { $last }
days = { $count } { $count ->
    [one] Tag
   *[other] Tage
}
days-decimal = { $count } Tage
hours = { $count } { $count ->
    [one] Stunde
   *[other] Stunden
}
minutes = { $count } { $count ->
    [one] Minute
   *[other] Minuten
}
minutes-decimal = { $count } Minuten
days-after = { $count } { $count ->
    [one] Tag
   *[other] Tagen
}
days-after-decimal = { $count } Tagen
hours-after = { hours }
minutes-after = { minutes }
minutes-after-decimal = { minutes-decimal }
chance-none = keines
chance-about = etwa { $count }
chance-below-one = weniger als 1
chance-above = mehr als { $count }
chance-of = { $count } von { $of }
at-most = höchstens { $count }
at-least = mindestens { $count }
money-below = weniger als { $amount }
range = { $low } bis { $high }
range-between = zwischen { $low } und { $high }
range-is = sind es { $count }
futures-alike = in der Hälfte der simulierten Zukünfte { $most }, in 9 von 10 { $range }
futures-few = in { $futures } von 20 weniger als { $count }
futures-many = in 1 von 20 mehr als { $count }
futures-both = { $few }, { $many }
futures-apart-none = in { $futures } von 20 simulierten Zukünften weniger als 1, { $ends }
futures-apart = in der Hälfte der simulierten Zukünfte { $half }, { $ends }
futures-count = { $count } { $count ->
    [one] simulierte Zukunft
   *[other] simulierte Zukünfte
}
quoted = „{ $name }“
percent = { $number }{ "\u00A0" }%

## Namen, die Kunden nicht selbst gewählt haben

plan-in-a-day = innerhalb eines Tages
plan-in-a-week = innerhalb einer Woche
plan-in-a-month = innerhalb eines Monats
plan-as-today = wie heute
client-anybody = Ihr Unternehmen

## Die Seite eines Berichts: Teile ihrer Sätze

page-be = { $tense ->
    [past] { $is_one ->
        [yes] wäre
       *[no] wären
    }
    [conditional] { $is_one ->
        [yes] würde
       *[no] würden
    }
   *[present] { $is_one ->
        [yes] wird
       *[no] werden
    }
}
page-breached = { $tense ->
    [past] gehackt worden
   *[present] gehackt
}
page-you-patch = { $hosted ->
    [yes] Ihr Anbieter das Update { $tense ->
        [past] eingespielt hätte
       *[present] einspielt
    }
   *[no] Sie das Update { $tense ->
        [past] eingespielt hätten
       *[present] einspielen
    }
}
page-they-patch = { $hosted ->
    [yes] ihr Anbieter das Update { $tense ->
        [past] eingespielt hätte
       *[present] einspielt
    }
   *[no] sie das Update { $tense ->
        [past] eingespielt hätten
       *[present] einspielen
    }
}
page-place = { $deployment ->
    [hosted] bei Ihrem Anbieter
    [hybrid] bei Ihnen vor Ort, mit der Cloud verbunden
   *[on_prem] bei Ihnen vor Ort
}
page-none-yet = In diesem Fall kommt vor diesem Tag kein Angriff durch

## Das Rennen eines Kunden

page-race = Von { $of } Unternehmen wie Ihrem, { $hosted ->
    [yes] deren Anbieter
   *[no] die
} das Update { $days } nach Erscheinen { $hosted ->
    [yes] { $tense ->
        [past] eingespielt hätte
       *[present] einspielt
    }
   *[no] { $tense ->
        [past] eingespielt hätten
       *[present] einspielen
    }
}, { page-be } { $average ->
    [yes] im Durchschnitt { $count }
   *[no] { $count }
} { page-breached }
page-race-none = { page-race }: { page-none-yet }.
page-race-alike = { page-race }.
page-race-average = { page-race }; { $futures }.
page-too-few = { $worlds ->
    [one] Nur eine simulierte Zukunft wurde
   *[other] Nur { $worlds } simulierte Zukünfte wurden
} berechnet, zu wenig, um zu sagen, wie weit Zukünfte auseinanderliegen
page-alike = Hier sind alle simulierten Zukünfte gleich
page-mark-you = Sie

## Die Seite eines Berichts

page-title = { $client }: Was es kostet, mit dem Update zu warten
page-title-unattacked = { $client }: Was eine Lücke bedeuten kann
page-prepared-by = Erstellt von { $provider }.
page-contact = Kontakt: { $contact }.
page-logo = Logo von { $name }
page-situation-cloud = Ihr Dienst läuft in der Cloud. Ihr Anbieter muss das Update einspielen.
page-situation-provider = Ihr Dienst läuft auf dem Server eines Anbieters. Ihr Anbieter muss das Update einspielen.
page-situation = { $servers ->
    [one] Ein Server
   *[other] { $servers } Server
}{ $mailboxes ->
    [0] { "" }
    [one] { " " }mit { $mailboxes } Postfach
   *[other] { " " }mit { $mailboxes } Postfächern
} { page-place }. { $anybody ->
    [yes] Wir nehmen an, dass { $hosted ->
        [yes] Ihr Anbieter
       *[no] Sie
    } das Update { $days } nach Erscheinen { $hosted ->
        [yes] einspielt
       *[no] einspielen
    }.
   *[no] Heute { $hosted ->
        [yes] spielt Ihr Anbieter
       *[no] spielen Sie
    } das Update { $days } nach Erscheinen ein.
}
page-headline = { $tense ->
    [past] Wäre das Update { $days } nach Erscheinen eingespielt worden
    [conditional] Würde das Update { $days } nach Erscheinen eingespielt
   *[present] Wird das Update { $days } nach Erscheinen eingespielt
}, wie heute { $hosted ->
    [yes] bei Ihrem Anbieter
   *[no] bei Ihnen
}, { page-be } { $average ->
    [yes] im Durchschnitt { $chance }
   *[no] { $chance }
} Unternehmen wie Ihrem vorher { page-breached }
page-headline-plain = { page-headline }.
page-headline-average = { page-headline }.
page-futures-apart = Hinter dem heutigen Durchschnitt liegen die Zukünfte weit auseinander. Gehackt, von { $of }: { $futures }.
page-headline-best = Mit dem Plan „{ $plan }“{ $tells_day ->
    [no] { "" }
   *[yes] { " " }({ $days })
} { $tense ->
    [present] { $is_one ->
        [yes] ist
       *[no] sind
    }
   *[past] { $is_one ->
        [yes] wäre
       *[no] wären
    }
} es { $average ->
    [yes] im Durchschnitt { $count }
   *[no] { $count }
}{ $tense ->
    [past] { " " }gewesen
   *[present] { "" }
}.
page-headline-best-none = Mit dem Plan „{ $plan }“{ $tells_day ->
    [no] { "" }
   *[yes] { " " }({ $days })
} { $tense ->
    [past] wäre es { $count } gewesen
    [conditional] wäre es { $count }
   *[present] ist es { $count }
}: { page-none-yet }.
page-about-flaw = Es geht um eine Lücke, wie im Fall „{ $case }“.
page-about-ended = Er endete am { $day }. Deshalb steht hier, was gewesen wäre.
page-about-case = Es geht um einen Fall: { $case }.
page-about-whom = Um wen es geht: { $whom }.
page-about-happened = Der Fall ist vorbei. Deshalb steht hier, was gewesen wäre.
page-about-invented = Der Fall ist erfunden. Deshalb steht hier, was wäre.
page-about-model = Es geht um eine einzelne Lücke, nicht um ein Jahr, und hier steht nicht, dass Sie die Lücke haben. Es ist ein Modell, um Pläne zu vergleichen, keine Vorhersage: { $assumed } seiner { $values } Werte { $assumed ->
    [one] ist eine Annahme
   *[other] sind Annahmen
}.
page-counted-fix = Als Update gilt hier: { $fix }.
page-counted-like = „Unternehmen wie Ihres“ haben { $servers ->
    [one] einen solchen Server
   *[other] { $servers } solche Server
} { $deployment ->
    [hosted] bei einem Anbieter
    [hybrid] vor Ort, mit der Cloud verbunden
   *[on_prem] vor Ort
}, gleich welcher Branche und Größe.
page-counted-servers = Ein Unternehmen ist gehackt, wenn einer seiner { $servers } Server gehackt ist.
page-counted-mailboxes = Die Zahl der Postfächer ändert hier nichts.
page-counted-group = Sie werden mit einer anderen Gruppe gezählt: { $group }. Deren Server stehen nicht dort, wo Ihre stehen, sondern { $deployment ->
    [hosted] bei ihrem Anbieter
    [hybrid] bei ihnen vor Ort, mit der Cloud verbunden
   *[on_prem] bei ihnen vor Ort
}. Also gelten die Angriffe und das Update dieser Gruppe.
page-how-likely = Wie wahrscheinlich ist das bei uns?
page-before-the-fix = { $chance } { page-be } { $average ->
    [yes] im Durchschnitt { page-breached }
   *[no] { page-breached }
}, bevor das Update { $tense ->
    [past] erschien
   *[present] erscheint
}. Diesen Teil { $tense ->
    [past] hätte kein Update verhindern können
    [conditional] könnte kein Update verhindern
   *[present] kann kein Update verhindern
}.
page-waiting = Was kostet das Warten?
page-waiting-ends = Die simulierte Zeit endet an dem Tag, an dem { page-you-patch }. Was eine weitere Woche kostet, ist deshalb nicht bekannt.
page-waiting-more = { $tense ->
    [past] { $hosted ->
        [yes] Hätte Ihr Anbieter
       *[no] Hätten Sie
    }
    [conditional] { $hosted ->
        [yes] Würde Ihr Anbieter
       *[no] Würden Sie
    }
   *[present] { $hosted ->
        [yes] Spielt Ihr Anbieter
       *[no] Spielen Sie
    }
} das Update { $is_week ->
    [yes] eine Woche
   *[no] { $days }
} später als heute { $tense ->
    [past] eingespielt
    [conditional] einspielen
   *[present] ein
}, { page-be } von { $of } { $count } zusätzlich { page-breached }.
page-waiting-little = Noch { $is_week ->
    [yes] eine Woche
   *[no] { $days }
} zu warten ändert das um weniger als 1 von { $of }.
page-waiting-costs = Wenn ein Einbruch Sie { $breach } kostet (Ihre Angabe), kostet dieses Warten im Durchschnitt { $costs }. Das ist ein Mittelwert, keine Rechnung: Wer nicht gehackt wird, zahlt nichts, und wer gehackt wird, den vollen Betrag.
page-spares = Der Plan „{ $plan }“ { $tense ->
    [past] hätte im Durchschnitt { $count } von { $of } verschont
    [conditional] würde im Durchschnitt { $count } von { $of } verschonen
   *[present] verschont im Durchschnitt { $count } von { $of }
}.
page-spares-always = Der Plan „{ $plan }“ { $tense ->
    [past] hätte im Durchschnitt { $count } von { $of } verschont und wäre in jeder einzelnen simulierten Zukunft besser gewesen als das, was heute geschieht
    [conditional] würde im Durchschnitt { $count } von { $of } verschonen und wäre in jeder einzelnen simulierten Zukunft besser als das, was heute geschieht
   *[present] verschont im Durchschnitt { $count } von { $of } und ist in jeder einzelnen simulierten Zukunft besser als das, was heute geschieht
}.
page-what-to-do = Was tun wir am Montag?
page-how-sure = Wie sicher ist das?
page-limits = Was { $is_attacked ->
    [yes] die Zahlen
   *[no] diese Seite
} nicht { $is_attacked ->
    [yes] sagen
   *[no] sagt
}
page-limit-breached = Ob Sie gehackt werden. Die Zahlen zählen Unternehmen wie Ihres.
page-limit-already = Ob Sie schon gehackt worden sind. Das zeigt nur eine Prüfung Ihrer Server.
page-limit-afterwards = Was nach einem Einbruch kommt, und was ein missglücktes Update, andere Lücken oder gefälschte E-Mails anrichten.
page-limit-cloud = Ob Eindringlinge von Ihrem Server aus weiter in Ihre Cloud kommen.
page-source-case = Fall: { $case }; { $sourced } seiner { $values } Werte haben eine Quelle, { $assumed } sind angenommen.
page-source-cloud = Dass Organisationen in der Cloud keinen Server haben: { $source }.
page-source-deadline = { $rule }: { $source } (geprüft { $checked }).
page-source-deadline-assumed = { $rule }: { $source } (geprüft { $checked }). Angenommen: { $assumed }.
page-basis = { $day }. Fall { $case }, Prüfsumme { $digest }, Startwert { $seed }, { $futures }, patchrace { $version }.
page-not-a-forecast = Modell zur Veranschaulichung, keine Vorhersage und keine Prüfung.
page-stays-here = Für diesen Bericht hat nichts diesen Rechner verlassen, und der Bericht lädt und sendet nichts.
page-reading-grade = Lesbarkeit: Schulstufe { $grade } (erste Wiener Sachtextformel).
page-mail-subject = Betreff: { $title }

## Wörter, die eine Seite erklärt, und wie ein Text sie zu schreiben beginnt (ein regulärer Ausdruck)

page-words = { $number ->
    [0] Keine Begriffe
    [1] Ein Wort
    [2] Zwei Begriffe
    [3] Drei Begriffe
    [4] Vier Begriffe
    [5] Fünf Begriffe
   *[6] Sechs Begriffe
}
page-word-flaw = Lücke
    .meaning = ein Fehler in einem Programm, durch den Fremde hineinkommen.
    .spelled = (?:sicherheits)?lücke
page-word-fix = Update
    .meaning = was die Lücke schließt, meist eine neue Version. Einspielen heißt, es auf dem Server umzusetzen.
    .spelled = update|einspiel|eingespielt
page-word-breach = Einbruch
    .meaning = Fremde sind in einen Server gelangt, bevor er geschützt war. Der Server gilt dann als gehackt.
    .spelled = einbr[uü]ch|gehackt
page-word-open = Angreifbar
    .meaning = Die Angriffe haben begonnen, und der Server ist noch nicht geschützt.
    .spelled = angreifbar
page-word-stopgap = Sofortmaßnahme
    .meaning = was bis zum Update schützt, zum Teil oder eine Zeit lang.
    .spelled = sofortmaßnahme
page-word-future = Simulierte Zukunft
    .meaning = ein möglicher Ablauf von Angriffen und Updates, von einem Computer ausgerechnet.
    .spelled = zuk[uü]nft

## Tabellen und Bilder einer Seite

page-plans = Pläne
page-column-plan = Plan
page-column-when = { $hosted ->
    [yes] Anbieter spielt ein
   *[no] Sie spielen ein
}
page-column-until-then = Bis dahin
page-column-breached = Gehackt, von { $of }
page-column-futures = Spanne
page-column-more = Abstand zum besten
page-column-money = Kosten: Einbrüche
page-column-patching = Kosten: Update
page-column-together = Kosten: beides
page-cell-as-today = { $plan } (wie heute)
page-cell-when = nach { $days }
page-cell-no-stopgap = keine Sofortmaßnahme
page-cell-not-in-time = keine Sofortmaßnahme rechtzeitig
page-cell-from-day = { $name }, ab etwa Tag { $day }
page-cell-half = { $range }; in der Hälfte { $most }
page-cell-more = { $count ->
    [0] der beste
   *[other] { $count } mehr
}
page-plans-note = Gezählt sind Unternehmen wie Ihres, die gehackt werden, bevor { page-they-patch }.
page-plans-note-none = 0: { page-none-yet }.
page-plans-note-range = { $from_zero ->
    [yes] In 1 von 20 simulierten Zukünften ist es mehr als das obere Ende einer Spanne.
   *[no] Eine Spanne umfasst 9 von 10 simulierten Zukünften, und mehr, wo sie bei 0 beginnt oder bei { $of } endet.
}
page-plans-note-money = Kosten sind Mittelwerte.
page-plans-note-patching = Was es kostet, das Update schneller einzuspielen, ist nicht mitgezählt.
page-curve-later = Je später { page-you-patch }, desto mehr { $tense ->
    [past] wären vorher gehackt worden
   *[present] werden vorher gehackt
}.
page-curve-lines = Buchstaben: die Pläne. Linie: der Durchschnitt.
page-curve-bands = Gestrichelt: Die Hälfte der simulierten Zukünfte liegt darauf oder darunter. Dunkles Band: die mittleren 5 von 10 Zukünften. Helles Band: die mittleren 9 von 10.
page-curve-stopgap = Ab etwa Tag { $day } { $tense ->
    [past] wäre Ihre Sofortmaßnahme ({ $name }) wirksam gewesen
   *[present] ist Ihre Sofortmaßnahme ({ $name }) wirksam
}. Deshalb steigt die Linie danach langsamer.
page-curve-before-the-fix = Grau: im Durchschnitt gehackt, bevor das Update { $tense ->
    [past] erschien
   *[present] erscheint
}.
page-dots-caption = Jeder Punkt steht für 1 von { $dots } der { $worlds } simulierten Zukünfte, alle gleich wahrscheinlich. Die Linie ist ihr Durchschnitt.
page-icons-caption = Jedes Häuschen ist eines von { $of } Unternehmen wie Ihrem. Alle werden gleich angegriffen.
page-race-title = Das ganze Rennen in diesem Fall
page-race-region = Das ganze Rennen
page-race-caption = Alle Server des Falls, in simulierten Zukünften. Linien: der Durchschnitt. Bänder: 9 von 10 Zukünften.
page-facts-title = Von { $of } Unternehmen wie Ihrem
page-facts-today = Wie heute
page-facts-plan = Mit dem Plan „{ $plan }“
page-facts-of = von { $of } { page-be } { page-breached }
page-deadlines = Vorgegebene Fristen
page-deadline-rule = Regel
page-deadline-country = Land
page-deadline-within = Update binnen
page-deadline-who = { $hosted ->
    [yes] Ihr Anbieter
   *[no] Sie
}
page-deadline-status = Stand
page-deadline-status-on = Stand am { $day }
page-deadline-binds = Gilt für
page-deadline-since = { $status }, nach diesem Fall
page-deadline-unknown = nicht bekannt
page-deadline-late = { $days } zu spät
page-deadline-met = eingehalten
page-deadlines-note = Die Tage zählen ab Erscheinen des Updates. Diese Regeln gelten vielleicht nicht für { $hosted ->
    [yes] Sie oder Ihren Anbieter
   *[no] Sie
}, und andere Regeln Ihres Landes können gelten. Wer eine Frist einhält, ist deshalb noch nicht sicher.
page-deadlines-note-country = Gezeigt sind die Regeln, die dieses Programm kennt: { $known ->
    [yes] die für dieses Land ({ $country }) und die für alle Länder
   *[no] die für alle Länder; für { $country } allein keine
}.
page-deadlines-note-past = Der Fall ist vorbei: „–“ steht bei Regeln, die damals nicht galten.
page-sources = Quellen
page-sources-of-values = Quellen der Werte des Falls
page-page = Seite

## Antworten: was niemand weiß, als Nebensatz

answers-unknown-rate = wie schnell Angreifer nach Servern suchen
answers-unknown-success = wie oft ihr Angriff gelingt
answers-unknown-pace = wann Angreifer schneller werden
answers-unknown-begins = wann Angreifer beginnen
answers-unknown-ends = wann Angreifer aufhören
answers-unknown-actors = wie viele Gruppen angreifen
answers-unknown-works-on = auf wie vielen Servern ihr Angriff gelingt
answers-unknown-dwell = wie lange Angreifer auf einem Server brauchen
answers-unknown-attack = was Angreifer tun
answers-unknown-adoption = wie schnell andere das Update einspielen
answers-unknown-reachable = wie viele Server erreichbar sind
answers-unknown-vulnerable = wie viele Server die Lücke haben
answers-unknown-servers = wie viele Server es gibt
answers-unknown-detection = wie schnell Einbrüche entdeckt werden
answers-unknown-disclosure = wann die Suche nach Einbrüchen beginnt
answers-unknown-cleanup = wie schnell Server bereinigt werden
answers-unknown-cleanup-share = wie viele Server bereinigt werden
answers-unknown-cleanup-protects = wie viele bereinigte Server sicher sind
answers-unknown-reaction = wie schnell Firmen auf einen Einbruch reagieren
answers-unknown-pivot = wie oft Eindringlinge in die Cloud weiterziehen
answers-unknown-aftermath = was nach einem Einbruch geschieht
answers-unknown-available = wann diese Maßnahme zu haben ist ({ $name })
answers-unknown-protects = wie gut diese Maßnahme schützt ({ $name })
answers-unknown-until = wie lange diese Maßnahme schützt ({ $name })
answers-unknown-freeze = wann nichts eingespielt wird
answers-unknown-day = wann dies geschieht ({ $name })
answers-unknown-more = { $count } weitere

## Antworten: wie sicher die Zahlen sind

answers-sure-range =
    { $from_zero ->
        [yes] In 19 von 20 simulierten Zukünften werden { $most } von { $of } Unternehmen gehackt.
       *[no] In 9 von 10 simulierten Zukünften werden { $between } von { $of } Unternehmen gehackt.
    } Planen Sie mit dieser Spanne. Sind die Annahmen falsch, kann die Wahrheit außerhalb liegen.
answers-sure-unknowns = Niemand kennt alle Tatsachen. Am stärksten hängen die Zahlen davon ab, { $unknowns }.
answers-sure-too-few = { $worlds ->
    [one]
        Nur eine simulierte Zukunft wurde durchgerechnet. Das ist zu wenig, um zu sagen, wie verschieden Zukünfte sind.
        Rechnen Sie mehr durch.
   *[other]
        Nur { $worlds } simulierte Zukünfte wurden durchgerechnet. Das sind zu wenige, um zu sagen, wie verschieden
        Zukünfte sind. Rechnen Sie mehr durch.
}
answers-sure-changes-nothing = Was in diesem Fall unbekannt ist, ändert für Sie nichts. Das ist kein Beweis.
answers-sure-alike =
    Alle simulierten Zukünfte sind hier gleich, denn der Fall nennt nichts als unbekannt. Das ist kein Beweis.
answers-sure-guesses = Der Fall beruht auf { $values } { $values ->
    [one] Wert
   *[other] Werten
}. { $assumed ->
    [one] Einer davon ist eine Annahme
   *[other] { $assumed } davon sind Annahmen
}.
answers-sure-error-unknown = Auch wie weit der Durchschnitt danebenliegt, ist nicht bekannt.
answers-sure-error = Der Computer hat { $worlds } { $worlds ->
    [one] Zukunft
   *[other] Zukünfte
} durchgerechnet. Mit mehr Zukünften könnte sich der Durchschnitt beim heutigen Vorgehen { $shift ->
    [anywhere] beliebig weit
    [little] um weniger als 1 von { $of }
   *[some] um etwa { $count } von { $of }
} verschieben{ $spared ->
    [none] { "" }
    [little] , und was ein Schritt für den Montag bringt, um weniger als 1
   *[some] , und was ein Schritt für den Montag bringt, um bis zu etwa { $most }
}. Richtiger würden die Annahmen dadurch nicht.

## Antworten: wann Angriffe beginnen und wie lange man ihnen offensteht

answers-day-of-the-fix = { $when ->
    [before] etwa { $days } vor Erscheinen des Updates
    [after] etwa { $days } nach Erscheinen des Updates
   *[same] etwa an dem Tag, an dem das Update erscheint
}
answers-attacks-begin = In diesem Fall beginnen die Angriffe { $day }.
answers-attacks-always-before =
    In jeder simulierten Zukunft beginnen die Angriffe, bevor das Update erscheint.
answers-attacks-always-after =
    In jeder simulierten Zukunft beginnen die Angriffe erst, nachdem das Update erschienen ist.
answers-attacks-before =
    In { $chance } simulierten Zukünften beginnen die Angriffe, bevor das Update erscheint.
answers-attacks-not-in-time = In mehr als der Hälfte der Zukünfte beginnen sie nicht in der simulierten Zeit.
answers-attacks-sooner = In der Hälfte der Zukünfte beginnen sie früher als { $day }.
answers-attacks-later = In der Hälfte der Zukünfte beginnen sie später als { $day }.
answers-open-where = { $where ->
    [unprotected] Sie schützt { $none ->
        [yes] keinen von { $of }
       *[no] { $protected }
    } Servern. Wo sie nicht schützt,
   *[anywhere] { $tense ->
        [conditional] Wenn Sie die Lücke hätten,
        [past] Wenn Sie die Lücke gehabt hätten,
       *[present] Wenn Sie die Lücke haben,
    }
}
answers-open-are = { $servers ->
    [one] { $tense ->
        [present] ist Ihr Server
       *[other] wäre Ihr Server
    }
   *[other] { $tense ->
        [present] sind Ihre Server
       *[other] wären Ihre Server
    }
}
answers-open-until = { $until ->
    [stopgap] die Sofortmaßnahme ({ $name }) { $tense ->
        [past] gegriffen hätte
       *[other] greift
    }
   *[patch] { $hosted ->
        [yes] Ihr Anbieter das Update { $tense ->
            [past] eingespielt hätte
           *[other] einspielt
        }
       *[no] Sie das Update { $tense ->
            [past] eingespielt hätten
           *[other] einspielen
        }
    }
}
answers-open-never = { answers-open-where } { $tense ->
    [conditional] käme in diesem Fall kein Angriff
    [past] wäre in diesem Fall kein Angriff gekommen
   *[present] kommt in diesem Fall kein Angriff
}, bevor { answers-open-until }.
answers-open-hardly = { answers-open-where } { $tense ->
    [conditional] käme in { $spared } Zukünften kein Angriff
    [past] wäre in { $spared } Zukünften kein Angriff gekommen
   *[present] kommt in { $spared } Zukünften kein Angriff
}, bevor { answers-open-until }.
answers-open-for = { answers-open-where } { answers-open-are } etwa { $duration } lang { $tense ->
    [past] angreifbar gewesen
   *[other] angreifbar
}: vom ersten Angriff an, bis { answers-open-until }.
answers-open-for-half =
    { answers-open-where } { answers-open-are } in der Hälfte der Zukünfte mehr als etwa { $duration } lang { $tense ->
        [past] angreifbar gewesen
       *[other] angreifbar
    }: vom ersten Angriff an, bis { answers-open-until }.
answers-open-for-half-or-never = { answers-open-for-half } { $tense ->
    [conditional] In { $spared } Zukünften käme kein Angriff
    [past] In { $spared } Zukünften wäre kein Angriff gekommen
   *[present] In { $spared } Zukünften kommt kein Angriff
}, bevor { answers-open-until }.

## Antworten: was zu tun ist, in Schritten

answers-step-find = { $tense ->
    [conditional] { $servers ->
        [one] Prüfen Sie, ob Ihr Server aus dem Internet erreichbar ist. Dann würde ihn eine solche Lücke öffnen.
       *[other] Schreiben Sie auf, welche Server aus dem Internet erreichbar sind. Eine solche Lücke würde die öffnen, die sie haben.
    }
   *[present] { $servers ->
        [one] Prüfen Sie, ob Ihr Server die Lücke hat und aus dem Internet erreichbar ist.
       *[other] Schreiben Sie auf, welche Server die Lücke haben und aus dem Internet erreichbar sind.
    }
}
answers-step-past =
    Der Fall ist vorbei. Fehlt sein Update noch, kommt das zuerst. Ist es eingespielt, planen Sie die nächsten Schritte
    für die nächste Lücke.
answers-step-ask = { $servers ->
    [one]
        Fragen Sie Ihren Anbieter, ob Ihr Server die Lücke hat und wie schnell er das Update einspielt. Lassen Sie sich
        das schriftlich geben.
   *[other]
        Fragen Sie Ihren Anbieter, ob Ihre Server die Lücke haben und wie schnell er das Update einspielt. Lassen Sie
        sich das schriftlich geben.
}
answers-step-when = { $at_once ->
    [yes] sofort nach Erscheinen des Updates
   *[no] { $days } nach Erscheinen des Updates
}
answers-step-mail = { $has_mail ->
    [yes] { " " }(Ihre E-Mail steht so lange still)
   *[no] { "" }
}
answers-step-take-off = { $servers ->
    [one] Ihren Server vom Internet
   *[other] Ihre Server vom Internet
}
answers-step-otherwise = { $hosted ->
    [yes]
        Wenn Ihr Anbieter das bis dahin nicht schafft, bitten Sie ihn, { answers-step-take-off } zu trennen, bis das
        Update eingespielt ist{ answers-step-mail }.
   *[no]
        Wenn Sie das bis dahin nicht schaffen, trennen Sie { answers-step-take-off }, bis das Update eingespielt
        ist{ answers-step-mail }.
}
answers-step-not-later = nicht erst nach { $today_after }
answers-step-sooner = { $hosted ->
    [yes]
        Verlangen Sie, dass das Update { $at_once ->
            [yes] sofort
           *[no] { $days }
        } nach Erscheinen eingespielt wird, { answers-step-not-later }. Sagt Ihr Anbieter nein, suchen Sie einen anderen.
        { answers-step-otherwise }
   *[no]
        Legen Sie fest, wer das Update einspielt und wann: { answers-step-when }, { answers-step-not-later }.
        { answers-step-otherwise }
}
answers-step-keep-pace = { $hosted ->
    [yes] Bitten Sie Ihren Anbieter, sein Tempo zu halten: { answers-step-when }.
   *[no] Legen Sie fest, wer das Update einspielt, und halten Sie Ihr Tempo: { answers-step-when }.
}
answers-step-nothing-else = Andere Änderungen, die geprüft wurden, bringen nicht mehr als der Zufall.
answers-step-in-place = { $after_the_fix ->
    [yes] Sie greift etwa { $days } nach Erscheinen des Updates.
   *[no] Sie greift etwa bis zu dem Tag, an dem das Update erscheint.
}
answers-step-until-patch = { $hosted ->
    [yes] bis Ihr Anbieter das Update einspielt
   *[no] bis Sie das Update einspielen
}
answers-step-go-on =
    Bleiben Sie bei der Sofortmaßnahme ({ $name }), { answers-step-until-patch }. { answers-step-in-place }
answers-step-use = { $hosted ->
    [yes] Verlangen Sie die Sofortmaßnahme ({ $name }), { answers-step-until-patch }. { answers-step-in-place }
   *[no] Nutzen Sie die Sofortmaßnahme ({ $name }), { answers-step-until-patch }. { answers-step-in-place }
}
answers-step-spares = { $kind ->
    [sooner] Ein Update an diesem Tag
   *[other] Das allein
} { $tense ->
    [conditional] würde { $count } von { $of } Unternehmen vor einem Einbruch bewahren
    [past] hätte { $count } von { $of } Unternehmen vor einem Einbruch bewahrt
   *[present] bewahrt { $count } von { $of } Unternehmen vor einem Einbruch
}{ $noise ->
    [unknown] . Wie viel davon Zufall ist, sagt eine einzige simulierte Zukunft nicht
   *[known] { "" }
}.
answers-step-look = { $hosted ->
    [yes]
        Das Update wirft niemanden hinaus, der schon eingedrungen ist. Lassen Sie deshalb Ihren Anbieter auf jedem
        Server nach Spuren eines Einbruchs suchen
   *[no]
        Das Update wirft niemanden hinaus, der schon eingedrungen ist. Suchen Sie deshalb auf jedem Server nach Spuren
        eines Einbruchs
}
answers-step-look-anyway = { answers-step-look }.
answers-step-look-as-breached =
    { answers-step-look }, auch wenn { $hosted ->
        [yes] Ihr Anbieter das Update nach { $days_after } einspielt
       *[no] Sie das Update nach { $days_after } einspielen
    }: Bis dahin { $tense ->
        [present] { $is_one ->
            [yes] ist
           *[no] sind
        }
       *[other] { $is_one ->
            [yes] wäre
           *[no] wären
        }
    } { $chance } Unternehmen wie Ihrem gehackt{ $tense ->
        [past] { " " }gewesen
       *[other] { "" }
    }.
answers-step-signs =
    Wenn Sie Spuren finden, sichern Sie die Protokolle, holen Sie Hilfe, ändern Sie alle Passwörter, und fragen Sie, ob
    Sie den Einbruch nach dem Gesetz melden müssen.

## Antworten: wo niemand angreift

answers-unattacked-limit-chance = Ob Sie gehackt werden. Dafür gibt es hier keine Zahl.
answers-unattacked-limit-past = Ob Sie schon gehackt sind. Das zeigt nur eine Prüfung.
answers-unattacked-finding = { $who ->
    [rented] In diesem Fall haben es Angreifer auf Server abgesehen, die ein Anbieter betreibt
    [hosted] In diesem Fall greift niemand einen Server an, den ein Anbieter betreibt
    [cloud] In diesem Fall greift niemand einen Dienst an, der in der Cloud läuft
   *[own] In diesem Fall greift niemand Unternehmen wie Ihres an
}
answers-unattacked-sentence = { $who ->
    [rented]
        { answers-unattacked-finding }. Wenn Ihr Dienst auf einem davon läuft, ist er mit im Rennen: Dann läuft er bei
        einem Anbieter, nicht in der Cloud.
    [hosted]
        { answers-unattacked-finding }. Denn wer den Fall schrieb, sah keinen Angriff vor, der in der simulierten Zeit
        in einen solchen Server gelangt. Der Dienst, den Sie nutzen, kann die Lücke trotzdem haben.
    [cloud]
        { answers-unattacked-finding }. Denn wer den Fall schrieb, sah für die Cloud keinen Server vor. Der Dienst, den
        Sie nutzen, kann die Lücke trotzdem haben.
   *[own]
        { answers-unattacked-finding }. Denn wer den Fall schrieb, sah keinen Angriff vor, der in der simulierten Zeit
        in deren Server gelangt. Echte Angreifer können tun, was der Fall auslässt.
}
answers-unattacked-headline = { $who ->
    [rented]
        { answers-unattacked-finding }. Ob Ihr Dienst auf einem davon läuft, kann Ihnen Ihr Anbieter sagen.
    [own] { answers-unattacked-finding }. Ob es jemand tun wird, sagt das nicht.
    [hosted] { answers-unattacked-finding }. Ob Ihrer die Lücke hat, kann Ihnen Ihr Anbieter sagen.
   *[cloud] { answers-unattacked-finding }. Ob Ihrer die Lücke hat, kann Ihnen Ihr Anbieter sagen.
}
answers-unattacked-waiting = { $who ->
    [rented]
        Diese Seite nennt keine Zahl dafür, was Warten kostet. Die Seite für einen Kunden mit Servern bei einem Anbieter
        tut es: siehe, was zu tun ist.
    [own] Dieser Fall nennt keine Zahl dafür, was Warten kostet, denn in ihm greift Sie niemand an.
   *[other]
        Dieser Fall nennt keine Zahl dafür, was Warten kostet. Wenn Ihr Dienst die Lücke hat, muss Ihr Anbieter schnell
        sein.
}
answers-unattacked-rests-on = { $who ->
    [rented]
        Das beruht auf dem Wort „Cloud“: Dort hat dieser Fall keinen Server. Server, die ein Anbieter betreibt, heißen
        hier „hosted“.
    [hosted]
        Das beruht darauf, wie der Fall geschrieben ist: Kein Angriff darin gelangt in der simulierten Zeit in einen
        Server, den ein Anbieter betreibt.
   *[own]
        Das beruht darauf, wie der Fall geschrieben ist: Kein Angriff darin gelangt in der simulierten Zeit in Server
        wie Ihre.
}
answers-unattacked-no-server = Das beruht auf einer Entscheidung: Wer den Fall schrieb, { $is_written ->
    [yes] gab seinen Organisationen in der Cloud keinen Server
   *[no] schrieb nichts über die Cloud
}. Der Fall nennt dafür { $has_source ->
    [yes] eine Quelle, siehe unten
   *[no] keine Quelle
}.
answers-unattacked-real =
    Echte Angreifer können auf Sie zielen, früher beginnen oder die Lücke so nutzen, wie es der Fall auslässt.
answers-unattacked-others =
    Andere Lücken, gestohlene Passwörter und gefälschte E-Mails kommen in diesem Fall nicht vor.
answers-unattacked-server-of-yours =
    Ein Server von Ihnen kann sie haben: einer bei Ihnen vor Ort, der Sie mit der Cloud verbindet, oder ein alter, der
    noch läuft.
answers-unattacked-same-flaw =
    Das Produkt beim Anbieter kann dieselbe Lücke haben. Dann muss Ihr Anbieter das Update einspielen, und das kann zu
    spät geschehen.
answers-unattacked-step-find = { $servers ->
    [one] Prüfen Sie, ob Ihr Server die Lücke hat und aus dem Internet erreichbar ist.
   *[other] Prüfen Sie, ob Ihre Server die Lücke haben und aus dem Internet erreichbar sind.
}
answers-unattacked-step-day =
    Legen Sie fest, wer das Update einspielt und an welchem Tag. Welcher Tag früh genug ist, sagt dieser Fall nicht.
answers-unattacked-step-case = Bitten Sie um einen Fall, in dem Server wie Ihre angegriffen werden.
answers-unattacked-step-ask =
    Fragen Sie Ihren Anbieter, ob der Dienst die Lücke hat, wann das Update eingespielt wurde und ob vorher jemand
    eingedrungen ist.
answers-unattacked-step-hosted =
    Wenn er auf einem Server mit der Lücke läuft, bitten Sie noch einmal um diese Seite, mit „deployment: hosted“ in
    Ihrer Datei.
answers-unattacked-step-check =
    Prüfen Sie, ob noch ein Server von Ihnen läuft: ein alter, oder einer, der Sie mit der Cloud verbindet.
answers-unattacked-step-again = Wenn ja, bitten Sie noch einmal um diese Seite, für diesen Server.

## Antworten: was Updates und Einbrüche kosten und was in einem Jahr zusammenkommt

answers-plan-at-once = sofort
answers-costs-plan = { $is_today ->
    [yes] was Sie heute tun
   *[no] der Plan „{ $plan }“
}
answers-costs-parts = { $together }, davon { $patch } für das Update und { $breaches } für Einbrüche
answers-costs-cheapest = { $is_today ->
    [yes] Im Durchschnitt am günstigsten ist, { answers-costs-plan }: { answers-costs-parts }.
   *[no] Im Durchschnitt am günstigsten ist { answers-costs-plan }: { answers-costs-parts }.
}
answers-costs-sparing = { $is_today ->
    [yes] Am meisten Einbrüche verhindert, { answers-costs-plan }. Es kostet aber mehr: { answers-costs-parts }.
   *[no] Am meisten Einbrüche verhindert { answers-costs-plan }. Er kostet aber mehr: { answers-costs-parts }.
}
answers-costs-assumed =
    Die Beträge beruhen auf Ihren Angaben und den Zahlen oben. Das Update kostet in jeder Zukunft etwas, ein Einbruch nur
    dort, wo er kommt.{ $alike ->
    [yes] { " " }Hier kostet das Update in jedem Plan gleich viel, wie es in Ihrer Datei steht.
   *[no] { "" }
}
answers-year-title = Was kommt in einem Jahr zusammen?
answers-year-today =
    Nehmen Sie { $flaws } solche { $is_one_flaw ->
        [yes] Lücke
       *[no] Lücken
    } im Jahr an (im Durchschnitt, in manchen Jahren mehr, in manchen weniger). Wenn { $hosted ->
        [yes] Ihr Anbieter jedes Update { $days } nach Erscheinen einspielt
       *[no] Sie jedes Update { $days } nach Erscheinen einspielen
    }, wie heute, { $is_one ->
        [yes] würde
       *[no] würden
    } { $count } von { $of } Unternehmen wie Ihrem mindestens einmal im Jahr gehackt{ answers-year-why }.
answers-year-planned = Mit dem Plan „{ $plan }“ { $is_one ->
    [yes] wäre
   *[no] wären
} es { $count }{ answers-year-why }.
answers-year-why = { $none ->
    [yes] : In diesem Fall gelingt vor diesem Tag kein Angriff
   *[no] { "" }
}
answers-year-alike =
    Das gilt, wenn jede Lücke anders verläuft. Ist das, was niemand weiß, für alle Lücken eines Jahres gleich, kommen
    Einbrüche gehäuft. Dann { $is_one ->
        [yes] wäre
       *[no] wären
    } es { $count }.
answers-year-alike-planned =
    Das gilt, wenn jede Lücke anders verläuft. Ist das, was niemand weiß, für alle Lücken eines Jahres gleich, kommen
    Einbrüche gehäuft. Dann { $is_one ->
        [yes] wäre
       *[no] wären
    } es { $count }, mit dem Plan „{ $plan }“ { $planned }.
answers-year-what = { $with_patches ->
    [yes] Updates und Einbrüche zusammen
   *[no] Einbrüche
}
answers-year-costs = { answers-year-what } würden im Durchschnitt { $amount } im Jahr kosten.
answers-year-costs-planned =
    { answers-year-what } würden im Durchschnitt { $amount } im Jahr kosten, mit dem Plan „{ $plan }“ { $planned }.
answers-year-assumed =
    Angenommen ist: Solche Lücken kommen zufällig und unabhängig voneinander. Jede ist wie die in diesem Fall, und Ihre
    Server haben sie. Gehackte Server sind bereinigt, bevor die nächste Lücke kommt.

## Antworten: amtliche Fristen

answers-deadline-proposed = vorgeschlagen am { $day }, nicht in Kraft
answers-deadline-not-before = nicht vor dem { $day }
answers-deadline-revoked = nicht mehr in Kraft, aufgehoben am { $day }
answers-deadline-retired = sollte bis etwa { $year } auslaufen; sehen Sie nach
answers-deadline-retiring = in Kraft, soll bis etwa { $year } auslaufen
answers-deadline-in-force = in Kraft
answers-deadline-and = { $within } und { $also }

## Bilder für einen Kunden: Teile ihrer Sätze

chart-you-patch = { $hosted ->
    [yes] Ihr Anbieter das Update { $tense ->
        [past] einspielte
       *[present] einspielt
    }
   *[no] Sie das Update { $tense ->
        [past] einspielten
       *[present] einspielen
    }
}
chart-they-patch = { $hosted ->
    [yes] ihr Anbieter das Update { $tense ->
        [past] einspielte
       *[present] einspielt
    }
   *[no] sie das Update { $tense ->
        [past] einspielten
       *[present] einspielen
    }
}
chart-as-today = { $hosted ->
    [yes] { $tense ->
        [past] Ihr Anbieter das Update wie heute eingespielt hätte
       *[present] Ihr Anbieter das Update wie heute einspielt
    }
   *[no] { $tense ->
        [past] Sie das Update wie heute eingespielt hätten
       *[present] Sie das Update wie heute einspielen
    }
}
chart-is-out = { $tense ->
    [past] erschien
   *[present] erscheint
}
chart-in-place = { $day ->
    [0] bis dahin
   *[other] etwa ab Tag { $day }
}
chart-a-week = eine Woche

## Bilder für einen Kunden: was unter jedem steht

chart-basis-made = { $case }: { $replications } { $replications ->
    [one] simulierte Zukunft
   *[other] simulierte Zukünfte
}, Startwert { $seed }.
chart-basis-unknown = Unbekannt und daher in jeder Zukunft neu gezogen: { $names }.
chart-basis-luck = Hier ist kein Wert unsicher, die Zukünfte unterscheiden sich also nur durch Zufall: Eine schmale Spanne ist keine Gewissheit.
chart-basis-no-luck = Hier ist kein Wert unsicher, und ohne Zufall sind alle gleich: Das ist keine Gewissheit.
chart-basis-assumed = { $assumed } von { $values } Werten sind Annahmen („patchrace check“ listet sie auf).
chart-basis-model = Ein Modell zur Veranschaulichung, keine Vorhersage und keine Prüfung. patchrace { $version }.
chart-made = { $day }, für { $client }.
chart-deadline = { $rule }: { $within } ({ $status })
chart-in-the-cloud = { $client } nutzt einen Dienst bei einem Cloud-Anbieter, der das Update einspielen muss

## Die Wahrscheinlichkeit je Tag des Einspielens, als Bild

chart-none-gets-in = In keiner der simulierten Zukünfte kommt ein Angriff dieses Falls durch, bevor { chart-you-patch }
chart-later-changes-little = { $tense ->
    [past] Wäre das Update { $later } später eingespielt worden, hätte sich die Wahrscheinlichkeit eines Einbruchs um weniger als 1 von { $number } geändert
   *[present] Wird das Update { $later } später eingespielt, ändert sich die Wahrscheinlichkeit eines Einbruchs um weniger als 1 von { $number }
}
chart-later-makes-likely = { $tense ->
    [past] Wäre das Update { $later } später eingespielt worden, wäre ein Einbruch um etwa { $count } von { $number } wahrscheinlicher gewesen
   *[present] Wird das Update { $later } später eingespielt, ist ein Einbruch um etwa { $count } von { $number } wahrscheinlicher
}
chart-patches-none-yet = { chart-patches-after }: In diesem Fall kommt vor diesem Tag kein Angriff durch
chart-patches = { chart-patches-after }. Von { $number } solchen Unternehmen { page-be } bis dahin { $count } { page-breached }
chart-patches-after = { $hosted ->
    [yes] { $client }: Der Anbieter
   *[no] { $client }
} spielt das Update { $days } nach Erscheinen ein
chart-mark-you = { $hosted ->
    [yes] Ihr Anbieter
   *[no] Sie
}, { $days } nach Erscheinen des Updates: { $count }
chart-mark-you-as-plan = { $hosted ->
    [yes] Ihr Anbieter
   *[no] Sie
}, { $days } nach Erscheinen des Updates (Plan „{ $plan }“): { $count }
chart-mark-plan = Plan „{ $plan }“, { $days } nach Erscheinen des Updates: { $count }
chart-mark-plan-nothing = { chart-mark-plan }, bis dahin nichts
chart-mark-plan-until = { chart-mark-plan }, { $mitigation } { chart-in-place }
chart-count-and-range = { $count } ({ $range })
chart-count-at-two-ends = { $count } ({ $range }; in der Hälfte { $most })
chart-before-the-fix = { $tense ->
    [past] Vor Erscheinen des Updates gehackt: { $count }. Diesen Teil hätte kein Update verhindert.
    [conditional] Vor Erscheinen des Updates gehackt: { $count }. Diesen Teil könnte kein Update verhindern.
   *[present] Vor Erscheinen des Updates gehackt: { $count }. Diesen Teil kann kein Update verhindern.
}
chart-average = Durchschnitt
chart-half-below = Hälfte darunter
chart-band = 9 von 10 Zukünften liegen im Band
chart-axis-day = { chart-axis-day.first } { chart-axis-day.second }
    .first = Tag, an dem { chart-you-patch },
    .second = gezählt ab dem Tag, an dem es { chart-is-out }
chart-axis-breached = { chart-axis-breached.first } { chart-axis-breached.second }
    .first = von { $number } Unternehmen wie Ihrem:
    .second = gehackt vor dem Einspielen
chart-caption-futures = Jede simulierte Zukunft nimmt anders an, was niemand weiß.
chart-caption-curve = Linie: der Durchschnitt aller simulierten Zukünfte. Gestrichelt: Die Hälfte von ihnen liegt darunter. Bänder: die mittlere Hälfte und 9 von 10 von ihnen an jedem Tag.
chart-caption-no-band = { $why }, deshalb ist kein Band gezeichnet: Das ist keine Gewissheit.
chart-caption-counted = Gezählt sind Unternehmen, deren Server die Lücke haben und aus dem Internet erreichbar sind: gehackt, bevor { chart-they-patch }{ $mitigated ->
    [yes] , mit dem, was sie bis dahin tun
   *[no] { "" }
}.

## Zukünfte als Punkte, als Bild

chart-row-today = Wie heute, { $days } nach Erscheinen des Updates
chart-row-plan = Plan „{ $plan }“, { $days } nach Erscheinen des Updates
chart-row-average = { $row }: im Durchschnitt { $count }
chart-row-futures = { $row }: { $futures }
chart-dots-basis = { $client }: Jeder Punkt ist 1 von { $dots } simulierten Zukünften, alle gleich wahrscheinlich; die Linie ist ihr Durchschnitt
chart-dots-found = { $tense ->
    [past] von { $number } wären gehackt worden: { $futures }
   *[present] von { $number } werden gehackt: { $futures }
}
chart-dots-caption = Punkte: Quantile der Wahrscheinlichkeit über alle simulierten Zukünfte.
chart-dots-alt = Punkte. { $finding }. Jeder Punkt ist 1 von { $dots } simulierten Zukünften. { $rows }.

## Unternehmen als Häuschen, als Bild

chart-icon-hit = gehackt
chart-icon-spared = durch diesen Plan verschont
chart-icon-more = zusätzlich gehackt
chart-icon-rest = nicht gehackt
chart-key-spared = durch diesen Plan verschont: { $count }
chart-key-more = mehr mit diesem Plan: { $count }
chart-side-today = { $hosted ->
    [yes] Wie heute
   *[no] Wie Sie es heute tun
}
chart-side-plan = Plan „{ $plan }“
chart-side-breached = { $count } von { $number } gehackt
chart-side-not-attacked = in diesem Fall nicht angegriffen
chart-side-as-written = so hat ihn sein Autor geschrieben
chart-side-alike = { $why }: Das ist keine Gewissheit
chart-side-spread =
    .first = in 9 von 10 simulierten Zukünften
    .second = { $range }
chart-side-alt = { $heading }, { $done }: { $count }, { $spread }
chart-done-in-the-cloud = Ihr Anbieter muss das Update einspielen
chart-done = Update { $days } nach Erscheinen eingespielt
chart-done-until =
    .first = { chart-done },
    .second = { $mitigation } { chart-in-place }
chart-icons-none = { $tense ->
    [past] In diesem Fall wäre von { $number } Unternehmen wie Ihrem keines gehackt worden, wenn { chart-as-today }, und keines mit „{ $plan }“
   *[present] In diesem Fall wird von { $number } Unternehmen wie Ihrem keines gehackt, wenn { chart-as-today }, und keines mit „{ $plan }“
}
chart-icons-as-many = Von { $number } Unternehmen wie Ihrem { page-be } { $count } { page-breached }, wenn { chart-as-today }, und ebenso viele mit „{ $plan }“
chart-icons-found = Von { $number } Unternehmen wie Ihrem { page-be } { $count } { page-breached }, wenn { chart-as-today }, und { $other } mit „{ $plan }“
chart-icons-hardly-differ = Die beiden unterscheiden sich um weniger als ein Häuschen
chart-icons-do-not-differ = Die beiden unterscheiden sich nicht
chart-icons-change = { chart-step } von { $number } gehackt, im Durchschnitt der simulierten Zukünfte
chart-icons-change-and-share = { chart-icons-change }: { $nearly_all ->
    [yes] mehr als 95 %
   *[no] etwa { $share } %
} { chart-more-or-fewer }
chart-icons-caption = Jedes Häuschen ist eines von { $number } Unternehmen wie Ihrem. Beide Wege treffen in denselben simulierten Zukünften auf dieselben Angriffe.
chart-icons-caption-difference = Markiert ist der Unterschied: Einige werden verschont, die nicht markiert sind, und ebenso viele werden stattdessen gehackt.
chart-icons-caption-of-more = Von { $number } Unternehmen { $is_one ->
    [yes] wird
   *[no] werden
} { $count } gehackt, wenn { $hosted ->
    [yes] Ihr Anbieter das Update wie heute einspielt
   *[no] Sie das Update wie heute einspielen
}, mit dem Plan { $other }.
chart-icons-alt = Zwei Felder mit je { $number } Häuschen. { $finding }. { $sides }.
chart-houses = { $number } Häuschen in Reihen, { $hit } davon gehackt.
chart-houses-spared = { $number } Häuschen in Reihen, { $hit } davon gehackt, { $count } der anderen markiert als durch diesen Plan verschont.
chart-houses-more = { $number } Häuschen in Reihen, { $hit } davon gehackt, { $count } von diesen markiert als zusätzlich gehackt.
chart-sign = Ein Häuschen, das Zeichen für: { $state }.

## Pläne als Stufen, als Bild

chart-more-or-fewer = { $fewer ->
    [yes] weniger
   *[no] mehr
}
chart-step = { $count } { chart-more-or-fewer }
chart-less-than = weniger als { $number }
chart-level = { chart-level.first } { chart-level.second }
    .first = { $count }
    .second = von { $number }
chart-no-clear-difference = kein klarer Unterschied
chart-between-fewer-and-more = zwischen { $low } weniger und { $high } mehr
chart-between = zwischen { $low } und { $high } { chart-more-or-fewer }
chart-in-most-futures = in 9 von 10 Zukünften
chart-first-bar = { $name } { $level }
chart-next-bar = { $name } { $level }, { $step }
chart-waterfall-alt = Stufen-Diagramm. { $finding }. { $bars }
chart-waiting-axis = gehackt, von { $number } Unternehmen wie Ihrem
chart-waiting-one = { $plan }: { $level } von { $number } Unternehmen wie Ihrem gehackt
chart-waiting-plans = { $last } statt { $first }: { $step } von { $number } Unternehmen wie Ihrem gehackt
chart-waiting-days = Update nach { $last } statt nach { $first }: { $step } von { $number } Unternehmen wie Ihrem gehackt
chart-waiting-basis = Oben auf jedem Balken: was er zum vorigen hinzufügt, in denselben simulierten Zukünften
chart-waiting-no-plan = { $client } hat keinen Plan außer dem, was heute geschieht
chart-waiting-as-today = { $plan } (wie heute)
chart-waiting-with = mit { $mitigation }
chart-waiting-money =
    .first = im Durchschnitt etwa
    .second = { $amount } { chart-more-or-fewer }
chart-waiting-caption-money = Geld: die zusätzliche Wahrscheinlichkeit mal den Kosten eines Einbruchs bei Ihnen ({ $cost }, Ihre Angabe). Das ist ein Durchschnitt über viele Unternehmen: Jedes von ihnen verliert alles davon oder nichts.
chart-waiting-caption-no-range = { $why }, deshalb ist keine Spanne genannt: Das ist keine Gewissheit.

## Die Wahrscheinlichkeit danach, wie stark Angreifer suchen, als Bild

chart-speed-quarter = ein Viertel so stark
chart-speed-half = halb so stark
chart-speed-as-written = wie im Fall
chart-speed-twice = doppelt so stark
chart-speed-times = { NUMBER($times, maximumFractionDigits: 6) }-mal so stark
chart-speed-axis = wie stark Angreifer suchen
chart-speed-colours =
    .first = gehackt, bevor { chart-they-patch },
    .second = von { $number } Unternehmen wie Ihrem
chart-speed-you = { $hosted ->
    [yes] Ihr Anbieter
   *[no] Sie
}: { $days }
chart-speed-none-gets-in = Wie stark Angreifer in diesem Fall auch suchen: Keiner kommt durch, bevor { chart-you-patch }
chart-speed-alike = Von { $number } Unternehmen wie Ihrem { page-be } { $count } { page-breached }, wie stark Angreifer auch suchen
chart-speed-found = Wenn Angreifer { $how } { $tense ->
    [past] gesucht hätten
   *[present] suchen
}, { page-be } von { $number } Unternehmen wie Ihrem { $count } statt { $instead } { page-breached }
chart-speed-basis = { chart-patches-after }: die Linie
chart-speed-caption = Zahlen: von { $number } Unternehmen wie Ihrem, der Durchschnitt aller simulierten Zukünfte. Stärker suchen heißt: Alle Angreifer sprechen so viel Mal so oft Server an wie im Fall, und alles andere bleibt gleich.
chart-speed-row = { $how } { $count } von { $number }
chart-speed-alt = Karte aus Farben. { $finding }. Am Tag des Kunden, mit Angreifern, die suchen: { $rows }.

## Das Rennen im Lauf der Zeit, als Bild

chart-month = { $month ->
    [1] Jan.
    [2] Feb.
    [3] März
    [4] Apr.
    [5] Mai
    [6] Juni
    [7] Juli
    [8] Aug.
    [9] Sept.
    [10] Okt.
    [11] Nov.
   *[12] Dez.
}
chart-day = { $day }. { chart-month }
chart-tick =
    .day = %d.
    .midnight = %d. %b
chart-moment-median = { $day } (Median)
chart-moment-uncertain = { $day } (unsicher)
chart-first-protection = erster Schutz
chart-race-vulnerable = noch verwundbar
chart-race-protected = rechtzeitig geschützt
chart-race-open = gehackt, noch ohne Update
chart-race-inside = mit Update, Eindringling noch drin
chart-race-cleaned = gehackt, dann bereinigt
chart-race-end = { $state }: { $count }
chart-race-axis = Server
chart-race-found = Etwa { $count } von { $servers } Servern ({ $share }) werden gehackt, bevor sie geschützt sind
chart-race-found-of = Etwa { $count } von { $servers } Servern dieser Gruppe: { $population } ({ $share }) werden gehackt, bevor sie geschützt sind
chart-race-spread = In 9 von 10 simulierten Zukünften werden zwischen { $low } und { $high } gehackt
chart-race-spread-of-few = In { $worlds } simulierten Zukünften werden zwischen { $low } und { $high } gehackt
chart-race-early = etwa { $count } gehackt bis zum { $day }
chart-race-enlarged = Vergrößert: { $words }
chart-race-moments = Zeitpunkte: { $moments }
chart-race-caption-moments = Oben außerdem markiert: { $moments }.
chart-race-caption = Linien: Durchschnitt. Bänder: 9 von 10 Zukünften zu jedem Zeitpunkt.
chart-basis-curves = Kurven und Bänder: die ersten { $kept } von { $made } simulierten Zukünften.
chart-basis-too-few = { $worlds ->
    [1] Nur eine Zukunft wurde
   *[other] Nur { $worlds } Zukünfte wurden
} simuliert: zu wenige, um zu sagen, wo 9 von 10 liegen.

## Was in einem Fall gezählt wird: wie es nach „von“ heißt, und was damit geschieht

outcome-whole = { $name ->
    [organizations] Organisationen
    [hybrid_organizations] Organisationen mit Servern und Cloud
    [mailboxes_on_prem] Postfächern vor Ort oder bei einem Anbieter
    [mailboxes_cloud] Postfächern in der Cloud
   *[servers] Servern
}
outcome-happened = { $outcome ->
    [servers] im Fall enthalten
    [compromised_before_fix] gehackt, bevor es einen Schutz für sie gibt
    [compromised_after_fix] gehackt, obwohl es einen Schutz für sie gibt
    [protected_in_time] rechtzeitig geschützt
    [still_exposed] am Ende noch ohne Schutz
    [protected_too_late] zu spät geschützt
    [live_footholds] am Ende noch in fremder Hand
    [multiply_compromised] von mehreren Angreifern gehackt
    [compromised_again] nach dem Bereinigen erneut gehackt
    [reentered] durch offen gelassene Türen erneut betreten
    [tenants_reached] auch in der Cloud gehackt
    [mailboxes_exposed_on_prem] von Einbrüchen betroffen
    [mailboxes_exposed_cloud] von Einbrüchen betroffen
   *[compromised] gehackt
}

## Bilder eines Ergebnisses: was mehrere von ihnen sagen

chart-basis-left-out = { $engine ->
    [expected] Würmer breiten sich hier aus wie unter unendlich vielen Servern (Mean-Field-Näherung); der Zufall bei den ersten befallenen Servern, und damit beim Beginn, bleibt außer Acht.
   *[other] { $what }.
}
chart-none-compromised = Kein Server wird gehackt
chart-no-server = in diesem Fall ohne eigenen Server
chart-most-worlds = 9 von 10 Zukünften
chart-bars-caption = Balken: Durchschnitt.

## Wer gehackt wurde, als Bild

chart-who-before = bevor es einen Schutz gab
chart-who-after = als es einen Schutz gab
chart-who-row = { $share }: { $count } von { $servers }
chart-who-axis = Anteil an den verwundbaren und erreichbaren Servern der Gruppe
chart-who-all-before = Jeder Einbruch geschieht, bevor es für den Server einen Schutz gibt
chart-who-all-after = Bei jedem Einbruch gibt es für den Server schon einen Schutz
chart-who-found = Bei { $share } der gehackten Server geschieht der Einbruch, bevor es für sie einen Schutz gibt
chart-who-basis = Gehackte Server, nach Gruppen

## Mögliche Zukünfte, als Bild

chart-worlds-is = { $outcome ->
    [servers] { $is_one ->
        [yes] ist
       *[no] sind
    }
    [still_exposed] { $is_one ->
        [yes] ist
       *[no] sind
    }
    [live_footholds] { $is_one ->
        [yes] ist
       *[no] sind
    }
    [mailboxes_exposed_on_prem] { $is_one ->
        [yes] ist
       *[no] sind
    }
    [mailboxes_exposed_cloud] { $is_one ->
        [yes] ist
       *[no] sind
    }
   *[other] { $is_one ->
        [yes] wird
       *[no] werden
    }
}
chart-worlds-found = In 9 von 10 simulierten Zukünften { chart-worlds-is } { $range } von { $of } { $whole } { $happened }
chart-worlds-found-one = In der einzigen simulierten Zukunft { chart-worlds-is } { $count } { $whole } { $happened }
chart-worlds-basis = Jeder Punkt: eine simulierte Zukunft
chart-worlds-basis-of-many = Jeder Punkt: eine von { $dots } gleich wahrscheinlichen Zukünften
chart-worlds-luck = { $basis }. Unterschiede sind hier reiner Zufall: eng beieinander, aber keine Gewissheit
chart-worlds-average = Durchschnitt: { $count }
chart-worlds-range = 9 von 10 Zukünften: { $range } von { $of }
chart-worlds-sure = Durchschnitt, auf ± { $within } genau
chart-worlds-axis = { $happened }, von { $of } { $whole }
chart-worlds-caption = Gefüllt: die mittleren 9 von 10 Zukünften. Wie weit Zukünfte auseinanderliegen, wird nicht kleiner, wenn man mehr von ihnen simuliert; wie weit der Durchschnitt danebenliegen kann, schon (95-%-Intervall).
chart-worlds-on-average = Im Durchschnitt { chart-worlds-is } { $count } { $happened }
chart-worlds-on-average-within = { chart-worlds-on-average }, auf plus oder minus { $within } genau
chart-worlds-alt = Punktdiagramm mit { $dots } { $dots ->
    [one] simulierten Zukunft
   *[other] simulierten Zukünften
}. { $finding }. { $average }.

## Was aus gehackten Servern wird, als Bild

chart-life-open = { chart-race-open }
chart-life-cleaned = bereinigt
chart-life-found = Bei { $share } der gehackten Server kam das Update, als ein Eindringling schon drin war
chart-life-basis = Was aus den gehackten Servern wurde
chart-life-entered-again = Auf etwa { $count } von ihnen kamen weitere Eindringlinge durch die offen gelassene Tür (9 von 10 Zukünften: { $low } bis { $high })
chart-life-caption = Flächen: Durchschnitt.

## Zweimal gehackte Server, als Bild

chart-again-once = gehackt
chart-again-twice = erneut gehackt
chart-again-found = Bereinigt und dann erneut gehackt: { $share } der gehackten Server
chart-again-none = Kein Server wird ein zweites Mal gehackt
chart-again-basis = Zweimal gehackte Server
chart-again-caption = Linien: Durchschnitt. Bänder: 9 von 10 Zukünften. Ein Server zählt nur einmal als erneut gehackt, gleich wie oft es geschah.

## Wo Server stehen, nebeneinander, als Bild

chart-kinds-on-prem = vor Ort
chart-kinds-hybrid = zum Teil in der Cloud
chart-kinds-hosted = bei einem Anbieter
chart-kinds-cloud = ganz in der Cloud
chart-kinds-organizations = gehackte Organisationen
chart-kinds-tenants = auch in der Cloud gehackt
chart-kinds-mailboxes-on-prem = betroffene Postfächer vor Ort
chart-kinds-mailboxes-hosted = betroffene Postfächer beim Anbieter
chart-kinds-mailboxes-cloud = betroffene Postfächer in der Cloud
chart-kinds-row = { $mean } ({ $low } bis { $high })
chart-kinds-less-than = unter { $share }
chart-kinds-axis = Anteil an allen
chart-kinds-part = { $kind }{ "\u00A0" }{ $share }
chart-kinds-found = Gehackte Organisationen: { $parts }
chart-kinds-found-cloud = { chart-kinds-found }; wer ganz in der Cloud ist, hat in diesem Fall keinen Server
chart-kinds-basis = Anteile der Organisationen und der Postfächer, je nachdem, wo die Server stehen
chart-kinds-caption = Balken: Durchschnitt; Linien und Zahlen in Klammern: 9 von 10 Zukünften.

## Wer auch in der Cloud gehackt wurde, als Bild

chart-tenants-reached = auch in der Cloud gehackt
chart-tenants-on-premises = nur vor Ort gehackt
chart-tenants-not-breached = nicht gehackt
chart-tenants-most-worlds = { chart-tenants-reached }, { chart-most-worlds }
chart-tenants-row = { $count } von { $organizations } auch in der Cloud
chart-tenants-axis = Anteil an den Organisationen, die zum Teil in der Cloud sind
chart-tenants-found = Auch in der Cloud gehackt: { $count } von { $organizations } Organisationen, die zum Teil in der Cloud sind ({ $share })
chart-tenants-none = Keine Organisation ist nur zum Teil in der Cloud, also wird keine auch dort gehackt
chart-tenants-basis = In die Cloud kommen Eindringlinge immer über einen Server, den die Organisation noch selbst betreibt
chart-tenants-caption = { chart-bars-caption } Die Wahrscheinlichkeit dieses Schritts ist eine Annahme.

## Folien: Titel, die sagen, was herauskam

slides-likely = { $count } Unternehmen wie Ihrem { page-be } { page-breached }
slides-likely-at-ends = { slides-likely }, im Durchschnitt: { $futures }
slides-no-plan-spares = Kein Plan verschont mehr Unternehmen als das, was { $hosted ->
    [yes] Ihr Anbieter heute tut
   *[no] Sie heute tun
}
slides-keep-pace = Behalten Sie Ihr Tempo bei, und suchen Sie nach Einbrüchen
slides-helps-sooner = Was am meisten hilft: { $hosted ->
    [yes] ein Anbieter, der das Update früher einspielt
   *[no] das Update früher einspielen
}
slides-helps-keep = Was am meisten hilft: { $mitigation } weiter nutzen, bis das Update eingespielt ist
slides-helps-use = Was am meisten hilft: { $mitigation }, bis das Update eingespielt ist
slides-deadlines = Vorgegebene Fristen
slides-deadlines-met = { slides-whose-pace } reicht für jede Frist hier, die in Kraft ist und eine Zahl von Tagen nennt
slides-deadlines-missed = { $number ->
    [1] { slides-whose-pace } ist zu langsam für die einzige Frist, die in Kraft ist und eine Zahl von Tagen nennt
    [2] { slides-whose-pace } ist zu langsam für { slides-missed } von zwei Fristen, die in Kraft sind und eine Zahl von Tagen nennen
    [3] { slides-whose-pace } ist zu langsam für { slides-missed } von drei Fristen, die in Kraft sind und eine Zahl von Tagen nennen
    [4] { slides-whose-pace } ist zu langsam für { slides-missed } von vier Fristen, die in Kraft sind und eine Zahl von Tagen nennen
   *[5] { slides-whose-pace } ist zu langsam für { slides-missed } von fünf Fristen, die in Kraft sind und eine Zahl von Tagen nennen
}
slides-missed = { $missed ->
    [1] eine
    [2] zwei
    [3] drei
    [4] vier
   *[5] fünf
}
slides-whose-pace = { $hosted ->
    [yes] Das Tempo Ihres Anbieters
   *[no] Ihr Tempo
}

## Folien: Überschriften, Tabellen, und was hört, wer ein Bild nicht sieht

slides-about = Worum es geht
slides-which-plan = Welcher Plan?
slides-meet-the-rules = Halten wir die Regeln ein?
slides-sources = Quellen
slides-table-of-deadlines =
    .rule = Vorgegebene Frist
    .within = Binnen
    .status = Stand
slides-plan-in-words = { $name }, { $when }: { $breached } gehackt{ $tells_futures ->
    [yes] , in 9 von 10 Zukünften { $futures }
   *[no] { "" }
}{ $tells_money ->
    [yes] , im Durchschnitt { $money }
   *[no] { "" }
}.
slides-rule-in-words = { $rule }: { $within }, { $status }; { $hosted ->
    [yes] Ihr Anbieter
   *[no] Sie
}: { $today }.
slides-curve-alt = Liniendiagramm: Wahrscheinlichkeit eines Einbruchs je Tag des Einspielens. { $chance } { $waiting }
slides-bars-alt = Balkendiagramm der Pläne. { $plans }
slides-plans-alt = Tabelle der Pläne. { $plans }
slides-ranges-alt = Balkendiagramm der Spannen. { $plans }
slides-deadlines-alt = Tabelle der Fristen. { $rules }

## Folien: Diagramme, die sich bearbeiten lassen

slides-lower-edge = unterer Rand: 9 von 10 Zukünften
slides-upper-edge = oberer Rand: 9 von 10 Zukünften
slides-half-below = die Hälfte der Zukünfte liegt darunter
slides-fix-is-out = das Update erscheint
slides-you = Sie
slides-between-lines = 9 von 10 Zukünften liegen zwischen den Strichlinien
slides-average-and-lines = Durchschnitt;
slides-mark-you =
    .first = { $hosted ->
        [yes] Ihr Anbieter
       *[no] Sie
    }, { $when }:
    .second = { $breached } von { $number }
slides-axis-day = Tag, an dem { chart-you-patch }, gezählt ab dem Tag, an dem es erscheint (−: davor)
slides-as-best = wie mit dem besten Plan
slides-more-than-best = mehr als mit dem besten Plan
slides-bars-title = Gehackt, von { $number } Unternehmen wie Ihrem (+: mehr als mit dem besten Plan)
slides-plan-label = { $plan }, { $when }
slides-plan-label-and-count = { slides-plan-label }: { $breached }
slides-range-from = 9 von 10 Zukünften: ab
slides-range-width = 9 von 10 Zukünften: wie breit
slides-ranges-title = 9 von 10 simulierten Zukünften: gehackt, von { $number }

## Folien: was zu sagen ist, was gefragt wird, und die Antwort

slides-say = Sagen Sie:
slides-asked = Vielleicht wird gefragt: { $question }
slides-answer = Antwort: { $answer }
slides-say-sources = Der Fall und die Regeln, an denen Ihr Tempo gemessen wurde, mit ihren Quellen.
slides-ask-about = Worum geht es?
slides-ask-what-will-happen = Wird es also so kommen?
    .answer = Nein. { $not_a_forecast } Verglichen wird, was Sie tun können, in denselben Zukünften.
slides-ask-will-we-be = Werden wir gehackt?
    .answer = Das steht hier nicht: { $limit }
slides-ask-above-zero = Warum liegt die Kurve schon über null vor dem Tag, { $hosted ->
    [yes] an dem unser Anbieter das Update einspielt
   *[no] an dem wir das Update einspielen
}?
    .answer = Die Angriffe dieses Falls beginnen, bevor das Update erscheint.
slides-ask-amount = Woher kommt der Betrag?
    .answer = Aus Ihrer eigenen Angabe für einen Einbruch, mal der gedruckten Zahl. Das ist ein Durchschnitt und keine Rechnung, die kommt.
slides-ask-longer = Und wenn wir länger warten?
slides-ask-counted = Was genau wird gezählt?
slides-ask-year = Ist das unser Risiko in einem Jahr?
    .answer = Nein. Es geht nur um solche Lücken, so viele im Jahr, wie Sie genannt haben, und so, wie es angenommen ist.
slides-ask-slower = { $hosted ->
    [yes] Und wenn unser Anbieter langsamer ist?
   *[no] Und wenn wir langsamer sind?
}
    .answer = { $hosted ->
        [yes] Lassen Sie { slides-the-servers } vom Internet trennen, bis er das Update einspielt.
       *[no] Trennen Sie { slides-the-servers } dann vom Internet, bis Sie das Update einspielen.
    }
slides-the-servers = { $servers ->
    [1] den Server
   *[other] die Server
}
slides-ask-all-well = Ist alles gut, sobald das Update eingespielt ist?
    .answer = Nein. Das Update schließt die Tür, wirft aber niemanden hinaus, der schon drin ist.
slides-ask-bound = Gelten diese Regeln für uns?
slides-ask-wrong = Wie falsch kann das sein?
slides-ask-were-we = Wurden wir schon gehackt?
    .answer = Auch das steht hier nicht: { $limit }
slides-ask-check = Lässt sich das nachprüfen?
    .answer = Ja. Wer den Fall hat, bekommt wieder dieselben Zahlen: { $basis }

## Die Seite zum Ausprobieren

explore-title = { $name }: Wann Sie das Update einspielen, und wie wahrscheinlich ein Einbruch ist
explore-title-anybody = Wann Sie das Update einspielen, und wie wahrscheinlich ein Einbruch ist
explore-for = Für { $name } · { $case }
explore-page-title = Wann { page-you-patch }, und wie wahrscheinlich ein Einbruch ist
explore-answer = Was dabei herauskommt
explore-business = Ein Unternehmen ist gehackt, wenn einer seiner Server gehackt ist.
explore-no-script = Damit sich die Regler bewegen lassen, braucht diese Seite JavaScript. Es ist hier abgeschaltet.
explore-situation = Ihre Lage
explore-day-label = Der Tag, an dem { page-you-patch }
explore-how-hard = Wie stark Angreifer suchen
explore-where = Wo Ihre Server stehen
explore-like = Wem davon Sie gleichen
explore-how-many = Zahl der Server
explore-mitigation-label = Schutz, bis { page-you-patch }
explore-which-day = Ab welchem Tag er wirkt
explore-show-deadlines = Vorgegebene Fristen zeigen
explore-reset = Zurück zum Anfang
explore-not-breached = nicht gehackt
explore-filled = gehackt, bevor { page-they-patch }
explore-chart-title = Nach dem Tag, an dem { page-you-patch }
explore-key-average = Durchschnitt aller simulierten Zukünfte
explore-key-band = 9 von 10 Zukünften liegen im Band,
explore-key-half = die Hälfte im dunkleren
explore-key-median = die Hälfte der Zukünfte liegt darunter
explore-key-dots = jeder Punkt: 1 von { $dots } Zukünften an Ihrem Tag
explore-key-you = Sie
explore-plans = Ihre Pläne, bei diesen Einstellungen
explore-deadlines = Vorgegebene Fristen, Stand { $day }
explore-deadline-more = { $issuer }. Gilt für: { $binds }. Die Uhr: { $clock }.
explore-table = Die Kurve als Tabelle
explore-table-day = Einspielen nach Erscheinen
explore-table-mean = Im Durchschnitt gehackt
explore-table-range = In 9 von 10 simulierten Zukünften
explore-stays-here = Nichts verlässt dieses Gerät: Die Seite lädt nichts und sendet nichts.
explore-counted = Was gezählt wird:
explore-counted-text = ein Einbruch in einen Ihrer Server, bevor das Update eingespielt ist. Ihre Server haben die Lücke, sind aus dem Internet erreichbar und bekommen das Update alle am selben Tag.
explore-not-counted = Was nicht gezählt wird:
explore-not-counted-text = Einbrüche nach diesem Tag, durch ein Update, das nicht wirkt; was auf einen Einbruch folgt, etwa das Aufräumen oder ein zweiter Einbruch; und der Schritt vom Server einer Organisation, die zum Teil in der Cloud ist, in ihren Cloud-Dienst.
explore-futures = Simulierte Zukünfte:
explore-futures-text = Jede nimmt das, was niemand weiß, anders an{ $alike ->
    [yes] ; in diesem Fall gilt nichts als unbekannt, deshalb sind alle gleich, was keine Gewissheit ist
   *[no] { "" }
}. Von den { $values } Werten, auf denen der Fall beruht, sind { $assumed } angenommen, ohne Quelle.
explore-exact = Wie genau diese Seite ist:
explore-exact-text = gegenüber der vollen Rechnung:
explore-error = in { $settings } geprüften Einstellungen lagen Durchschnitte um höchstens { $largest } von 100 daneben (im Durchschnitt um { $typical }), die Enden der Spanne um höchstens { $ends } von 100
explore-facts = Erstellt am { $day } · { $case }, Prüfsumme { $digest } · patchrace { $version } · Startwert { $seed } · { $worlds } simulierte Zukünfte
explore-place-on-prem = bei Ihnen vor Ort
explore-place-hybrid = vor Ort, zum Teil in der Cloud
explore-place-hosted = auf Servern eines Anbieters
explore-place-cloud = in der Cloud

## Die Seite zum Ausprobieren: worin ihr Skript Zahlen einsetzt

explore-servers = { $count } Server
explore-factor =
    .quarter = ein Viertel so stark wie im Fall
    .half = halb so stark wie im Fall
    .same = so stark wie im Fall
    .twice = doppelt so stark wie im Fall
    .four = viermal so stark wie im Fall
explore-factor-times = { $times }-mal so stark wie im Fall
explore-at-once = sofort, wenn das Update erscheint
explore-planned = { $days } nach Erscheinen des Updates
explore-in-place-at-once = sofort, wenn er verfügbar ist
explore-in-place = { $days }, nachdem er verfügbar ist
explore-any = irgendwem davon
explore-none = keiner
explore-ends = Die simulierte Zeit endet an diesem Tag.
explore-none-gets-in = In keiner der simulierten Zukünfte kommt ein Angriff dieses Falls durch, bevor { page-you-patch }.
explore-week-later = Eine Woche später: { $count } von { $of } mehr.
explore-days-later = { $days } später, am Ende der simulierten Zeit: { $count } von { $of } mehr.
explore-money = Bei { $cost } je Einbruch kostet diese Verzögerung Unternehmen wie Ihres im Durchschnitt { $amount }.
explore-money-below = Bei { $cost } je Einbruch kostet diese Verzögerung Unternehmen wie Ihres im Durchschnitt weniger als { $amount }.
explore-axis = Von { $of } Unternehmen wie Ihrem: gehackt, bevor { page-they-patch }
explore-axis-day = Tag, an dem { page-you-patch }, gezählt ab dem Tag, an dem das Update { $tense ->
    [past] erschien
   *[present] erscheint
}
explore-axis-short = Tage vom Erscheinen bis zum Einspielen
explore-before-the-fix = bevor das Update { $tense ->
    [past] erschien
   *[present] erscheint
}: { $count } von { $of }
explore-curve = Eine Kurve: wie viele von { $of } Unternehmen wie Ihrem gehackt werden, bevor { page-they-patch }, nach dem Tag des Updates. Am Tag des Erscheinens: { $first }. { $days } danach, wie gewählt: { $now }. Am rechten Ende ({ $shown }): { $last }.
explore-houses-title = Von { $of } Unternehmen wie Ihrem gehackt: { $count }
explore-houses = { $of } Häuser, davon { $count } gefüllt
explore-houses-alt = { $houses }: gehackt, bevor { page-they-patch }.
explore-plan = „{ $plan }“, { $days } nach Erscheinen{ $protection }: { $count } von { $of }{ $range }
explore-plan-nothing = , bis dahin ohne Schutz
explore-plan-with = , bis dahin mit { $name }
explore-plan-without = , ohne { $name }, was hier nicht angeboten wird
explore-chosen-day = { $days } (gewählt)
explore-too-few = zu wenige, um es zu sagen
explore-alike = alle gleich
