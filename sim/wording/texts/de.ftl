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
chart-patches-after = { $client }: { $hosted ->
    [yes] Der Anbieter spielt
   *[no] Das Unternehmen spielt
} das Update { $days } nach Erscheinen ein
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
chart-axis-breached =
    .first = von { $number } Unternehmen wie Ihrem:
    .second = gehackt, bevor { chart-they-patch }
chart-caption-futures = Jede simulierte Zukunft nimmt anders an, was niemand weiß.
chart-caption-curve = Linie: der Durchschnitt aller simulierten Zukünfte. Gestrichelt: Die Hälfte von ihnen liegt darunter. Bänder: die mittlere Hälfte und 9 von 10 von ihnen an jedem Tag.
chart-caption-no-band = { $why }, deshalb ist kein Band gezeichnet: Das ist keine Gewissheit.
chart-caption-counted = Gezählt sind Unternehmen, deren Server die Lücke haben und aus dem Internet erreichbar sind: gehackt, bevor { chart-they-patch }{ $mitigated ->
    [yes] , mit dem, was sie bis dahin tun
   *[no] { "" }
}.
