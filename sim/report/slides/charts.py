"""Charts of a report that whoever shows the slides can edit: their values stand in a workbook inside."""

from __future__ import annotations

import io
import math
from datetime import datetime
from typing import Any

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.enum.chart import XL_AXIS_CROSSES, XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION
from pptx.enum.dml import MSO_LINE
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Inches, Pt
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_cell_to_rowcol

from sim.charts.drawing.style import BREACHED, GREY, INKS, ORANGE, YOU
from sim.charts.drawing.wrapping import wrapped
from sim.clients.situation import WEEK
from sim.report.brand import INK
from sim.report.page import Page, PlanRow
from sim.wording.tense import IS

from .parts import QUIET, Box, rgb, style
from .text import POINTS, ems, shortened

PALE, GRID = "#F8DFCD", "#E3E3E3"
ROOM, LANE, LOWER_LANE = 1.19, 0.93, 0.8
"""How high the chart is over its curves, as they need room for words; where in it the words on the client stand, and
those on the fix."""
LEFT, PLOT = 0.09, 0.74
"""Where the axes begin and how wide they are, as shares of the chart: words at the right ends of lines need room."""
APART = 0.14
TICKS = 5
LABEL_SIZE = 12
LONGEST_LABEL = 17.0
LETTERS = 12
"""The most letters of a line of words at the right end of a curve."""


def chance_chart(slide: Any, page: Page, box: Box) -> Any:
    """The chance of a breach by patch day: average, median, the edges of 9 of 10 futures, and the client's day."""
    race, number, say = page.race, page.of, page.race.say
    low, middle, high = race.bands.T * number
    step = _step(max(float(high.max()), 1.0) / TICKS)
    top = max(float(high.max()), 1.0) * ROOM
    data = XyChartData()
    curves = {say("chart-average"): race.mean * number}
    if not race.without_range:
        curves |= {say("slides-lower-edge"): low, say("slides-upper-edge"): high, say("slides-half-below"): middle}
    for name, values in curves.items():
        _points(data, name, list(zip(race.days.tolist(), values.tolist(), strict=True)))
    today = race.today
    _points(data, say("slides-fix-is-out"), [(0.0, 0.0), (0.0, top * LOWER_LANE)])
    _points(data, say("slides-you"), [(today.patches_after, today.mean * number), (today.patches_after, top * LANE)])
    chart = _placed(slide, XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, data, box, page)
    _axes(chart, page, step, top)
    for series in chart.plots[0].series:
        series.marker.style = XL_MARKER_STYLE.NONE
        _line(series, GREY, 1.5, MSO_LINE.DASH)
    _line(chart.series[0], BREACHED, 3.0, MSO_LINE.SOLID)
    if not race.without_range:
        _line(chart.series[3], BREACHED, 1.5, MSO_LINE.SQUARE_DOT)
    _name_curves(chart, page, top)
    _mark_moments(chart, page, box)
    return chart


def plans_chart(slide: Any, page: Page, box: Box) -> Any:
    """What each plan comes to: what even the best has, and on top what the plan has more."""
    least, say = min(row.count for row in page.plans), page.race.say
    data = CategoryChartData(number_format="General")
    data.categories = [_plan_and_count(page, row) for row in page.plans]
    data.add_series(say("slides-as-best"), [least for _ in page.plans], number_format="#,##0;;")
    data.add_series(say("slides-more-than-best"), [row.count - least for row in page.plans], "+#,##0;;")
    chart = _placed(slide, XL_CHART_TYPE.BAR_STACKED, data, box, page)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(QUIET)
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.value_axis.minimum_scale = 0
    chart.value_axis.maximum_scale = max(row.count for row in page.plans)
    chart.has_title = True
    title = chart.chart_title.text_frame
    title.text = say("slides-bars-title", number=page.of)
    style(title.paragraphs[0], 13, INK, bold=True)
    for series, fill, shape in zip(plot.series, (PALE, ORANGE), ("#,##0;;", "+#,##0;;"), strict=True):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = rgb(fill)
        series.format.line.color.rgb = rgb(BREACHED if fill == PALE else INK)
        labels = series.data_labels
        labels.show_value = True
        labels.number_format, labels.number_format_is_linked = shape, False
        labels.position = XL_LABEL_POSITION.INSIDE_BASE if fill == PALE else XL_LABEL_POSITION.CENTER
        labels.font.size, labels.font.bold = Pt(14), True
        labels.font.color.rgb = rgb(INK)
    return chart


def range_chart(slide: Any, page: Page, box: Box) -> Any:
    """Between which numbers 9 of 10 futures lie, for each plan."""
    say = page.race.say
    data = CategoryChartData(number_format="General")
    data.categories = [_plan(page, row) for row in page.plans]
    data.add_series(say("slides-range-from"), [row.low for row in page.plans])
    data.add_series(say("slides-range-width"), [max(row.high - row.low, 0) for row in page.plans])
    chart = _placed(slide, XL_CHART_TYPE.BAR_STACKED, data, box, page)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 60, 100
    chart.category_axis.reverse_order = True
    chart.category_axis.format.line.color.rgb = rgb(QUIET)
    chart.category_axis.has_major_gridlines = False
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    chart.value_axis.minimum_scale, chart.value_axis.maximum_scale = 0, max(row.high for row in page.plans) or 1
    chart.has_title = True
    title = chart.chart_title.text_frame
    title.text = say("slides-ranges-title", number=page.of)
    style(title.paragraphs[0], 13, INK, bold=True)
    begin, width = plot.series
    begin.format.fill.background()
    width.format.fill.solid()
    width.format.fill.fore_color.rgb = rgb(PALE)
    width.format.line.color.rgb = rgb(BREACHED)
    for index, row in enumerate(page.plans):
        words = row.futures.partition(";")[0]
        _label(width, index, words, XL_LABEL_POSITION.CENTER, INK)
    return chart


def _placed(slide: Any, kind: Any, data: Any, box: Box, page: Page) -> Any:
    frame = slide.shapes.add_chart(kind, *(Inches(each) for each in (box.left, box.top, box.width, box.height)), data)
    frame.name = "Chart"
    chart = frame.chart
    chart.has_legend = False
    chart.has_title = False
    chart.font.size = Pt(12)
    chart.font.color.rgb = rgb(INK)
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(chart, page))
    return chart


def _workbook(chart: Any, page: Page) -> bytes:
    """The values of a chart as a workbook in which names are text, also those that look like a formula or a link."""
    out = io.BytesIO()
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(page.on.year, page.on.month, page.on.day)})
        sheet = book.add_worksheet()
        sheet.set_column(0, 0, 32)
        for reference in chart._chartSpace.iter(qn("c:f")):
            begin = reference.text.split("!")[1].replace("$", "").split(":")[0]
            row, column = xl_cell_to_rowcol(begin)
            cache = reference.getnext()
            write = sheet.write_string if cache.tag == qn("c:strCache") else _write_number(sheet)
            for point in cache.iter(qn("c:pt")):
                write(row + int(point.get("idx")), column, point.find(qn("c:v")).text or "")
    return out.getvalue()


def _write_number(sheet: Any) -> Any:
    return lambda row, column, text: sheet.write_number(row, column, float(text))


def _points(data: Any, name: str, points: list[tuple[float, float]]) -> None:
    series = data.add_series(name)
    for x, y in points:
        series.add_data_point(x, y)


def _axes(chart: Any, page: Page, step: float, top: float) -> None:
    days, number = page.race.days, page.of
    across, up = chart.category_axis, chart.value_axis
    unit = WEEK if days[-1] <= 15 * WEEK else 4 * WEEK
    across.minimum_scale, across.maximum_scale = math.floor(float(days[0]) / unit) * unit, float(days[-1])
    across.major_unit = unit
    across.crosses = XL_AXIS_CROSSES.MINIMUM
    across.has_major_gridlines = False
    across.tick_labels.number_format, across.tick_labels.number_format_is_linked = '0;"−"0', False
    up.minimum_scale, up.maximum_scale, up.major_unit = 0, top, step
    up.tick_labels.number_format, up.tick_labels.number_format_is_linked = f"[<={number}]#,##0;;", False
    up.major_gridlines.format.line.color.rgb = rgb(GRID)
    say = page.race.say
    for axis, words in (
        (across, say("slides-axis-day", tense=IS.name)),
        (up, say("chart-waiting-axis", number=number)),
    ):
        axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        axis.format.line.color.rgb = rgb(QUIET)
        axis.has_title = True
        title = axis.axis_title.text_frame
        title.text = words
        style(title.paragraphs[0], 12, INK)
    _inner(chart, LEFT, 0.03, PLOT, 0.80)


def _name_curves(chart: Any, page: Page, top: float) -> None:
    """What the lines are, at their right ends, as far as there is room for the words."""
    race, say = page.race, page.race.say
    last, average = len(race.days) - 1, say("chart-average")
    mean = float(race.mean[-1]) * page.of
    if race.without_range:
        _label(chart.series[0], last, average, XL_LABEL_POSITION.RIGHT, INKS[BREACHED])
        return
    edges = {1: float(race.bands[-1, 0]) * page.of, 2: float(race.bands[-1, 2]) * page.of}
    furthest = max(edges, key=lambda index: abs(edges[index] - mean))
    middle = float(race.bands[-1, 1]) * page.of
    words = "\n".join(wrapped(say("slides-between-lines"), LETTERS))
    if abs(edges[furthest] - mean) < APART * top:
        both = f"{say('slides-average-and-lines')}\n{words}"
        _label(chart.series[0], last, both, XL_LABEL_POSITION.RIGHT, INK, bold=False)
        return
    _label(chart.series[0], last, average, XL_LABEL_POSITION.RIGHT, INKS[BREACHED])
    _label(chart.series[furthest], last, words, XL_LABEL_POSITION.RIGHT, QUIET, bold=False)
    if min(abs(middle - mean), abs(middle - edges[furthest]) - APART * top / 2) > APART * top / 2:
        half = "\n".join(wrapped(say("chart-half-below"), LETTERS))
        _label(chart.series[3], last, half, XL_LABEL_POSITION.RIGHT, QUIET, bold=False)


def _mark_moments(chart: Any, page: Page, box: Box) -> None:
    """The day of the fix, and the client's day with a filled point on the curve."""
    race, today, say = page.race, page.today, page.race.say
    begin, end = chart.category_axis.minimum_scale, chart.category_axis.maximum_scale
    inch = PLOT * box.width / (end - begin)
    fix, you = list(chart.series)[-2:]
    is_out = say("slides-fix-is-out")
    _label(fix, 1, is_out, _side(is_out, -begin * inch, end * inch), QUIET, bold=False)
    _line(fix, QUIET, 1.0, MSO_LINE.SOLID)
    _line(you, YOU, 1.5, MSO_LINE.SOLID)
    point = you.points[0]
    point.marker.style, point.marker.size = XL_MARKER_STYLE.DIAMOND, 13
    point.marker.format.fill.solid()
    point.marker.format.fill.fore_color.rgb = rgb(YOU)
    point.marker.format.line.color.rgb = rgb(INK)
    whose = say("slides-mark-you.first", when=today.when)
    words = f"{whose}\n{say('slides-mark-you.second', breached=today.breached, number=page.of)}"
    after = race.today.patches_after
    side = XL_LABEL_POSITION.LEFT if after - begin > end - after else XL_LABEL_POSITION.RIGHT
    _label(you, 1, words, side, INK)


def _side(words: str, left: float, right: float) -> Any:
    """On which side of a line words stand: at the left if there are enough inches for them."""
    fits = ems(words) * LABEL_SIZE / POINTS < left - 0.1
    return XL_LABEL_POSITION.LEFT if fits or left > right else XL_LABEL_POSITION.RIGHT


def _label(series: Any, index: int, words: str, position: Any, colour: str, bold: bool = True) -> None:
    label = series.points[index].data_label
    label.text_frame.text = words
    label.text_frame.word_wrap = False
    label.position = position
    for paragraph in label.text_frame.paragraphs:
        style(paragraph, LABEL_SIZE, colour, bold)


def _line(series: Any, colour: str, width: float, dash: Any) -> None:
    line = series.format.line
    line.color.rgb, line.width, line.dash_style = rgb(colour), Pt(width), dash


def _inner(chart: Any, left: float, top: float, width: float, height: float) -> None:
    """Where the axes stand inside the chart, in shares of it: words at the right ends of lines need room."""
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    sides = "".join(
        f'<c:{name} val="{value}"/>' for name, value in zip("xywh", (left, top, width, height), strict=True)
    )
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/>'
            f'<c:yMode val="edge"/>{sides}</c:manualLayout></c:layout>'
        ),
    )


def _plan(page: Page, row: PlanRow) -> str:
    """What stands beside the bar of a plan."""
    plan = shortened(row.name, LONGEST_LABEL)
    return page.race.say("slides-plan-label", plan=plan, when=row.when)


def _plan_and_count(page: Page, row: PlanRow) -> str:
    told = {"plan": shortened(row.name, LONGEST_LABEL), "when": row.when, "breached": row.breached}
    return page.race.say("slides-plan-label-and-count", **told)


def _step(least: float) -> float:
    """The next of 1, 2, 5, 10, 20 and so on."""
    power = 10.0 ** math.floor(math.log10(least))
    return max(next(each * power for each in (1, 2, 5, 10) if each * power >= least), 1.0)
