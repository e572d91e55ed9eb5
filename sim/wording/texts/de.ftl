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
futures-few = in 1 von 20 weniger als { $count }
futures-many = in 1 von 20 mehr als { $count }
futures-both = { $few }, { $many }
futures-apart = in der Hälfte der simulierten Zukünfte { $half }, { $ends }
futures-count = { $count } { $count ->
    [one] simulierte Zukunft
   *[other] simulierte Zukünfte
}
quoted = „{ $name }“

## Namen, die Kunden nicht selbst gewählt haben

plan-in-a-day = in einem Tag
plan-in-a-week = in einer Woche
plan-in-a-month = in einem Monat
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
} berechnet, zu wenig, um zu sagen, wie weit sie auseinanderliegen
page-alike = Hier sind alle simulierten Zukünfte gleich
page-mark-you = Sie
page-in-place = { $day ->
    [0] bis dahin
   *[other] ab etwa Tag { $day }
}

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
    [past] { $hosted ->
        [yes] Hätte Ihr Anbieter das Update, wie er es heute tut, { $days } nach Erscheinen eingespielt
       *[no] Hätten Sie das Update, wie Sie es heute tun, { $days } nach Erscheinen eingespielt
    }
    [conditional] { $hosted ->
        [yes] Würde Ihr Anbieter das Update, wie er es heute tut, { $days } nach Erscheinen einspielen
       *[no] Würden Sie das Update, wie Sie es heute tun, { $days } nach Erscheinen einspielen
    }
   *[present] { $hosted ->
        [yes] Wenn Ihr Anbieter das Update wie heute { $days } nach Erscheinen einspielt
       *[no] Wenn Sie das Update wie heute { $days } nach Erscheinen einspielen
    }
}, { page-be } { $average ->
    [yes] im Durchschnitt { $chance }
   *[no] { $chance }
} Unternehmen wie Ihrem { page-breached }, bevor { page-they-patch }
page-headline-plain = { page-headline }.
page-headline-average = { page-headline }: { $futures }.
page-headline-best = Mit dem Plan „{ $plan }“{ $same_day ->
    [yes] { "" }
   *[no] { " " }({ $days })
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
page-headline-best-none = Mit dem Plan „{ $plan }“{ $same_day ->
    [yes] { "" }
   *[no] { " " }({ $days })
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
page-about-model = Das ist kein Risiko pro Jahr und sagt nicht, dass Sie die Lücke haben. Es ist ein Modell, um Pläne zu vergleichen, keine Vorhersage: { $assumed } seiner { $values } Werte { $assumed ->
    [one] ist eine Annahme
   *[other] sind Annahmen
}.
page-counted-fix = Das Update ist hier: { $fix }.
page-counted-servers = Ein Unternehmen ist gehackt, wenn einer seiner { $servers } Server gehackt ist.
page-counted-mailboxes = Die Zahl der Postfächer ändert hier nichts.
page-counted-group = Sie werden mit einer anderen Gruppe gezählt: { $group }. Deren Server stehen nicht dort, wo Ihre stehen, sondern { $deployment ->
    [hosted] bei ihrem Anbieter
    [hybrid] bei ihnen vor Ort, mit der Cloud verbunden
   *[on_prem] bei ihnen vor Ort
}. Also gelten die Angriffe und das Update dieser Gruppe.
page-how-likely = Wie wahrscheinlich ist das bei uns?
page-before-the-fix = { $chance } { page-be } { page-breached }, bevor das Update { $tense ->
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
        [yes] Wartet Ihr Anbieter
       *[no] Warten Sie
    }
} { $is_week ->
    [yes] eine Woche
   *[no] { $days }
} länger als heute{ $tense ->
    [past] { " " }gewartet
    [conditional] { " " }warten
   *[present] { "" }
}, dann { page-be } von { $of } { $count } zusätzlich { page-breached }.
page-waiting-little = Noch { $is_week ->
    [yes] eine Woche
   *[no] { $days }
} zu warten, ändert das um weniger als 1 von { $of }.
page-waiting-costs = Wenn ein Einbruch Sie { $breach } kostet (Ihre Angabe), kostet dieses Warten im Durchschnitt { $costs }. Das ist keine Rechnung: Wer nicht gehackt wird, zahlt nichts, und wer gehackt wird, zahlt alles.
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
page-limit-afterwards = Was nach einem Einbruch kommt, was ein Update anrichtet, das nicht gelingt, und was andere Lücken oder gefälschte E-Mails anrichten.
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
    [0] Keine Wörter
    [1] Ein Wort
    [2] Zwei Wörter
    [3] Drei Wörter
    [4] Vier Wörter
   *[5] Fünf Wörter
}
page-word-flaw = Lücke
    .meaning = ein Fehler in einem Programm, durch den Fremde hineinkommen.
    .spelled = (?:sicherheits)?lücke
page-word-fix = Update
    .meaning = die neue Version, die die Lücke schließt. Einspielen heißt, sie auf dem Server zu installieren.
    .spelled = update|einspiel|eingespielt
page-word-breach = Einbruch
    .meaning = Fremde sind in einen Server gelangt, bevor das Update eingespielt war. Er ist dann gehackt.
    .spelled = einbr[uü]ch|gehackt
page-word-open = Angreifbar
    .meaning = Die Angriffe haben begonnen, und der Server ist noch nicht geschützt.
    .spelled = angreifbar
page-word-future = Simulierte Zukunft
    .meaning = ein Verlauf, den das Rennen nehmen kann, von einem Computer ausgerechnet.
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
page-column-more = Zum besten Plan
page-column-money = Kosten im Schnitt
page-column-patching = Ein Update
page-column-together = Zusammen
page-cell-as-today = { $plan } (wie heute)
page-cell-when = nach { $days }
page-cell-no-stopgap = keine Sofortmaßnahme
page-cell-not-in-time = nichts rechtzeitig
page-cell-from-day = { $name }, ab etwa Tag { $day }
page-cell-half = { $range }; in der Hälfte { $most }
page-cell-more = { $count ->
    [0] der beste
   *[other] { $count } mehr
}
page-plans-note = Gezählt sind Unternehmen wie Ihres, die gehackt werden, bevor { page-they-patch }.
page-plans-note-none = 0: { page-none-yet }.
page-plans-note-range = Eine Spanne umfasst 9 von 10 simulierten Zukünften.
page-plans-note-money = Kosten im Schnitt: die von Einbrüchen.
page-plans-note-patching = Was es kostet, das Update schneller einzuspielen, ist nicht mitgezählt.
page-curve-later = Je später { page-you-patch }, desto mehr { $tense ->
    [past] wären vorher gehackt worden
   *[present] werden vorher gehackt
}.
page-curve-lines = Buchstaben: die Pläne. Linie: der Durchschnitt.
page-curve-bands = Gestrichelt: Die Hälfte der simulierten Zukünfte liegt darunter. Bänder: die mittleren 5 und 9 von 10 Zukünften.
page-curve-before-the-fix = Grau: im Durchschnitt gehackt, bevor das Update { $tense ->
    [past] erschien
   *[present] erscheint
}.
page-dots-caption = Jeder Punkt ist 1 von { $dots } simulierten Zukünften, alle gleich wahrscheinlich. Die Linie ist ihr Durchschnitt.
page-icons-caption = Jedes Häuschen ist eines von { $of } Unternehmen wie Ihrem. Alle treffen auf dieselben Angriffe.
page-race-title = Das ganze Rennen in diesem Fall
page-race-region = Das ganze Rennen
page-race-caption = Alle Server des Falls, in simulierten Zukünften. Linien: der Durchschnitt. Bänder: 9 von 10 Zukünften.
page-facts-title = Von { $of } Unternehmen wie Ihrem
page-facts-today = Wie heute
page-facts-plan = Mit dem Plan „{ $plan }“
page-facts-of = von { $of } { page-be } { page-breached }
page-deadlines = Amtliche Fristen
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
page-deadline-late = { $days } zu spät
page-deadline-met = { $hosted ->
    [yes] hält sie ein
   *[no] halten sie ein
}
page-deadlines-note = Die Tage zählen ab Erscheinen des Updates. Diese Regeln gelten vielleicht nicht für { $hosted ->
    [yes] Sie oder Ihren Anbieter
   *[no] Sie
}, und andere Regeln Ihres Landes können gelten. Wer eine Frist einhält, ist damit nicht sicher.
page-deadlines-note-country = Gezeigt sind die Regeln, die dieses Programm kennt: { $known ->
    [yes] die für dieses Land ({ $country }) und die für alle Länder
   *[no] die für alle Länder; für { $country } allein keine
}.
page-deadlines-note-past = Der Fall ist vorbei: Voll dargestellt sind die Regeln, die damals galten.
page-sources = Quellen
page-sources-of-values = Quellen der Werte des Falls
page-page = Seite
