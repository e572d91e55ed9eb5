### What clients read, in English. A sentence that a number stands in says what that number means: keep it true.

## Numbers, durations and chances, as parts of sentences

list = { $first } and { $last }
days = { $count } { $count ->
    [one] day
   *[other] days
}
days-decimal = { $count } days
hours = { $count } { $count ->
    [one] hour
   *[other] hours
}
minutes = { $count } { $count ->
    [one] minute
   *[other] minutes
}
minutes-decimal = { $count } minutes
days-after = { days }
days-after-decimal = { days-decimal }
hours-after = { hours }
minutes-after = { minutes }
minutes-after-decimal = { minutes-decimal }
chance-none = none
chance-about = about { $count }
chance-below-one = fewer than 1
chance-above = more than { $count }
chance-of = { $count } of { $of }
at-most = at most { $count }
at-least = at least { $count }
money-below = less than { $amount }
range = { $low } to { $high }
range-between = between { $low } and { $high }
range-is = it is { $count }
futures-alike = in half of the simulated futures { $most }, in 9 of 10 { $range }
futures-few = in 1 of 20 fewer than { $count }
futures-many = in 1 of 20 more than { $count }
futures-both = { $few }, { $many }
futures-apart = in half of the simulated futures { $half }, { $ends }
futures-count = { $count } simulated { $count ->
    [one] future
   *[other] futures
}
quoted = “{ $name }”

## Names that clients did not choose

plan-in-a-day = in a day
plan-in-a-week = in a week
plan-in-a-month = in a month
plan-as-today = as today
client-anybody = Your business
