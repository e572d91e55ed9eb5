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

## The page of a report: parts of its sentences

page-be = { $tense ->
    [past] would have been
    [conditional] would be
   *[present] { $is_one ->
        [yes] is
       *[no] are
    }
}
page-breached = breached
page-you-patch = { $hosted ->
    [yes] your provider { $tense ->
        [present] patches
       *[past] patched
    }
   *[no] you { $tense ->
        [present] patch
       *[past] patched
    }
}
page-they-patch = { $hosted ->
    [yes] their provider { $tense ->
        [present] patches
       *[past] patched
    }
   *[no] they { $tense ->
        [present] patch
       *[past] patched
    }
}
page-place = { $deployment ->
    [hosted] at your provider
    [hybrid] at your own site, tied to the cloud
   *[on_prem] at your own site
}
page-none-yet = in this case, no attack gets in before that day

## The race of one client

page-race = Of { $of } businesses like yours { $hosted ->
    [yes] whose provider { $tense ->
        [past] had patched
        [conditional] patched
       *[present] patches
    }
   *[no] that { $tense ->
        [past] had patched
        [conditional] patched
       *[present] patch
    }
} { $days } after the fix { $tense ->
    [past] was
   *[present] is
} out, { $count } { page-be } { page-breached }
page-race-none = { page-race }: { page-none-yet }.
page-race-alike = { page-race }.
page-race-average = { page-race } on average; { $futures }.
page-too-few = { $worlds ->
    [one] Only one simulated future was
   *[other] Only { $worlds } simulated futures were
} worked out, too few to tell how far futures differ
page-alike = All simulated futures are alike here
page-mark-you = You
page-in-place = { $day ->
    [0] until then
   *[other] from about day { $day }
}

## The page of a report

page-title = What waiting to patch costs { $anybody ->
    [yes] your business
   *[no] { $client }
}
page-title-unattacked = What one flaw may mean for { $anybody ->
    [yes] your business
   *[no] { $client }
}
page-prepared-by = Prepared by { $provider }.
page-contact = Contact: { $contact }.
page-logo = Logo of { $name }
page-situation-cloud = Your service runs in the cloud. Your provider has to patch it.
page-situation-provider = Your service runs on a provider's server. Your provider has to patch it.
page-situation = { $servers ->
    [one] One server
   *[other] { $servers } servers
}{ $mailboxes ->
    [0] { "" }
   *[other] { " " }with { $mailboxes } mailboxes
} { page-place }. { $anybody ->
    [yes] We assume that
   *[no] Today
} { page-you-patch } { $days } after the fix is out.
page-headline = If { $hosted ->
    [yes] your provider
   *[no] you
} { $tense ->
    [past] had patched
    [conditional] patched
   *[present] { $hosted ->
        [yes] patches
       *[no] patch
    }
} { $days } after the fix, as { $tense ->
    [present] today
   *[past] { $hosted ->
        [yes] it does today
       *[no] you do today
    }
}, { $chance } businesses like yours { page-be } { page-breached } before { page-they-patch }
page-headline-plain = { page-headline }.
page-headline-average = { page-headline }, on average: { $futures }.
page-headline-best = With the plan “{ $plan }”{ $same_day ->
    [yes] { "" }
   *[no] { " " }({ $days })
} it { $tense ->
    [past] would have been
    [conditional] would be
   *[present] is
} { $count }{ $average ->
    [yes] , on average
   *[no] { "" }
}.
page-headline-best-none = With the plan “{ $plan }”{ $same_day ->
    [yes] { "" }
   *[no] { " " }({ $days })
} it { $tense ->
    [past] would have been
    [conditional] would be
   *[present] is
} { $count }: { page-none-yet }.
page-about-flaw = This is about one flaw, as in the case “{ $case }”.
page-about-ended = It ended on { $day }, so it tells what would have been.
page-about-case = This is about one case: { $case }.
page-about-whom = It is about { $whom }.
page-about-happened = It is past, so it tells what would have been.
page-about-invented = The case is invented, so it tells what would be.
page-about-model = It is no risk per year, and it does not say that you have the flaw. It is a model to compare plans, not a forecast: { $assumed } of its { $values } values are guesses.
page-counted-fix = Here, the fix is this: { $fix }.
page-counted-servers = A business is breached if one of its { $servers } servers is.
page-counted-mailboxes = The number of mailboxes changes nothing here.
page-counted-group = You are counted with another group: { $group }. Its servers do not run where yours do, but { $deployment ->
    [hosted] at their provider
    [hybrid] at their own site, tied to the cloud
   *[on_prem] at their own site
}. So the attacks and the fix are those of that group.
page-how-likely = How likely is it for us?
page-before-the-fix = { $chance } { page-be } { page-breached } before the fix { $tense ->
    [present] is
   *[past] was
} out. No patch { $tense ->
    [present] can
   *[past] could
} stop that part.
page-waiting = What does waiting cost?
page-waiting-ends = The simulated time ends on the day { page-you-patch }, so what a week more costs is not known.
page-waiting-more = { $hosted ->
    [yes] If your provider waits
   *[no] Wait
} { $is_week ->
    [yes] one week
   *[no] { $days }
} longer than today,{ $hosted ->
    [yes] { "" }
   *[no] { " " }and
} { $count } more of { $of } { page-be } { page-breached }.
page-waiting-little = { $is_week ->
    [yes] One week
   *[no] { $days }
} more changes this by less than 1 of { $of }.
page-waiting-costs = If a breach costs you { $breach } (your figure), that wait costs { $costs } on average. That is no bill: those not breached pay nothing, and those breached pay it all.
page-spares = The plan “{ $plan }” { $tense ->
    [past] would have spared
    [conditional] would spare
   *[present] spares
} { $count } of { $of } on average.
page-spares-always = The plan “{ $plan }” { $tense ->
    [past] would have spared
    [conditional] would spare
   *[present] spares
} { $count } of { $of } on average, and { $tense ->
    [past] would have done
    [conditional] would do
   *[present] does
} better than today in each simulated future, taken one by one.
page-what-to-do = What do we do on Monday?
page-how-sure = How sure is this?
page-limits = What { $is_attacked ->
    [yes] the numbers do
   *[no] this page does
} not say
page-limit-breached = Whether you will be breached. The numbers count businesses like yours.
page-limit-already = Whether you have been breached already. Only a check of your servers can tell.
page-limit-afterwards = What comes after a breach, what a fix that fails does, and what other flaws or fake mails do.
page-limit-cloud = Whether intruders go on from your server into your cloud.
page-source-case = Case: { $case }; { $sourced } of its { $values } values have a source, { $assumed } are assumed.
page-source-cloud = That organizations in the cloud have no server: { $source }.
page-source-deadline = { $rule }: { $source } (checked { $checked }).
page-source-deadline-assumed = { $rule }: { $source } (checked { $checked }). Assumed: { $assumed }.
page-basis = { $day }. Case { $case }, digest { $digest }, seed { $seed }, { $futures }, patchrace { $version }.
page-not-a-forecast = Illustrative model, not a forecast or an audit.
page-stays-here = Nothing left this machine to make this report, and the report loads and sends nothing.
page-reading-grade = Reading grade { $grade } (Flesch-Kincaid).
page-mail-subject = Subject: { $title }

## Words that a page explains, and how a text that uses them begins to spell them (a regular expression)

page-words = { $number ->
    [0] No words
    [1] One word
    [2] Two words
    [3] Three words
    [4] Four words
   *[5] Five words
}
page-word-flaw = Flaw
    .meaning = a mistake in software that lets strangers in.
    .spelled = flaw
page-word-fix = Fix
    .meaning = the update that closes the flaw. To patch is to install it.
    .spelled = fix|patch
page-word-breach = Breach
    .meaning = strangers got into a server before it was patched.
    .spelled = breach
page-word-open = Open to attack
    .meaning = attacks have begun, and the server is not protected yet.
    .spelled = open to attack
page-word-future = Simulated future
    .meaning = one way the race may go, worked out by a computer.
    .spelled = futures?\b

## Tables and pictures of a page

page-plans = Plans
page-column-plan = Plan
page-column-when = { $hosted ->
    [yes] Provider patches
   *[no] You patch
}
page-column-until-then = Until then
page-column-breached = Breached, of { $of }
page-column-futures = Range
page-column-more = Against best
page-column-money = Average cost
page-column-patching = A patch
page-column-together = Together
page-cell-as-today = { $plan } (as today)
page-cell-when = after { $days }
page-cell-no-stopgap = no stopgap
page-cell-not-in-time = nothing in time
page-cell-from-day = { $name }, from about day { $day }
page-cell-half = { $range }; in half { $most }
page-cell-more = { $count ->
    [0] best
   *[other] { $count } more
}
page-plans-note = Counted are businesses like yours that are breached before { page-they-patch }.
page-plans-note-none = 0: { page-none-yet }.
page-plans-note-range = A range holds 9 of 10 simulated futures.
page-plans-note-money = Average cost: of breaches.
page-plans-note-patching = What it costs to patch faster is not counted.
page-curve-later = The later { page-you-patch }, the more { $tense ->
    [past] would have been
   *[present] are
} breached first.
page-curve-lines = Letters: the plans. Line: the average.
page-curve-bands = Dashed: half of the simulated futures are below it. Bands: the middle 5 and 9 of 10 futures.
page-curve-before-the-fix = Grey: breached before the fix { $tense ->
    [past] was
   *[present] is
} out, on average.
page-dots-caption = Each dot is 1 of { $dots } simulated futures, all as likely. The line is their average.
page-icons-caption = Each house is one of { $of } businesses like yours. All meet the same attacks.
page-race-title = The whole race in this case
page-race-region = The whole race
page-race-caption = All servers of the case, in simulated futures. Lines: the average. Bands: 9 of 10 futures.
page-facts-title = Of { $of } businesses like yours
page-facts-today = { $hosted ->
    [yes] As today
   *[no] As you do today
}
page-facts-plan = With the plan “{ $plan }”
page-facts-of = of { $of } { page-be } { page-breached }
page-deadlines = Official deadlines
page-deadline-rule = Rule
page-deadline-country = Country
page-deadline-within = Patch within
page-deadline-who = { $hosted ->
    [yes] Your provider
   *[no] You
}
page-deadline-status = Status
page-deadline-status-on = Status on { $day }
page-deadline-binds = Binds
page-deadline-since = { $status }, after this case
page-deadline-late = { $days } too late
page-deadline-met = { $hosted ->
    [yes] meets it
   *[no] meet it
}
page-deadlines-note = Days count from the fix. These rules may not bind { $hosted ->
    [yes] you or your provider
   *[no] you
}, and other rules of your country may. To meet one does not make you safe.
page-deadlines-note-country = Shown are the rules that this program knows { $known ->
    [yes] for this country ({ $country }) and for all countries
   *[no] for all countries; none for { $country } alone
}.
page-deadlines-note-past = The case is past: shown in full are those that held then.
page-sources = Sources
page-sources-of-values = Sources of the case's values
page-page = Page
