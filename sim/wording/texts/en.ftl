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

## Charts of a client: parts of their sentences

chart-you-patch = { $hosted ->
    [yes] your provider { $tense ->
        [past] patched
       *[present] patches
    }
   *[no] you { $tense ->
        [past] patched
       *[present] patch
    }
}
chart-they-patch = { $hosted ->
    [yes] their provider { $tense ->
        [past] patched
       *[present] patches
    }
   *[no] they { $tense ->
        [past] patched
       *[present] patch
    }
}
chart-be = { $tense ->
    [past] would have been
    [conditional] would be
   *[present] { $is_one ->
        [yes] is
       *[no] are
    }
}
chart-breached = breached
chart-is-out = { $tense ->
    [past] was out
   *[present] is out
}
chart-in-place = { $day ->
    [0] until then
   *[other] from about day { $day }
}
chart-a-week = a week

## Charts of a client: what stands below each

chart-basis-made = { $case }: { $replications } replications (worlds), seed { $seed }.
chart-basis-unknown = Unknown, so drawn anew in every world: { $names }.
chart-basis-luck = No value is uncertain here, so worlds differ by luck alone: a narrow range is no certainty.
chart-basis-no-luck = No value is uncertain here, so without luck, all are alike: that is no certainty.
chart-basis-assumed = { $assumed } of { $values } values are assumed (patchrace check lists them).
chart-basis-model = Illustrative model, not a forecast or an audit. patchrace { $version }.
chart-in-the-cloud = { $client } runs its service at a cloud provider, who has to patch it

## The chance by the day of patching, as a chart

chart-none-gets-in = In none of the simulated futures does an attack of this case get in before { chart-you-patch }
chart-later-changes-little = Patching { $later } later { $tense ->
    [past] would have changed
   *[present] changes
} your chance of a breach by less than 1 in { $number }
chart-later-makes-likely = Patching { $later } later { $tense ->
    [past] would have made
   *[present] makes
} a breach about { $count } in { $number } more likely
chart-patches-none-yet = { chart-patches-after }: in this case, no attack gets in before that day
chart-patches = { chart-patches-after }. Of { $number } such businesses, { $count } { chart-be } { chart-breached } by then
chart-patches-after = { $hosted ->
    [yes] The provider of { $client }
   *[no] { $client }
} patches { $days } after the fix is out
chart-mark-you = { $hosted ->
    [yes] Your provider
   *[no] You
}, { $days } after the fix: { $count }
chart-mark-you-as-plan = { $hosted ->
    [yes] Your provider
   *[no] You
}, { $days } after the fix (plan “{ $plan }”): { $count }
chart-mark-plan = Plan “{ $plan }”, { $days } after the fix: { $count }
chart-mark-plan-nothing = { chart-mark-plan }, nothing until then
chart-mark-plan-until = { chart-mark-plan }, { $mitigation } { chart-in-place }
chart-count-and-range = { $count } ({ $range })
chart-count-at-two-ends = { $count } ({ $range }; in half { $most })
chart-before-the-fix = Breached before the fix { chart-is-out }: { $count }. No patch { $tense ->
    [present] can
   *[conditional] could
} stop that part.
chart-average = average
chart-half-below = half are below
chart-band = 9 of 10 futures lie in the band
chart-axis-day = { chart-axis-day.first } { chart-axis-day.second }
    .first = day on which { chart-you-patch },
    .second = counted from the day the fix { chart-is-out }
chart-axis-breached =
    .first = of { $number } businesses like yours:
    .second = breached before { chart-they-patch }
chart-caption-futures = Each simulated future takes what nobody knows differently.
chart-caption-curve = Line: the average over all simulated futures. Dashed: half of them are below it. Bands: the middle half and 9 of 10 of them at each day.
chart-caption-no-band = { $why }, so no band is drawn: that is no certainty.
chart-caption-counted = Counted are businesses whose servers have the flaw and can be reached from the internet, breached before the day { chart-they-patch }{ $mitigated ->
    [yes] , with what they do until then
   *[no] { "" }
}.
