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
    In 9 of 10 simulated futures, { $between } of { $of } are breached. Plan for this range; if the guesses are wrong,
    the truth may lie outside.
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
}. With more, the average could shift { $shift ->
    [anywhere] anywhere
    [little] by less than 1 of { $of }
   *[some] by about { $count } of { $of }
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
answers-attacks-sooner = In half of the futures, they begin sooner than { $day }.
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
    { answers-open-where } { answers-open-are } open to attack for more than about { $duration } in half of the
    futures, from the first attack until { answers-open-until }.
answers-open-for-half-or-never =
    { answers-open-where } { answers-open-are } open to attack for more than about { $duration } in half of the
    futures, from the first attack until { answers-open-until }; in { $spared } futures no attack comes before
    { answers-open-until }.
