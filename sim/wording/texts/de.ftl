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
chart-be = { $tense ->
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
chart-breached = { $tense ->
    [past] gehackt worden
   *[present] gehackt
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
chart-patches = { chart-patches-after }. Von { $number } solchen Unternehmen { chart-be } bis dahin { $count } { chart-breached }
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
    .second = gehackt, bevor { chart-they-patch }
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
chart-icons-as-many = Von { $number } Unternehmen wie Ihrem { chart-be } { $count } { chart-breached }, wenn { chart-as-today }, und ebenso viele mit „{ $plan }“
chart-icons-found = Von { $number } Unternehmen wie Ihrem { chart-be } { $count } { chart-breached }, wenn { chart-as-today }, und { $other } mit „{ $plan }“
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
chart-speed-alike = Von { $number } Unternehmen wie Ihrem { chart-be } { $count } { chart-breached }, wie stark Angreifer auch suchen
chart-speed-found = Wenn Angreifer { $how } { $tense ->
    [past] gesucht hätten
   *[present] suchen
}, { chart-be } von { $number } Unternehmen wie Ihrem { $count } statt { $instead } { chart-breached }
chart-speed-basis = { chart-patches-after }: die Linie
chart-speed-caption = Zahlen: von { $number } Unternehmen wie Ihrem, der Durchschnitt aller simulierten Zukünfte. Stärker suchen heißt, dass alle Kampagnen so viel Mal schneller Server ansprechen, als der Fall sagt, und alles andere gleich bleibt.
chart-speed-row = { $how } { $count } von { $number }
chart-speed-alt = Karte aus Farben. { $finding }. Am Tag des Kunden, mit Angreifern, die suchen: { $rows }.

## Folien: Titel, die sagen, was herauskam

slides-likely = { $count } Unternehmen wie Ihrem { chart-be } { chart-breached }
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
slides-deadlines = Offizielle Fristen
slides-deadlines-met = { slides-whose-pace } reicht für jede dieser Fristen, die in Kraft ist
slides-deadlines-missed = { $number ->
    [1] { slides-whose-pace } ist zu langsam für die einzige Frist, die in Kraft ist
    [2] { slides-whose-pace } ist zu langsam für { slides-missed } von zwei Fristen, die in Kraft sind
    [3] { slides-whose-pace } ist zu langsam für { slides-missed } von drei Fristen, die in Kraft sind
    [4] { slides-whose-pace } ist zu langsam für { slides-missed } von vier Fristen, die in Kraft sind
   *[5] { slides-whose-pace } ist zu langsam für { slides-missed } von fünf Fristen, die in Kraft sind
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
    .rule = Offizielle Frist
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
    .answer = Aus Ihrer eigenen Angabe für einen Einbruch, mal der gedruckten Zahl. Das ist ein Durchschnitt, keine Rechnung.
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
