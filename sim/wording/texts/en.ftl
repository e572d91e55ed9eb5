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
futures-few = in { $futures } of 20 fewer than { $count }
futures-many = in 1 of 20 more than { $count }
futures-both = { $few }, { $many }
futures-apart-none = in { $futures } of 20 simulated futures fewer than 1, { $ends }
futures-apart = in half of the simulated futures { $half }, { $ends }
futures-count = { $count } simulated { $count ->
    [one] future
   *[other] futures
}
quoted = “{ $name }”
percent = { $number }%

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
    [one] { " " }with { $mailboxes } mailbox
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
page-headline-average = { page-headline }, on average.
page-futures-apart = Behind today's average, futures differ widely. Breached, of { $of }: { $futures }.
page-headline-best = With the plan “{ $plan }”{ $tells_day ->
    [no] { "" }
   *[yes] { " " }({ $days })
} it { $tense ->
    [past] would have been
    [conditional] would be
   *[present] is
} { $count }{ $average ->
    [yes] , on average
   *[no] { "" }
}.
page-headline-best-none = With the plan “{ $plan }”{ $tells_day ->
    [no] { "" }
   *[yes] { " " }({ $days })
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
page-about-model = It is about one flaw, not about a year, and it does not say that you have the flaw. It is a model to compare plans, not a forecast: { $assumed } of its { $values } values are guesses.
page-counted-fix = What counts as the fix here: { $fix }.
page-counted-like = “Businesses like yours” have { $servers ->
    [one] one such server
   *[other] { $servers } such servers
} { $deployment ->
    [hosted] at a provider
    [hybrid] at their own site, tied to the cloud
   *[on_prem] at their own site
}, whatever their trade and size.
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
} out{ $average ->
    [yes] , on average
   *[no] { "" }
}. No patch { $tense ->
    [present] can
   *[past] could
} stop that part.
page-waiting = What does waiting cost?
page-waiting-ends = The simulated time ends on the day { page-you-patch }, so what a week more costs is not known.
page-waiting-more = { $hosted ->
    [yes] If your provider patches
   *[no] Patch
} { $is_week ->
    [yes] one week
   *[no] { $days }
} later than today,{ $hosted ->
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
page-limit-afterwards = What comes after a breach, and what a failed fix, other flaws or fake mails do.
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
    [5] Five words
   *[6] Six words
}
page-word-flaw = Flaw
    .meaning = a mistake in software that lets strangers in.
    .spelled = flaw
page-word-fix = Fix
    .meaning = what closes the flaw, as a rule an update. To patch is to put it in place.
    .spelled = fix|patch
page-word-breach = Breach
    .meaning = strangers got into a server before it was patched or shielded.
    .spelled = breach
page-word-open = Open to attack
    .meaning = attacks have begun, and the server is not protected yet.
    .spelled = open to attack
page-word-stopgap = Stopgap
    .meaning = what protects, in part or for a time, until the patch.
    .spelled = stopgap
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
page-column-money = Cost: breaches
page-column-patching = Cost: patch
page-column-together = Cost: both
page-cell-as-today = { $plan } (as today)
page-cell-when = after { $days }
page-cell-no-stopgap = no stopgap
page-cell-not-in-time = no stopgap in time
page-cell-from-day = { $name }, from about day { $day }
page-cell-half = { $range }; in half { $most }
page-cell-more = { $count ->
    [0] best
   *[other] { $count } more
}
page-plans-note = Counted are businesses like yours that are breached before { page-they-patch }.
page-plans-note-none = 0: { page-none-yet }.
page-plans-note-range = { $from_zero ->
    [yes] In 1 of 20 simulated futures, it is more than the upper end of a range.
   *[no] A range holds 9 of 10 simulated futures, and more where it begins at 0 or ends at { $of }.
}
page-plans-note-money = Costs are averages.
page-plans-note-patching = What it costs to patch faster is not counted.
page-curve-later = The later { page-you-patch }, the more { $tense ->
    [past] would have been
   *[present] are
} breached first.
page-curve-lines = Letters: the plans. Line: the average.
page-curve-bands = Dashed: half of the simulated futures are on it or below it. Dark band: the middle 5 of 10 futures. Light band: the middle 9 of 10.
page-curve-stopgap = From about day { $day } on, your stopgap ({ $name }) { $tense ->
    [past] would have been
   *[present] is
} in place, so the line rises less.
page-curve-before-the-fix = Grey: breached before the fix { $tense ->
    [past] was
   *[present] is
} out, on average.
page-dots-caption = Each dot stands for 1 in { $dots } of the { $worlds } simulated futures, all as likely. The line is their average.
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
page-deadline-unknown = not known
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
page-deadlines-note-past = The case is past: “–” stands for a rule that did not hold then.
page-sources = Sources
page-sources-of-values = Sources of the case's values
page-page = Page

## Answers: what nobody knows, as the end of a sentence

answers-unknown-rate = how fast attackers search for servers
answers-unknown-success = how often their attack works
answers-unknown-pace = when attackers speed up
answers-unknown-begins = when attackers begin
answers-unknown-ends = when attackers stop
answers-unknown-actors = how many groups attack
answers-unknown-works-on = on how many servers their attack works
answers-unknown-dwell = how long attackers need on a server
answers-unknown-attack = what attackers do
answers-unknown-adoption = how fast others patch
answers-unknown-reachable = how many servers can be reached
answers-unknown-vulnerable = how many servers have the flaw
answers-unknown-servers = how many servers there are
answers-unknown-detection = how fast break-ins are found
answers-unknown-disclosure = when people begin to look for break-ins
answers-unknown-cleanup = how fast servers are cleaned
answers-unknown-cleanup-share = how many servers are cleaned
answers-unknown-cleanup-protects = how many cleaned servers are safe
answers-unknown-reaction = how fast firms react to a break-in
answers-unknown-pivot = how often intruders go on into the cloud
answers-unknown-aftermath = what happens after a break-in
answers-unknown-available = when the { $name } is out
answers-unknown-protects = how well the { $name } protects
answers-unknown-until = how long the { $name } protects
answers-unknown-freeze = when nothing is installed
answers-unknown-day = the day of { $name }
answers-unknown-more = { $count } more

## Answers: how sure the numbers are

answers-sure-range =
    { $from_zero ->
        [yes] In 19 of 20 simulated futures, { $most } of { $of } are breached.
       *[no] In 9 of 10 simulated futures, { $between } of { $of } are breached.
    } Plan for this range; if the guesses are wrong, the truth may lie outside.
answers-sure-unknowns = Nobody knows all the facts. What moves the numbers most is { $unknowns }.
answers-sure-too-few = { $worlds ->
    [one] Only one simulated future was worked out, too few to tell how far futures differ. Work out more.
   *[other]
        Only { $worlds } simulated futures were worked out, too few to tell how far futures differ. Work out more.
}
answers-sure-changes-nothing = What is unknown in this case changes nothing for you. That is no proof.
answers-sure-alike =
    All simulated futures are alike here, as the case marks nothing as unknown. That is no proof.
answers-sure-guesses = The case rests on { $values } values. { $assumed } of them are guesses.
answers-sure-error-unknown = How far the average is off is not known either.
answers-sure-error = The computer worked out { $worlds } { $worlds ->
    [one] future
   *[other] futures
}. With more, today's average could shift { $shift ->
    [anywhere] anywhere
    [little] by less than 1 of { $of }
   *[some] by about { $count } of { $of }
}{ $spared ->
    [none] { "" }
    [little] , and what a step for Monday spares by less than 1
   *[some] , and what a step for Monday spares by up to about { $most }
}. The guesses would not get any truer.

## Answers: when attacks begin, and how long one is open to them

answers-day-of-the-fix = { $when ->
    [before] about { $days } before the fix
    [after] about { $days } after the fix
   *[same] on about the day of the fix
}
answers-attacks-begin = In this case, attacks begin { $day }.
answers-attacks-always-before = In each simulated future, attacks begin before the fix is out.
answers-attacks-always-after = In each simulated future, attacks begin only after the fix is out.
answers-attacks-before = In { $chance } simulated futures, attacks begin before the fix is out.
answers-attacks-not-in-time = In more than half of the futures, they do not begin in the simulated time.
answers-attacks-sooner = In half of the futures, they begin earlier than { $day }.
answers-attacks-later = In half of the futures, they begin later than { $day }.
answers-open-where = { $where ->
    [unprotected] It protects { $protected } servers. Where it does not,
   *[anywhere] With the flaw,
}
answers-open-are = { $servers ->
    [one] your server { $tense ->
        [conditional] would be
        [past] would have been
       *[present] is
    }
   *[other] your servers { $tense ->
        [conditional] would be
        [past] would have been
       *[present] are
    }
}
answers-open-until = { $until ->
    [stopgap] the { $name } { $tense ->
        [past] was
       *[other] is
    } in place
   *[patch] { $hosted ->
        [yes] { $tense ->
            [present] your provider patches
           *[other] your provider patched
        }
       *[no] { $tense ->
            [present] you patch
           *[other] you patched
        }
    }
}
answers-open-never = { answers-open-where } no attack of this case comes before { answers-open-until }.
answers-open-hardly =
    { answers-open-where } in { $spared } futures no attack comes before { answers-open-until }.
answers-open-for =
    { answers-open-where } { answers-open-are } open to attack for about { $duration }, from the first attack until
    { answers-open-until }.
answers-open-for-half =
    { answers-open-where } in half of the futures { answers-open-are } open to attack for more than about { $duration },
    from the first attack until { answers-open-until }.
answers-open-for-half-or-never =
    { answers-open-for-half } In { $spared } futures no attack comes before { answers-open-until }.

## Answers: what to do, as steps

answers-step-find = { $tense ->
    [conditional] { $servers ->
        [one] Check whether your server can be reached from the internet. If it can, such a flaw would open it.
       *[other] List the servers that can be reached from the internet. Such a flaw would open those that have it.
    }
   *[present] { $servers ->
        [one] Check whether your server has the flaw and can be reached from the internet.
       *[other] List the servers that have the flaw and can be reached from the internet.
    }
}
answers-step-past =
    This case is past. If its fix is not in yet, that comes first; if it is, plan the next steps for the next flaw.
answers-step-ask = { $servers ->
    [one]
        Ask your provider whether your server has the flaw, and how soon it patches. Have that put in writing.
   *[other]
        Ask your provider whether your servers have the flaw, and how soon it patches. Have that put in writing.
}
answers-step-when = { $at_once ->
    [yes] at once when the fix is out
   *[no] { $days } after the fix is out
}
answers-step-mail = { $has_mail ->
    [yes] { " " }(your mail stops meanwhile)
   *[no] { "" }
}
answers-step-take-off = { $hosted ->
    [yes] { $servers ->
        [one] take your server off the internet until it does{ answers-step-mail }
       *[other] take your servers off the internet until it does{ answers-step-mail }
    }
   *[no] { $servers ->
        [one] take it off the internet until you do{ answers-step-mail }
       *[other] take them off the internet until you do{ answers-step-mail }
    }
}
answers-step-otherwise = { $hosted ->
    [yes] If your provider cannot patch by then, ask it to { answers-step-take-off }.
   *[no] If you cannot patch by then, { answers-step-take-off }.
}
answers-step-not-later = { $at_once ->
    [yes] not { $today } later
   *[no] not { $today }
}
answers-step-sooner = { $hosted ->
    [yes]
        Ask for a patch { answers-step-when }, { answers-step-not-later }. If it says no, look for another provider.
        { answers-step-otherwise }
   *[no]
        Say who patches, and set the day: { answers-step-when }, { answers-step-not-later }.
        { answers-step-otherwise }
}
answers-step-keep-pace = { $hosted ->
    [yes] Ask your provider to keep its pace: { answers-step-when }.
   *[no] Say who patches, and keep your pace: { answers-step-when }.
}
answers-step-nothing-else = Other changes that were tried spare no more than noise.
answers-step-in-place = { $after_the_fix ->
    [yes] in place about { $days } after the fix
   *[no] in place about by the day of the fix
}
answers-step-until-patch = { $hosted ->
    [yes] until your provider patches
   *[no] until you patch
}
answers-step-go-on = Go on with the { $name }, { answers-step-in-place }, { answers-step-until-patch }.
answers-step-use = { $hosted ->
    [yes] Ask for the { $name } { answers-step-until-patch }, { answers-step-in-place }.
   *[no] Use the { $name } { answers-step-until-patch }, { answers-step-in-place }.
}
answers-step-spares = { $kind ->
    [sooner] A patch on that day
   *[other] That alone
} { $tense ->
    [conditional] would spare
    [past] would have spared
   *[present] spares
} { $count } of { $of }{ $noise ->
    [unknown] ; one simulated future does not tell how much of that is noise
   *[known] { "" }
}.
answers-step-look = { $hosted ->
    [yes]
        The fix does not throw out who is already in. So ask your provider to look for signs of a break-in on each
        server
   *[no] The fix does not throw out who is already in. So look for signs of a break-in on each server
}
answers-step-look-anyway = { answers-step-look }.
answers-step-look-as-breached =
    { answers-step-look }, even if { $hosted ->
        [yes] your provider patches
       *[no] you patch
    } after { $days }: by then { $chance } businesses like yours { $tense ->
        [conditional] would be
        [past] would have been
       *[present] { $is_one ->
            [yes] is
           *[no] are
        }
    } breached.
answers-step-signs =
    If you find signs, save the logs, call for help, change all passwords, and ask whether the law makes you report it.

## Answers: where nobody attacks

answers-unattacked-limit-chance = Whether you will be breached. It has no number for that.
answers-unattacked-limit-past = Whether you have been breached already. Only a check can tell.
answers-unattacked-finding = { $who ->
    [rented] In this case, attackers go for servers that a provider runs
    [hosted] In this case, nobody attacks a server that a provider runs
    [cloud] In this case, nobody attacks a service that runs in the cloud
   *[own] In this case, nobody attacks businesses like yours
}
answers-unattacked-sentence = { $who ->
    [rented]
        { answers-unattacked-finding }. If your service runs on one of these, it is in the race: then it is hosted, not
        in the cloud.
    [hosted]
        { answers-unattacked-finding }, as its author wrote no attack that gets into one in the simulated time. The
        service that you use may have the flaw all the same.
    [cloud]
        { answers-unattacked-finding }, as its author wrote no server for the cloud. The service that you use may have
        the flaw all the same.
   *[own]
        { answers-unattacked-finding }, as its author wrote no attack that gets into their servers in the simulated
        time. Real attackers may do what the case leaves out.
}
answers-unattacked-headline = { $who ->
    [rented]
        { answers-unattacked-finding }. Whether your service runs on one of these is for your provider to tell.
    [own] { answers-unattacked-finding }. That does not tell whether somebody will.
   *[other] { answers-unattacked-finding }. Whether yours has the flaw is for your provider to tell.
}
answers-unattacked-waiting = { $who ->
    [rented] This page puts no number on a wait. The page for a hosted client does: see what to do.
    [own] This case puts no number on a wait, as nobody attacks you in it.
   *[other]
        This case puts no number on a wait. If your service has the flaw, it is your provider who has to be fast.
}
answers-unattacked-rests-on = { $who ->
    [rented]
        It rests on the word “cloud”, where this case has no server. Those that a provider runs are “hosted”.
    [hosted]
        It rests on how the case was written: no attack in it gets into a server that a provider runs, in the simulated
        time.
   *[own]
        It rests on how the case was written: no attack in it gets into servers like yours in the simulated time.
}
answers-unattacked-no-server = It rests on one choice: the author of the case { $is_written ->
    [yes] gave its organizations in the cloud no server
   *[no] wrote nothing about the cloud
}. The case has { $has_source ->
    [yes] a source for that, named below
   *[no] no source for that
}.
answers-unattacked-real =
    Real attackers may aim at you, begin sooner, or use the flaw in a way that the case leaves out.
answers-unattacked-others = Other flaws, stolen passwords and fake mails are not in this case.
answers-unattacked-server-of-yours =
    A server of yours may have it: one at your own site that links it to the cloud, or an old one left running.
answers-unattacked-same-flaw =
    The hosted product may have the same flaw. Then your provider has to patch it, and may do so too late.
answers-unattacked-step-find = { $servers ->
    [one] Check whether your server has the flaw and can be reached from the internet.
   *[other] Check whether your servers have the flaw and can be reached from the internet.
}
answers-unattacked-step-day =
    Say who patches, and set the day. This case does not tell which day is soon enough.
answers-unattacked-step-case = Ask for a case in which servers like yours are attacked.
answers-unattacked-step-ask =
    Ask your provider whether the service has the flaw, when it patched, and whether anyone got in before.
answers-unattacked-step-hosted =
    If it runs on a server with the flaw, ask for this page again with “deployment: hosted” in your file.
answers-unattacked-step-check =
    Check whether a server of yours still runs: an old one, or one that links your site to the cloud.
answers-unattacked-step-again = If one does, ask for this page again for that server.

## Answers: what patches and breaches cost, and what a year comes to

answers-plan-at-once = at once
answers-costs-plan = { $is_today ->
    [yes] what you do today
   *[no] the plan “{ $plan }”
}
answers-costs-parts = { $together }, of which { $patch } for the patch and { $breaches } for breaches
answers-costs-cheapest = The cheapest on average is { answers-costs-plan }: { answers-costs-parts }.
answers-costs-sparing = What spares most, { answers-costs-plan }, costs more: { answers-costs-parts }.
answers-costs-assumed =
    The amounts rest on your figures and on the numbers above. A patch is paid for in each future, a breach only where it
    comes.{ $alike ->
    [yes] { " " }Here a patch costs the same in each plan, as your file has it.
   *[no] { "" }
}
answers-year-title = What does a year come to?
answers-year-today =
    Take { $flaws } such { $is_one_flaw ->
        [yes] flaw
       *[no] flaws
    } a year on average, in some years more and in some fewer. If { $hosted ->
        [yes] your provider patches
       *[no] you patch
    } each { $days } after its fix, as today, { $count } of { $of } businesses like yours would be breached at least
    once a year{ answers-year-why }.
answers-year-planned = With the plan “{ $plan }” it would be { $count }{ answers-year-why }.
answers-year-why = { $none ->
    [yes] : in this case, no attack gets in before that day
   *[no] { "" }
}
answers-year-alike =
    This holds if each flaw has a future of its own. If what is unknown is the same for all flaws of a year, breaches
    come together: then it would be { $count }.
answers-year-alike-planned =
    This holds if each flaw has a future of its own. If what is unknown is the same for all flaws of a year, breaches
    come together: then it would be { $count }, and { $planned } with the plan “{ $plan }”.
answers-year-what = { $with_patches ->
    [yes] Patches and breaches together
   *[no] Breaches
}
answers-year-costs = { answers-year-what } would cost { $amount } a year on average.
answers-year-costs-planned =
    { answers-year-what } would cost { $amount } a year on average, and { $planned } with the plan “{ $plan }”.
answers-year-assumed =
    Assumed: such flaws come by chance, independently of each other; each resembles the one of this case, and your
    servers have it; whoever is breached is cleaned before the next.

## Answers: official deadlines

answers-deadline-proposed = proposed { $day }, not in force
answers-deadline-not-before = not before { $day }
answers-deadline-revoked = historical, revoked { $day }
answers-deadline-retired = was to be retired by about { $year }; look it up
answers-deadline-retiring = in force, to be retired by about { $year }
answers-deadline-in-force = in force
answers-deadline-and = { $within } and { $also }

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
chart-as-today = as { chart-you-patch } today
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
chart-made = { $day }, for { $client }.
chart-deadline = { $rule }: { $within } ({ $status })
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
chart-patches = { chart-patches-after }. Of { $number } such businesses, { $count } { page-be } { page-breached } by then
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
chart-icons-as-many = Of { $number } businesses like yours, { $count } { page-be } { page-breached } { chart-as-today }, and as many with “{ $plan }”
chart-icons-found = Of { $number } businesses like yours, { $count } { page-be } { page-breached } { chart-as-today }, and { $other } with “{ $plan }”
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
chart-speed-alike = Of { $number } businesses like yours, { $count } { page-be } { page-breached }, however hard attackers scan
chart-speed-found = If attackers { $tense ->
    [past] had scanned
   *[present] scan
} { $how }, of { $number } businesses like yours { $count } { page-be } { page-breached } instead of { $instead }
chart-speed-basis = { chart-patches-after }: the line
chart-speed-caption = Numbers: of { $number } businesses like yours, the average over all simulated futures. Harder scanning means that all campaigns probe so many times as fast as the case says, with all else the same.
chart-speed-row = { $how } { $count } of { $number }
chart-speed-alt = Heat map. { $finding }. On the client's own day, with attackers who scan { $rows }.

## The race over time, as a chart

chart-month = { $month ->
    [1] Jan
    [2] Feb
    [3] Mar
    [4] Apr
    [5] May
    [6] Jun
    [7] Jul
    [8] Aug
    [9] Sep
    [10] Oct
    [11] Nov
   *[12] Dec
}
chart-day = { $day } { chart-month }
chart-tick =
    .day = %d
    .midnight = %b-%d
chart-moment-median = { $day } (median)
chart-moment-uncertain = { $day } (uncertain)
chart-first-protection = first protection
chart-race-vulnerable = still vulnerable
chart-race-protected = protected in time
chart-race-open = compromised, still unpatched
chart-race-inside = patched, intruder still inside
chart-race-cleaned = breached, then cleaned
chart-race-end = { $state }: { $count }
chart-race-axis = servers
chart-race-found = About { $count } of { $servers } servers ({ $share }) are compromised before they are protected
chart-race-found-of = About { $count } of { $servers } servers of { $population } ({ $share }) are compromised before they are protected
chart-race-spread = In 9 of 10 simulated worlds between { $low } and { $high } are compromised
chart-race-spread-of-few = In { $worlds } simulated worlds between { $low } and { $high } are compromised
chart-race-early = about { $count } compromised by { $day }
chart-race-enlarged = Enlarged: { $words }
chart-race-moments = Moments: { $moments }
chart-race-caption-moments = Also marked on top: { $moments }.
chart-race-caption = Lines: mean. Bands: 9 of 10 worlds at each instant.
chart-basis-curves = Curves and bands: the first { $kept } of { $made } replications.
chart-basis-too-few = { $worlds ->
    [1] Only one world was
   *[other] Only { $worlds } worlds were
} simulated: too few to tell where 9 of 10 lie.

## Outcomes of a case; in English, their words stand where they are defined (sim/outcomes.py)

outcome-whole = { $title }
outcome-happened = { $title }

## Charts of a result: what several of them say

chart-basis-left-out = { $what }.
chart-none-compromised = No server is compromised
chart-no-server = no server of theirs in this case
chart-most-worlds = 9 of 10 worlds
chart-bars-caption = Bars: mean.

## Who was compromised, as a chart

chart-who-before = before a fix was available
chart-who-after = after a fix was available
chart-who-row = { $share }: { $count } of { $servers }
chart-who-axis = share of the population's vulnerable and reachable servers
chart-who-all-before = All compromised servers fall before a fix is available to them
chart-who-all-after = All compromised servers fall after a fix is available to them
chart-who-found = { $share } of compromised servers fall before a fix is available to them
chart-who-basis = Compromised servers, by population

## Possible worlds, as a chart

chart-worlds-is = { $number ->
    [1] is
   *[other] are
}
chart-worlds-found = In 9 of 10 simulated futures, { $range } of { $of } { $whole } { chart-worlds-is } { $happened }
chart-worlds-found-one = In the one simulated future, { $count } { $whole } { chart-worlds-is } { $happened }
chart-worlds-basis = Each dot: one simulated future
chart-worlds-basis-of-many = Each dot: one of { $dots } equally likely futures
chart-worlds-luck = { $basis }. They differ by luck alone: narrow, but no certainty
chart-worlds-average = average: { $count }
chart-worlds-range = 9 of 10 futures: { $range } of { $of }
chart-worlds-sure = average known to ± { $within }
chart-worlds-axis = { $happened }, of { $of } { $whole }
chart-worlds-caption = Filled: the middle 9 of 10 futures. How far futures differ does not shrink with more of them; how far off the average may be does (95 % interval).
chart-worlds-on-average = On average { $count } { chart-worlds-is } { $happened }
chart-worlds-on-average-within = { chart-worlds-on-average }, known to plus or minus { $within }
chart-worlds-alt = Dot plot of { $dots } simulated futures. { $finding }. { $average }.

## The life of breached servers, as a chart

chart-life-open = breached, still unpatched
chart-life-cleaned = cleaned
chart-life-found = { $share } of breached servers were patched with an intruder inside
chart-life-basis = What became of the breached servers
chart-life-entered-again = Others came in through the door left open on about { $count } of them (9 of 10 worlds: { $low } to { $high })
chart-life-caption = Areas: mean.

## Servers that fall twice, as a chart

chart-again-once = breached
chart-again-twice = breached again
chart-again-found = { $share } of breached servers were cleaned and breached again
chart-again-none = No server is breached a second time
chart-again-basis = Servers that fell twice
chart-again-caption = Lines: mean. Bands: 9 of 10 worlds. A server counts as breached again once, however often it was.

## Kinds of deployment side by side, as a chart

chart-kinds-on-prem = on-premises
chart-kinds-hybrid = hybrid
chart-kinds-hosted = hosted
chart-kinds-cloud = cloud only
chart-kinds-organizations = organizations breached
chart-kinds-tenants = cloud tenants reached
chart-kinds-mailboxes-on-prem = mailboxes exposed on premises
chart-kinds-mailboxes-hosted = mailboxes exposed at the provider
chart-kinds-mailboxes-cloud = mailboxes exposed in the cloud
chart-kinds-row = { $mean } ({ $low } to { $high })
chart-kinds-less-than = under { $share }
chart-kinds-axis = share of all there are
chart-kinds-part = { $share } of { $kind }
chart-kinds-found = Breached: { $parts }
chart-kinds-found-cloud = { chart-kinds-found }; those in the cloud have no server in this case
chart-kinds-basis = Shares of organizations, of tenants, and of mailboxes, by kind of deployment
chart-kinds-caption = Bars: mean; lines, and numbers in brackets: 9 of 10 worlds.

## Where tenants were reached, as a chart

chart-tenants-reached = tenant reached
chart-tenants-on-premises = breached on premises only
chart-tenants-not-breached = not breached
chart-tenants-most-worlds = { chart-tenants-reached }, { chart-most-worlds }
chart-tenants-row = { $count } tenants of { $organizations }
chart-tenants-axis = share of the hybrid organizations
chart-tenants-found = { $count } of { $organizations } hybrid organizations ({ $share }) have their cloud tenant reached
chart-tenants-none = There is no hybrid organization, so no tenant to be reached
chart-tenants-basis = Every tenant is reached through a server that the organization still runs itself
chart-tenants-caption = { chart-bars-caption } The chance of this step is an assumption.

## Slides: titles that tell findings

slides-likely = { $count } businesses like yours { page-be } { page-breached }
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
slides-deadlines-met = { slides-whose-pace } meets each deadline in force here that names a number of days
slides-deadlines-missed = { slides-whose-pace } is too slow for { slides-missed } of { $number ->
    [1] one
    [2] two
    [3] three
    [4] four
   *[5] five
} deadlines in force that name a number of days
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

## The page to explore

explore-title = { $name }: when you patch, and your chance of a breach
explore-title-anybody = when you patch, and your chance of a breach
explore-for = For { $name } · { $case }
explore-page-title = When { page-you-patch }, and your chance of a breach
explore-answer = What it comes to
explore-business = A business is breached if one of its servers is.
explore-no-script = To move the controls, this page needs JavaScript, which is switched off here.
explore-situation = Your situation
explore-day-label = The day { page-you-patch }
explore-how-hard = How hard attackers scan
explore-where = Where your servers run
explore-like = Which of them you are like
explore-how-many = Number of servers
explore-mitigation-label = Protection until { page-you-patch }
explore-which-day = In place on which day
explore-show-deadlines = Show official deadlines
explore-reset = Back to the start
explore-not-breached = not breached
explore-filled = breached before { page-they-patch }
explore-chart-title = By the day { page-you-patch }
explore-key-average = average of all simulated futures
explore-key-band = 9 of 10 futures lie in the band,
explore-key-half = half in the darker one
explore-key-median = half of the futures are below
explore-key-dots = each dot: 1 of { $dots } futures on your day
explore-key-you = you
explore-plans = Your plans, at these settings
explore-deadlines = Official deadlines, as of { $day }
explore-deadline-more = { $issuer }. Binds { $binds }. Clock: { $clock }.
explore-table = The curve as a table
explore-table-day = Patched after the fix
explore-table-mean = Breached, on average
explore-table-range = In 9 of 10 simulated futures
explore-stays-here = Nothing leaves this machine: the page loads nothing and sends nothing.
explore-counted = What is counted:
explore-counted-text = a break-in into any of your servers before the day of the patch. Your servers have the flaw, can be reached from the internet, and are all patched on that day.
explore-not-counted = What is not counted:
explore-not-counted-text = break-ins after that day, through a fix that does not work; what follows a break-in, such as clean-up or a second break-in; and the step from a hybrid organization's server into its cloud service.
explore-futures = Simulated futures:
explore-futures-text = each takes what nobody knows differently{ $alike ->
    [yes] ; in this case nothing is taken as unknown, so all are alike, which is no certainty
   *[no] { "" }
}. Of the { $values } values that the case rests on, { $assumed } are assumed, without a source.
explore-exact = How exact this page is:
explore-exact-text = against the full computation,
explore-error = in { $settings } settings tried, averages were off by at most { $largest } of 100 (by { $typical } on average), the ends of the range by at most { $ends } of 100
explore-facts = Written { $day } · { $case }, digest { $digest } · patchrace { $version } · seed { $seed } · { $worlds } simulated futures
explore-place-on-prem = on-premises
explore-place-hybrid = hybrid (partly cloud)
explore-place-hosted = on a provider's servers
explore-place-cloud = in the cloud

## The page to explore: what its script puts numbers into

explore-servers = { $count } { $count ->
    [one] server
   *[other] servers
}
explore-factor =
    .quarter = a quarter as hard as in the case
    .half = half as hard as in the case
    .same = as hard as in the case
    .twice = twice as hard as in the case
    .four = four times as hard as in the case
explore-factor-times = { $times } times as hard as in the case
explore-at-once = at once when the fix is out
explore-planned = { $days } after the fix is out
explore-in-place-at-once = at once when it is available
explore-in-place = { $days } after it is available
explore-any = any of them
explore-none = none
explore-ends = The simulated time ends on this day.
explore-none-gets-in = In none of the simulated futures does an attack of this case get in before { page-you-patch }.
explore-week-later = A week later: { $count } more of { $of }.
explore-days-later = { $days } later, where the simulated time ends: { $count } more of { $of }.
explore-money = At { $cost } per breach, that delay costs { $amount } on average for businesses like yours.
explore-money-below = At { $cost } per breach, that delay costs less than { $amount } on average for businesses like yours.
explore-axis = Of { $of } businesses like yours: breached before { page-they-patch }
explore-axis-day = day on which { page-you-patch }, counted from the day the fix { $tense ->
    [past] was
   *[present] is
} out
explore-axis-short = days from the fix to the patch
explore-before-the-fix = before the fix { $tense ->
    [past] was
   *[present] is
} out: { $count } of { $of }
explore-curve = A curve of how many of { $of } businesses like yours are breached before { page-they-patch }, by the day of the patch. On the day of the fix: { $first }. { $days } after it, as chosen: { $now }. After { $shown }: { $last }.
explore-houses-title = Of { $of } businesses like yours: { $count } breached
explore-houses = { $of } houses, of which { $count } are filled
explore-houses-alt = { $houses }: breached before { page-they-patch }.
explore-plan = “{ $plan }”, { $days } after the fix{ $protection }: { $count } of { $of }{ $range }
explore-plan-nothing = , without protection until then
explore-plan-with = , with { $name } until then
explore-plan-without = , without { $name }, which is not offered here
explore-chosen-day = { $days } (chosen)
explore-too-few = too few to tell
explore-alike = all alike
