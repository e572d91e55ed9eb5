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
chart-as-today = as { chart-you-patch } today
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
chart-axis-breached = { chart-axis-breached.first } { chart-axis-breached.second }
    .first = of { $number } businesses like yours:
    .second = breached before { chart-they-patch }
chart-caption-futures = Each simulated future takes what nobody knows differently.
chart-caption-curve = Line: the average over all simulated futures. Dashed: half of them are below it. Bands: the middle half and 9 of 10 of them at each day.
chart-caption-no-band = { $why }, so no band is drawn: that is no certainty.
chart-caption-counted = Counted are businesses whose servers have the flaw and can be reached from the internet, breached before the day { chart-they-patch }{ $mitigated ->
    [yes] , with what they do until then
   *[no] { "" }
}.

## Futures as dots, as a chart

chart-row-today = As today, { $days } after the fix
chart-row-plan = Plan “{ $plan }”, { $days } after the fix
chart-row-average = { $row }: { $count } on average
chart-row-futures = { $row }: { $futures }
chart-dots-basis = { $client }: each dot is 1 of { $dots } simulated futures, all as likely; the line is their average
chart-dots-found = { $futures } of { $number } { $tense ->
    [past] would have been
   *[present] are
} breached
chart-dots-caption = Dots: quantiles of the chance over all simulated futures.
chart-dots-alt = Dots. { $finding }. Each dot is 1 of { $dots } simulated futures. { $rows }.

## Businesses as icons, as a chart

chart-icon-hit = breached
chart-icon-spared = spared by this plan
chart-icon-more = breached in addition
chart-icon-rest = not breached
chart-key-spared = spared by this plan: { $count }
chart-key-more = more with this plan: { $count }
chart-side-today = { $hosted ->
    [yes] As today
   *[no] As you do today
}
chart-side-plan = Plan “{ $plan }”
chart-side-breached = { $count } of { $number } breached
chart-side-not-attacked = not attacked in this case
chart-side-as-written = that is how its author wrote it
chart-side-alike = { $why }: that is no certainty
chart-side-spread =
    .first = in 9 of 10 simulated futures
    .second = { $range }
chart-side-alt = { $heading }, { $done }: { $count }, { $spread }
chart-done-in-the-cloud = your provider has to patch
chart-done = patched { $days } after the fix
chart-done-until =
    .first = { chart-done },
    .second = { $mitigation } { chart-in-place }
chart-icons-none = In this case, of { $number } businesses like yours, none { $tense ->
    [past] would have been
   *[present] is
} breached { chart-as-today }, and none with “{ $plan }”
chart-icons-as-many = Of { $number } businesses like yours, { $count } { chart-be } { chart-breached } { chart-as-today }, and as many with “{ $plan }”
chart-icons-found = Of { $number } businesses like yours, { $count } { chart-be } { chart-breached } { chart-as-today }, and { $other } with “{ $plan }”
chart-icons-hardly-differ = The two differ by less than one icon
chart-icons-do-not-differ = The two do not differ
chart-icons-change = { chart-step } of { $number } breached, on average over simulated futures
chart-icons-change-and-share = { chart-icons-change }: { $nearly_all ->
    [yes] more than 95%
   *[no] about { $share }%
} { chart-more-or-fewer }
chart-icons-caption = Every icon is one of { $number } businesses like yours. Both ways face the same attacks in the same simulated futures.
chart-icons-caption-difference = Marked is the difference: some are spared who are not marked, and as many are hit instead.
chart-icons-caption-of-more = Of { $number } businesses, { $count } { $is_one ->
    [yes] is
   *[no] are
} breached as { $hosted ->
    [yes] your provider patches
   *[no] you patch
} today, { $other } { $other_is_one ->
    [yes] is
   *[no] are
} with the plan.
chart-icons-alt = Two arrays of { $number } icons. { $finding }. { $sides }.
chart-houses = { $number } houses in rows, { $hit } of them breached.
chart-houses-spared = { $number } houses in rows, { $hit } of them breached, { $count } of the others marked as spared by this plan.
chart-houses-more = { $number } houses in rows, { $hit } of them breached, { $count } of them marked as breached in addition.
chart-sign = A house, the sign of: { $state }.

## Plans as a waterfall, as a chart

chart-more-or-fewer = { $fewer ->
    [yes] fewer
   *[no] more
}
chart-step = { $count } { chart-more-or-fewer }
chart-less-than = less than { $number }
chart-level = { chart-level.first } { chart-level.second }
    .first = { $count }
    .second = of { $number }
chart-no-clear-difference = no clear difference
chart-between-fewer-and-more = between { $low } fewer and { $high } more
chart-between = between { $low } and { $high } { chart-more-or-fewer }
chart-in-most-futures = in 9 of 10 futures
chart-first-bar = { $name } { $level }
chart-next-bar = { $name } { $level }, { $step }
chart-waterfall-alt = Waterfall chart. { $finding }. { $bars }
chart-waiting-axis = breached, of { $number } businesses like yours
chart-waiting-one = { $plan }: { $level } of { $number } businesses like yours breached
chart-waiting-plans = { $last } instead of { $first }: { $step } of { $number } businesses like yours breached
chart-waiting-days = Patched after { $last } instead of { $first }: { $step } of { $number } businesses like yours breached
chart-waiting-basis = On top of each bar: what it adds to the one before it, in the same simulated futures
chart-waiting-no-plan = { $client } has no plan but what is done today
chart-waiting-as-today = { $plan } (as today)
chart-waiting-with = with { $mitigation }
chart-waiting-money =
    .first = on average about
    .second = { $amount } { chart-more-or-fewer }
chart-waiting-caption-money = Money: the added chance times what a breach costs you ({ $cost }, as given). It is an average over many businesses: each of them loses all of it or nothing.
chart-waiting-caption-no-range = { $why }, so no range is told: that is no certainty.

## The chance by how hard attackers scan, as a chart

chart-speed-quarter = a quarter as hard
chart-speed-half = half as hard
chart-speed-as-written = as in the case
chart-speed-twice = twice as hard
chart-speed-times = { NUMBER($times, maximumFractionDigits: 6) } times as hard
chart-speed-axis = how hard attackers scan
chart-speed-colours =
    .first = breached before { chart-they-patch },
    .second = of { $number } businesses like yours
chart-speed-you = { $hosted ->
    [yes] your provider
   *[no] you
}: { $days }
chart-speed-none-gets-in = However hard attackers scan in this case, none gets in before the day { chart-you-patch }
chart-speed-alike = Of { $number } businesses like yours, { $count } { chart-be } { chart-breached }, however hard attackers scan
chart-speed-found = If attackers { $tense ->
    [past] had scanned
   *[present] scan
} { $how }, of { $number } businesses like yours { $count } { chart-be } { chart-breached } instead of { $instead }
chart-speed-basis = { chart-patches-after }: the line
chart-speed-caption = Numbers: of { $number } businesses like yours, the average over all simulated futures. Harder scanning means that all campaigns probe so many times as fast as the case says, with all else the same.
chart-speed-row = { $how } { $count } of { $number }
chart-speed-alt = Heat map. { $finding }. On the client's own day, with attackers who scan { $rows }.

## Slides: titles that tell findings

slides-likely = { $count } businesses like yours { chart-be } { chart-breached }
slides-likely-at-ends = { slides-likely }, on average: { $futures }
slides-no-plan-spares = No plan spares more than what { $hosted ->
    [yes] your provider does
   *[no] you do
} today
slides-keep-pace = Keep your pace, and look for break-ins
slides-helps-sooner = What helps most: { $hosted ->
    [yes] a provider that patches sooner
   *[no] to patch sooner
}
slides-helps-keep = What helps most: to go on with the { $mitigation } until the patch
slides-helps-use = What helps most: the { $mitigation } until the patch
slides-deadlines = Official deadlines
slides-deadlines-met = { slides-whose-pace } meets each of these deadlines that is in force
slides-deadlines-missed = { slides-whose-pace } is too slow for { slides-missed } of { $number ->
    [1] one
    [2] two
    [3] three
    [4] four
   *[5] five
} deadlines in force
slides-missed = { $missed ->
    [1] one
    [2] two
    [3] three
    [4] four
   *[5] five
}
slides-whose-pace = { $hosted ->
    [yes] Your provider’s pace
   *[no] Your pace
}

## Slides: heads, tables and what those hear who do not see a chart

slides-about = What this is about
slides-which-plan = Which plan?
slides-meet-the-rules = Do we meet the rules?
slides-sources = Sources
slides-table-of-deadlines =
    .rule = Official deadline
    .within = Within
    .status = Status
slides-plan-in-words = { $name }, { $when }: { $breached } breached{ $tells_futures ->
    [yes] , in 9 of 10 futures { $futures }
   *[no] { "" }
}{ $tells_money ->
    [yes] , { $money } on average
   *[no] { "" }
}.
slides-rule-in-words = { $rule }: { $within }, { $status }; { $hosted ->
    [yes] your provider
   *[no] you
}: { $today }.
slides-curve-alt = Line chart of the chance of a breach by the day of patching. { $chance } { $waiting }
slides-bars-alt = Bar chart of plans. { $plans }
slides-plans-alt = Table of plans. { $plans }
slides-ranges-alt = Bar chart of ranges. { $plans }
slides-deadlines-alt = Table of deadlines. { $rules }

## Slides: charts that can be edited

slides-lower-edge = lower edge: 9 of 10 futures
slides-upper-edge = upper edge: 9 of 10 futures
slides-half-below = half of the futures are below
slides-fix-is-out = the fix is out
slides-you = you
slides-between-lines = 9 of 10 futures lie between the dashed lines
slides-average-and-lines = average;
slides-mark-you =
    .first = { $hosted ->
        [yes] Your provider
       *[no] You
    }, { $when }:
    .second = { $breached } of { $number }
slides-axis-day = day on which { chart-you-patch }, counted from the day the fix is out (−: before it)
slides-as-best = as with the best plan
slides-more-than-best = more than with the best plan
slides-bars-title = Breached, of { $number } businesses like yours (+: more than with the best plan)
slides-plan-label = { $plan }, { $when }
slides-plan-label-and-count = { slides-plan-label }: { $breached }
slides-range-from = 9 of 10 futures: from
slides-range-width = 9 of 10 futures: how wide
slides-ranges-title = 9 of 10 simulated futures: breached, of { $number }

## Slides: what to say, what may be asked, and the answer

slides-say = Say:
slides-asked = They may ask: { $question }
slides-answer = Answer: { $answer }
slides-say-sources = The case, and the rules that were held against your pace, with their sources.
slides-ask-about = What is this about?
slides-ask-what-will-happen = So is that what will happen?
    .answer = No. { $not_a_forecast } It compares what you may do, in the same futures.
slides-ask-will-we-be = Will we be breached?
    .answer = The page does not say this: { $limit }
slides-ask-above-zero = Why is the curve above zero before the day { $hosted ->
    [yes] that our provider patches
   *[no] that we patch
}?
    .answer = Attacks of this case begin before the fix is out.
slides-ask-amount = Where does the amount come from?
    .answer = From your own figure for one breach, times the number that is printed. It is an average, no bill.
slides-ask-longer = And if we wait for longer?
slides-ask-counted = What exactly is counted?
slides-ask-year = Is that our risk in a year?
    .answer = No. It is of such flaws alone, at the rate that you named, and as is assumed.
slides-ask-slower = { $hosted ->
    [yes] What if our provider is slower?
   *[no] What if we are slower?
}
    .answer = { $hosted ->
        [yes] Have { slides-the-servers } taken off the internet until it patches.
       *[no] Then take { slides-the-servers } off the internet until you patch.
    }
slides-the-servers = { $servers ->
    [1] the server
   *[other] the servers
}
slides-ask-all-well = Is all well once the fix is in?
    .answer = No. The fix closes the door, and does not throw out who is already in.
slides-ask-bound = Do these rules bind us?
slides-ask-wrong = How wrong can it be?
slides-ask-were-we = Have we been breached already?
    .answer = The page does not say this either: { $limit }
slides-ask-check = Can we check it?
    .answer = Yes. Whoever has the case gets the same numbers again: { $basis }
