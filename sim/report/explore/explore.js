"use strict";
(() => {
  const data = JSON.parse(document.getElementById("data").textContent);
  const [curves, kept, speeds, knots] = data.shape;
  const codes = new Uint16Array(Uint8Array.from(atob(data.codes), (sign) => sign.charCodeAt(0)).buffer);
  const start = data.start;
  const element = (id) => document.getElementById(id);
  const SVG = "http://www.w3.org/2000/svg";
  const LETTERS = "ABCDEFGH";
  const [MARK, YOU] = [9, 7.5];
  const DOT = 3.2;
  const TABLE_DAYS = [0, 1, 2, 3, 5, 7, 10, 14, 21, 28, 35, 42, 49, 56];
  const GRID = shownDays();

  // The table, read as `Table.chances` in explore_table.py reads it.

  const hazardOf = (code) => (code === 0 ? 0 : data.lowest * Math.exp((code - 1) * data.step));

  const remembered = { factor: NaN, hazards: new Map() };

  function hazards(curve, factor) {
    if (remembered.factor !== factor) {
      remembered.factor = factor;
      remembered.hazards.clear();
    }
    if (!remembered.hazards.has(curve)) remembered.hazards.set(curve, readHazards(curve, factor));
    return remembered.hazards.get(curve);
  }

  function readHazards(curve, factor) {
    const wanted = Math.log(factor);
    let lower = 0;
    while (lower < speeds - 2 && Math.log(data.factors[lower + 1]) <= wanted) lower += 1;
    const [left, right] = [Math.log(data.factors[lower]), Math.log(data.factors[lower + 1])];
    const share = Math.min(Math.max((wanted - left) / (right - left), 0), 1);
    const found = new Float64Array(kept * knots);
    for (let world = 0; world < kept; world += 1) {
      const row = ((curve * kept + world) * speeds + lower) * knots;
      for (let day = 0; day < knots; day += 1) {
        const [low, high] = [codes[row + day], codes[row + knots + day]];
        found[world * knots + day] =
          low === 0 || high === 0
            ? (1 - share) * hazardOf(low) + share * hazardOf(high)
            : hazardOf((1 - share) * low + share * high);
      }
    }
    return found;
  }

  function place(day) {
    const inside = Math.min(Math.max(day, data.days[0]), data.days[knots - 1]);
    let [lower, upper] = [0, knots - 1];
    while (upper - lower > 1) {
      const middle = (lower + upper) >> 1;
      if (data.days[middle] <= inside) lower = middle;
      else upper = middle;
    }
    return [lower, (inside - data.days[lower]) / (data.days[lower + 1] - data.days[lower])];
  }

  const byWorld = (values, world) => (values.length === 1 ? values[0] : values[world]);

  /** The chances at some days in every world, one array for each day. */
  function chances(setting, days) {
    const found = days.map(() => new Float64Array(kept));
    const places = days.map(place);
    for (const member of setting.choice ? setting.choice.members : []) {
      const hazard = hazards(member.curve, setting.factor);
      const measure = setting.mitigation < 0 ? null : member.measures[setting.mitigation];
      for (let world = 0; world < kept; world += 1) {
        const row = world * knots;
        const at = ([lower, share]) => (1 - share) * hazard[row + lower] + share * hazard[row + lower + 1];
        const weight = byWorld(member.weight, world);
        const mitigated = measure ? byWorld(measure.available, world) + setting.after : Infinity;
        const protects = measure ? byWorld(measure.protects, world) : 0;
        const before = measure ? -Math.expm1(-at(place(mitigated))) : 0;
        for (let index = 0; index < days.length; index += 1) {
          let entered = -Math.expm1(-at(places[index]));
          if (days[index] > mitigated) entered = protects * before + (1 - protects) * entered;
          found[index][world] += weight * (1 - (1 - entered) ** setting.servers);
        }
      }
    }
    return found;
  }

  function quantile(sorted, level) {
    const at = level * (sorted.length - 1);
    const lower = Math.floor(at);
    const upper = Math.min(lower + 1, sorted.length - 1);
    return sorted[lower] + (at - lower) * (sorted[upper] - sorted[lower]);
  }

  function summary(values) {
    const sorted = values.slice().sort();
    let total = 0;
    for (const value of sorted) total += value;
    return {
      mean: total / sorted.length,
      low: quantile(sorted, 0.05),
      quarter: quantile(sorted, 0.25),
      middle: quantile(sorted, 0.5),
      threeQuarters: quantile(sorted, 0.75),
      high: quantile(sorted, 0.95),
      differ: sorted[sorted.length - 1] > sorted[0],
      twoPeaks: hasTwoPeaks(sorted, total / sorted.length),
      dots: Array.from({ length: data.dots }, (_, index) => quantile(sorted, (index + 0.5) / data.dots)),
    };
  }

  /** Whether futures lie at two ends, as `has_two_peaks` in sim/runs/statistics.py says. */
  function hasTwoPeaks(values, mean) {
    const moment = (power) => values.reduce((sum, each) => sum + (each - mean) ** power, 0) / values.length;
    const spread = Math.sqrt(moment(2));
    if (values.length < data.fewest || !(quantile(values, 0.95) - quantile(values, 0.05) > mean / 2)) return false;
    const number = values.length;
    const skewness = ((moment(3) / spread ** 3) * Math.sqrt(number * (number - 1))) / (number - 2);
    const pairs = (number - 2) * (number - 3);
    const excess = (((number + 1) * (moment(4) / spread ** 4 - 3) + 6) * (number - 1)) / pairs;
    return (skewness ** 2 + 1) / (excess + (3 * (number - 1) ** 2) / pairs) > data.even;
  }

  const outcomes = (setting, days) => chances(setting, days).map(summary);

  // Words: those of the client's language, which the page brings along, with numbers put in.

  const texts = data.texts;

  const fill = (text, values = {}) => text.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);

  const said = (key, values) => fill(texts[key], values);

  /** What depends on who patches, at the chosen place. */
  const saidOfWho = (key, values) => fill(data.textsByDeployment[element("deployment").value][key], values);

  function rounded(value) {
    return Math.floor(value + 0.5);
  }

  const whole = new Intl.NumberFormat(data.language);
  const tenths = new Intl.NumberFormat(data.language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const twoDigits = new Intl.NumberFormat(data.language, { maximumSignificantDigits: 2 });
  const grouped = (number) => whole.format(number);

  const counted = (key, count) => fill(texts[key][count === 1 ? "one" : "other"], { count: grouped(count) });

  /** A count that is rounded neither to none nor to all. */
  function oneCount(count, chance, number) {
    if (count >= number) return said("chance-above", { count: grouped(number - 1) });
    return count === 0 && chance > 0 ? texts["chance-below-one"] : grouped(count);
  }

  function countOf(chance, number) {
    if (chance <= 0) return texts["chance-none"];
    const count = rounded(chance * number);
    return count > 0 && count < number ? said("chance-about", { count: grouped(count) }) : oneCount(count, chance, number);
  }

  const isOne = (chance, number) => chance <= 0 || rounded(chance * number) <= 1;

  function daysText(days) {
    if (days === Math.round(days)) return counted("days", days);
    for (const [key, inADay] of [["hours", 24], ["minutes", 1440]]) {
      const count = days * inADay;
      if (days < 3 && Math.abs(count - Math.round(count)) < 1e-6) return counted(key, Math.round(count));
    }
    return days < 1 / 24
      ? said("minutes-decimal", { count: tenths.format(days * 1440) })
      : said("days-decimal", { count: tenths.format(days) });
  }

  function denominatorFor(largest) {
    if (largest <= 0) return data.denominators[0];
    return data.denominators.find((each) => largest * each >= 1) ?? data.denominators[data.denominators.length - 1];
  }

  /** Between which counts 9 of 10 futures lie, rounded neither to none nor to all; a single one by itself. */
  function range(values, number) {
    const [low, high] = [rounded(values.low * number), rounded(values.high * number)];
    if (low < high) return said("range-between", { low: grouped(low), high: grouped(high) });
    return oneCount(low, values.high, number);
  }

  /** The same as the end of a sentence. */
  function rangeInWords(values, number) {
    const isSingle = rounded(values.low * number) === rounded(values.high * number);
    return isSingle ? said("range-is", { count: range(values, number) }) : range(values, number);
  }

  function bound(key, chance, number) {
    const count = rounded(chance * number);
    return count > 0 && count < number ? said(key, { count: grouped(count) }) : oneCount(count, chance, number);
  }

  /** How far futures differ: the middle, and between which counts 9 of 10 lie, or the end that most are far from. */
  function futures(values, number) {
    const { low, middle, high, twoPeaks } = values;
    if (!twoPeaks) {
      const most = bound("at-most", middle, number);
      return said("futures-alike", { most, range: rangeInWords(values, number) });
    }
    const fewest = Math.max(rounded(low * number), 1);
    const belowOne = Math.max(values.dots.filter((each) => each * number < 1).length, 1);
    const few = said("futures-few", { count: grouped(fewest), futures: grouped(fewest === 1 ? belowOne : 1) });
    const many = said("futures-many", { count: grouped(Math.min(rounded(high * number), number - 1)) });
    const [isLow, isHigh] = [middle - low < (high - low) / 3, high - middle < (high - low) / 3];
    const ends = isLow ? many : isHigh ? few : said("futures-both", { few, many });
    if (isLow && belowOne > values.dots.length / 2 && rounded(middle * number) === 0) {
      return said("futures-apart-none", { futures: grouped(belowOne), ends });
    }
    const half = bound(isHigh ? "at-least" : "at-most", middle, number);
    return said("futures-apart", { half, ends });
  }

  const factorWords = (factor) =>
    texts.factors[factor] ?? said("explore-factor-times", { times: twoDigits.format(factor) });

  const serversWords = (number) => counted("explore-servers", number);

  const plannedWords = (days) =>
    days === 0 ? texts["explore-at-once"] : said("explore-planned", { days: daysText(days) });

  const afterWords = (days) =>
    days === 0 ? texts["explore-in-place-at-once"] : said("explore-in-place", { days: daysText(days) });

  function sentence(state) {
    if (!state.attacked) return data.unattacked[element("deployment").value];
    const { number, now } = state;
    const kind = now.mean <= 0 ? "none" : state.differ ? "average" : "alike";
    const text = saidOfWho(`page-race-${kind}.${isOne(now.mean, number) ? "one" : "other"}`, {
      of: grouped(number),
      days: daysText(state.day),
      count: countOf(now.mean, number),
      futures: kind === "average" ? futures(now, number) : "",
    });
    return data.few && kind === "alike" ? `${text} ${data.few}.` : text;
  }

  function later(state) {
    if (!state.attacked) return "";
    if (state.laterBy === 0) return texts["explore-ends"];
    const extra = state.later.mean - state.now.mean;
    if (state.now.mean === 0 && extra === 0) return saidOfWho("explore-none-gets-in");
    const more = rounded(extra * state.number);
    const count = more === 0 ? texts["chance-below-one"] : said("chance-about", { count: grouped(more) });
    const values = { count, of: grouped(state.number) };
    if (state.laterBy === data.week) return said("explore-week-later", values);
    return said("explore-days-later", { ...values, days: capital(daysText(state.laterBy)) });
  }

  function money(state) {
    const extra = state.later.mean - state.now.mean;
    if (extra <= 0) return "";
    const count = rounded(extra * state.number);
    const amount = (value) => `${grouped(rounded(value))} ${data.cost.currency}`;
    return said(count ? "explore-money" : "explore-money-below", {
      cost: amount(data.cost.amount),
      amount: amount((Math.max(count, 1) / state.number) * data.cost.amount),
    });
  }

  const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

  // The controls.

  const sliders = { day: plannedWords, factor: factorWords, servers: serversWords, after: afterWords };
  const positions = data.positions;
  const valueOf = (name) => (element(name) ? positions[name][Number(element(name).value)] : 0);

  function setSlider(name, value) {
    const slider = element(name);
    if (!slider) return;
    slider.max = positions[name].length - 1;
    const apart = positions[name].map((each) => Math.abs(each - value));
    slider.value = apart.indexOf(Math.min(...apart));
  }

  function options(select, rows, chosen) {
    select.replaceChildren(
      ...rows.map(([value, text]) => {
        const option = document.createElement("option");
        option.value = value;
        option.textContent = text;
        return option;
      }),
    );
    select.value = rows.some(([value]) => value === chosen) ? chosen : rows[0][0];
  }

  const ofDeployment = () =>
    data.choices
      .map((choice, index) => [choice, index])
      .filter(([choice]) => choice.deployment === element("deployment").value);

  function offerLikes(like) {
    const rows = ofDeployment().map(([choice, index]) => [String(index), choice.label || texts["explore-any"]]);
    const wanted = ofDeployment().find(([choice]) => choice.like === like);
    if (rows.length) options(element("like"), rows, wanted ? String(wanted[1]) : rows[0][0]);
    element("like-control").hidden = rows.length < 2;
    element("servers-control").hidden = rows.length === 0;
  }

  function offerMitigations(name) {
    if (!element("mitigation")) return;
    const choice = chosen();
    const offered = choice ? choice.mitigations : [];
    options(element("mitigation"), [["", texts["explore-none"]], ...offered.map((each) => [each.name, each.label])], name ?? "");
    element("mitigation-control").hidden = offered.length === 0;
  }

  const chosen = () => (ofDeployment().length ? data.choices[Number(element("like").value)] : null);

  function mitigationIndex(choice, name) {
    return choice && name ? choice.mitigations.findIndex((each) => each.name === name) : -1;
  }

  function reset() {
    const present = Object.entries(data.deployments).filter(
      ([key]) => key === data.cloud || key === start.deployment || data.choices.some((choice) => choice.deployment === key),
    );
    options(element("deployment"), present, start.deployment);
    offerLikes(start.like);
    offerMitigations(start.mitigation);
    for (const name of Object.keys(sliders)) setSlider(name, start[name]);
    update();
  }

  function state() {
    const choice = chosen();
    const name = element("mitigation") ? element("mitigation").value : "";
    const setting = {
      choice,
      factor: valueOf("factor"),
      servers: valueOf("servers"),
      mitigation: mitigationIndex(choice, name),
      after: valueOf("after"),
    };
    const day = valueOf("day");
    const laterDay = Math.min(day + data.week, data.last);
    const [now, then] = outcomes(setting, [day, laterDay]);
    const curve = outcomes(setting, GRID);
    const ofPlan = (plan) => {
      const own = plan.asUsual ? {} : { mitigation: mitigationIndex(choice, plan.mitigation), after: plan.after };
      const isOffered = plan.asUsual || !plan.mitigation || own.mitigation >= 0;
      return { ...plan, isOffered, ...outcomes({ ...setting, ...own }, [plan.day])[0] };
    };
    const number = denominatorFor(Math.max(now.mean, ...data.yardsticks.map((each) => ofPlan(each).mean)));
    const differ = !data.few && curve.some((each) => each.differ);
    const attacked = Boolean(choice) && choice.isAttacked;
    return {
      setting, attacked, day, now, curve, number, differ,
      later: then, laterBy: laterDay - day, plans: data.plans.map(ofPlan),
    };
  }

  function shownDays() {
    const days = [];
    for (let day = 0; day < data.shown; day += 0.5) days.push(day);
    return [...days, data.shown];
  }

  // The pictures.

  function draw(parent, name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    parent.append(made);
    return made;
  }

  function ticksUpTo(highest) {
    const least = highest / 5;
    const power = 10 ** Math.floor(Math.log10(least));
    const step = Math.max([1, 2, 5, 10].map((each) => each * power).find((each) => each >= least), 1);
    const ticks = [];
    for (let tick = 0; tick <= highest + 1e-9; tick += step) ticks.push(tick);
    return ticks;
  }

  /** The end of the axis: few levels, so that it rarely jumps while a slider moves. */
  function highestShown(curve, number) {
    const top = Math.max(...curve.map((each) => each.high)) * 1.04;
    if (top === 0) return number;
    const scale = 100 / number;
    const levels = [0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 1];
    return number * ([...levels.map((each) => each * scale), ...levels].find((each) => each >= top) ?? 1);
  }

  function drawChart(now) {
    const svg = element("chart");
    const { number, curve, day } = now;
    const width = Math.max(element("chart-box").clientWidth, 260);
    const height = width < 520 ? 300 : 360;
    const highest = highestShown(curve, number);
    const ticks = ticksUpTo(highest);
    const [left, right, top, bottom] = [14 + 8 * grouped(ticks[ticks.length - 1]).length, width - 10, 34, height - 46];
    const x = (each) => left + (each / data.shown) * (right - left);
    const y = (chance) => bottom - ((chance * number) / highest) * (bottom - top);
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    const early = y(curve[0].mean);
    draw(svg, "rect", { class: "before", x: left, y: early, width: right - left, height: bottom - early });
    for (const tick of ticks) {
      draw(svg, "line", { class: "grid", x1: left, x2: right, y1: y(tick / number), y2: y(tick / number) });
      draw(svg, "text", { class: "tick", x: left - 7, y: y(tick / number) + 4, "text-anchor": "end" }, grouped(tick));
    }
    const weeks = [1, 2, 4, 8, 13, 26, 52].find((each) => (x(7 * each) - x(0)) >= 34) ?? 104;
    for (let each = 0; each <= data.shown; each += 7 * weeks) {
      draw(svg, "text", { class: "tick", x: x(each), y: bottom + 19, "text-anchor": "middle" }, each);
    }
    draw(svg, "text", { class: "tick", x: (x(0) + right) / 2, y: bottom + 39, "text-anchor": "middle" },
      width < 520 ? texts["explore-axis-short"] : saidOfWho("explore-axis-day"));
    draw(svg, "line", { class: "zero", x1: left, x2: right, y1: bottom, y2: bottom });
    draw(svg, "line", { class: "zero", x1: x(0), x2: x(0), y1: top, y2: bottom });
    const path = (level) => curve.map((each, index) => `${x(GRID[index]).toFixed(2)} ${y(each[level]).toFixed(2)}`);
    if (now.differ) {
      draw(svg, "path", { class: "band", d: `M${[...path("low"), ...path("high").reverse()].join("L")}Z` });
      const half = [...path("quarter"), ...path("threeQuarters").reverse()];
      draw(svg, "path", { class: "band half", d: `M${half.join("L")}Z` });
      draw(svg, "path", { class: "median", d: `M${path("middle").join("L")}` });
      draw(svg, "path", { class: "edge", d: `M${path("low").join("L")}` });
      draw(svg, "path", { class: "edge", d: `M${path("high").join("L")}` });
    }
    if (element("show-deadlines") && element("show-deadlines").checked) drawDeadlines(svg, x, top, bottom);
    draw(svg, "path", { class: "mean", d: `M${path("mean").join("L")}` });
    element("before-key").hidden = curve[0].mean <= 0;
    say("before-words", said("explore-before-the-fix", { count: countOf(curve[0].mean, number), of: grouped(number) }));
    const you = [x(day), y(now.now.mean)];
    const taken = drawMarks(svg, now.plans.map((plan) => [x(plan.day), y(plan.mean)]), [...you, YOU], left, right);
    if (now.differ && now.now.twoPeaks) drawDots(svg, x(day), y, now.now.dots, right);
    element("dots-key").hidden = !(now.differ && now.now.twoPeaks);
    drawYou(svg, you, now, taken, [left, right, top, bottom]);
    svg.setAttribute("aria-label", described(now));
    Object.assign(svg.dataset, { mean: now.now.mean, low: now.now.low, high: now.now.high, later: now.later.mean });
  }

  function drawDeadlines(svg, x, top, bottom) {
    let free = -Infinity;
    data.deadlines.forEach((day, index) => {
      draw(svg, "line", { class: "deadline", x1: x(day), x2: x(day), y1: top, y2: bottom });
      const at = Math.max(x(day) - 8, free);
      free = at + 18;
      draw(svg, "rect", { class: "plate", x: at, y: top - 22, width: 16, height: 17, rx: 3 });
      draw(svg, "text", { class: "sign", x: at + 8, y: top - 9.5 }, index + 1);
    });
  }

  /** Dots at the chosen day, each one of as many futures, those of one height side by side. */
  function drawDots(svg, across, y, dots, right) {
    const beside = new Map();
    const wide = 2 * DOT;
    const side = across + wide * dots.length > right ? -1 : 1;
    for (const chance of dots) {
      const row = Math.round(y(chance) / wide);
      const number = beside.get(row) ?? 0;
      beside.set(row, number + 1);
      draw(svg, "circle", { class: "future", cx: across + side * wide * (number + 0.5), cy: y(chance), r: DOT - 0.4 });
    }
  }

  /** Letters at the points of plans, or above what stands there already; returns the circles that are taken. */
  function drawMarks(svg, points, you, left, right) {
    const taken = [you];
    const order = points.map((_, index) => index).sort((one, other) => points[one][0] - points[other][0]);
    for (const index of order) {
      const [across, level] = points[index];
      const at = Math.min(Math.max(across, left + MARK), right - MARK);
      let high = level;
      for (const [x, y, radius] of taken.slice().sort((one, other) => other[1] - one[1])) {
        const apart = radius + MARK + 1;
        if (Math.abs(at - x) < apart && Math.abs(high - y) < apart) high = y - apart;
      }
      if (high !== level) draw(svg, "line", { class: "stem", x1: across, x2: at, y1: level, y2: high });
      draw(svg, "circle", { class: "plan", cx: at, cy: high, r: MARK });
      draw(svg, "text", { class: "sign", x: at, y: high + 4 }, LETTERS[index]);
      taken.push([at, high, MARK]);
    }
    return taken;
  }

  /** The chosen day as a dot, and beside it, where nothing else stands, how many are breached. */
  function drawYou(svg, [across, level], now, taken, [left, right, top, bottom]) {
    draw(svg, "line", { class: "down", x1: across, x2: across, y1: level, y2: bottom });
    draw(svg, "circle", { class: "you", cx: across, cy: level, r: YOU });
    const words = draw(svg, "text", { class: "said", x: 0, y: 0 }, capital(told(now.now, now.number)));
    const [wide, high] = [words.getBBox().width, 15];
    const isFree = ([x, y]) =>
      x > left && x + wide < right && y - high > top && y < bottom - 3 &&
      taken.every(([cx, cy, r]) => cx + r < x || cx - r > x + wide || cy + r < y - high || cy - r > y + 3);
    const sides = [across + 13, across - 13 - wide, Math.max(left + 1, Math.min(across - wide / 2, right - 1 - wide))];
    const heights = [22, -24, 38, -40, 54, -56, 70, -72, 86, -88, 104, -106, 122, -124].map((each) => level + each);
    const places = heights.flatMap((y) => sides.map((x) => [x, y]));
    const [x, y] = places.find(isFree) ?? places[0];
    words.setAttribute("x", x);
    words.setAttribute("y", y);
  }

  function described(now) {
    const at = (index) => countOf(now.curve[index].mean, now.number);
    return saidOfWho("explore-curve", {
      of: grouped(now.number),
      first: at(0),
      days: capital(daysText(now.day)),
      now: countOf(now.now.mean, now.number),
      shown: daysText(data.shown),
      last: at(GRID.length - 1),
    });
  }

  function drawIcons(now) {
    const svg = element("icons");
    const isNarrow = svg.parentElement.clientWidth < 300;
    const across = { 100: isNarrow ? 10 : 20, 1000: isNarrow ? 40 : 50, 10000: isNarrow ? 100 : 125 }[now.number];
    const hit = Math.min(rounded(now.now.mean * now.number), now.number - 1);
    const unit = 400 / across;
    const house = (index) => {
      const [left, top] = [(index % across) * unit + 0.14 * unit, Math.floor(index / across) * unit + 0.1 * unit];
      const at = (right, down) => `${(left + right * 0.72 * unit).toFixed(2)} ${(top + down * 0.76 * unit).toFixed(2)}`;
      return `M${at(0, 1)}L${at(0, 0.45)}L${at(0.5, 0)}L${at(1, 0.45)}L${at(1, 1)}Z`;
    };
    const path = (from, to) => Array.from({ length: to - from }, (_, index) => house(from + index)).join("");
    svg.replaceChildren();
    svg.setAttribute("viewBox", `0 0 400 ${unit * Math.ceil(now.number / across)}`);
    draw(svg, "path", { class: "spared", d: path(hit, now.number), "stroke-width": 0.05 * unit });
    draw(svg, "path", { class: "hit", d: path(0, hit), "stroke-width": 0.05 * unit });
    const of = grouped(now.number);
    element("icons-title").textContent = said("explore-houses-title", { of, count: countOf(now.now.mean, now.number) });
    const houses = said("explore-houses", { of, count: grouped(hit) });
    svg.setAttribute("aria-label", saidOfWho("explore-houses-alt", { houses }));
  }

  function told(values, number) {
    return said("chance-of", { count: countOf(values.mean, number), of: grouped(number) });
  }

  /** What a plan does until then, where it is not what the controls say. */
  function protectionOf(plan) {
    if (plan.asUsual) return "";
    if (!element("mitigation") && !plan.mitigation) return "";
    if (!plan.mitigation) return texts["explore-plan-nothing"];
    const name = data.remediations[plan.mitigation];
    return said(plan.isOffered ? "explore-plan-with" : "explore-plan-without", { name });
  }

  function drawPlans(now) {
    element("plans-box").hidden = !data.plans.length;
    element("plans").replaceChildren(
      ...now.plans.map((plan, index) => {
        const [row, sign, words] = ["li", "span", "span"].map((each) => document.createElement(each));
        sign.className = "number";
        sign.textContent = LETTERS[index];
        const spread = now.differ ? ` (${range(plan, now.number)})` : "";
        words.textContent = said("explore-plan", {
          plan: plan.name,
          days: daysText(plan.day),
          protection: protectionOf(plan),
          count: countOf(plan.mean, now.number),
          of: grouped(now.number),
          range: spread,
        });
        row.append(sign, words);
        return row;
      }),
    );
  }

  function drawTable(now) {
    const usual = TABLE_DAYS.filter((each) => each <= data.shown);
    const days = [...new Set([...usual, now.day, data.shown])].sort((one, other) => one - other);
    const found = outcomes(now.setting, days);
    element("table-caption").textContent = saidOfWho("explore-axis", { of: grouped(now.number) });
    element("rows").replaceChildren(
      ...days.map((day, index) => {
        const row = document.createElement("tr");
        const [head, mean, spread] = ["th", "td", "td"].map((each) => document.createElement(each));
        head.scope = "row";
        head.textContent = day === now.day ? said("explore-chosen-day", { days: daysText(day) }) : daysText(day);
        if (day === now.day) row.className = "now";
        mean.textContent = countOf(found[index].mean, now.number);
        const alone = texts[data.few ? "explore-too-few" : "explore-alike"];
        spread.textContent = now.differ ? range(found[index], now.number) : alone;
        row.append(head, mean, spread);
        return row;
      }),
    );
  }

  function say(id, text) {
    if (element(id).textContent !== text) element(id).textContent = text;
  }

  function update() {
    for (const [name, words] of Object.entries(sliders)) {
      if (!element(name)) continue;
      const text = words(valueOf(name));
      element(name).setAttribute("aria-valuetext", text);
      say(`${name}-words`, text);
    }
    for (const key of ["page-title", "day-label", "chart-title"]) say(key, saidOfWho(`explore-${key}`));
    say("filled-words", saidOfWho("explore-filled"));
    if (element("mitigation-label")) say("mitigation-label", saidOfWho("explore-mitigation-label"));
    const now = state();
    if (element("after-control")) element("after-control").hidden = now.setting.mitigation < 0 || !now.attacked;
    for (const name of ["day", "factor", "deadlines", "servers"]) {
      const control = element(`${name}-control`);
      if (control) control.hidden = !now.attacked;
    }
    if (element("mitigation-control")) {
      element("mitigation-control").hidden = !now.attacked || !now.setting.choice.mitigations.length;
    }
    say("sentence", sentence(now));
    say("later", later(now));
    if (data.cost) {
      const isTold = now.attacked && now.laterBy > 0;
      element("money").hidden = !isTold;
      say("money", isTold ? money(now) : "");
    }
    for (const key of ["band-key", "median-key"]) element(key).hidden = !now.differ;
    for (const section of document.querySelectorAll(".icons, .charts")) section.hidden = !now.attacked;
    if (!now.attacked) return;
    say("axis-title", saidOfWho("explore-axis", { of: grouped(now.number) }));
    drawChart(now);
    drawIcons(now);
    drawPlans(now);
    if (document.querySelector("details").open) drawTable(now);
  }

  for (const name of Object.keys(sliders)) if (element(name)) element(name).addEventListener("input", update);
  element("deployment").addEventListener("change", () => {
    offerLikes(null);
    offerMitigations(element("mitigation")?.value);
    update();
  });
  element("like").addEventListener("change", () => {
    offerMitigations(element("mitigation")?.value);
    update();
  });
  element("mitigation")?.addEventListener("change", update);
  element("show-deadlines")?.addEventListener("change", () => {
    element("deadlines-box").hidden = !element("show-deadlines").checked;
    update();
  });
  element("reset").addEventListener("click", reset);
  element("controls").addEventListener("submit", (event) => event.preventDefault());
  document.querySelector("details").addEventListener("toggle", update);
  new ResizeObserver(update).observe(element("chart-box"));
  reset();
})();
