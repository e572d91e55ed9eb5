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
    In 9 von 10 simulierten Zukünften trifft ein Einbruch { $between } von { $of } Unternehmen. Planen Sie mit dieser
    Spanne. Sind die Annahmen falsch, kann die Wahrheit außerhalb liegen.
answers-sure-unknowns = Niemand kennt alle Tatsachen. Am stärksten bestimmt die Zahlen, { $unknowns }.
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
} durchgerechnet. Mit mehr Zukünften könnte sich der Durchschnitt { $shift ->
    [anywhere] beliebig weit
    [little] um weniger als 1 von { $of }
   *[some] um etwa { $count } von { $of }
} verschieben. Wahrer würden die Annahmen dadurch nicht.

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
