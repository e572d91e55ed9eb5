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
