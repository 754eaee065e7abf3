"""The layout of a chart for a phone: the same specification, rearranged for a column of 350 pixels, not made smaller.

One set of rules serves every chart, so that a figure is written once. Names of rows stand above their rows instead of
beside them, panels stand under one another, titles and long labels are broken, and keys are set in columns. What is
drawn, the data, colours and scales, stays as it is.
"""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator
from typing import Any

WIDTH = 350  # pixels of a column of text on a phone that is 390 wide
LETTER = 5.9  # pixels of a letter of a label, on average
SIZE = 12  # pixels of a label's letters; none is smaller than SMALLEST
SMALLEST = 11.5  # so that a picture a little wider than the column keeps 11 on the screen
BESIDE = 84  # pixels that names of rows may take beside the plot; longer ones stand above their rows
ABOVE, BELOW = 9, 11  # pixels that a row's marks reach above and below its middle, unless its labels reach further
TITLE = 52  # letters of a line of a title
LINE_HEIGHT = 13  # pixels from line to line of a label
CROWDED = 118  # letters of names at points, above which the points are numbered
NOTE = 40  # letters of a sentence, where a label is shorter
LABEL = 15  # letters of a line of a label in the plot
IN_PANELS = 160  # the same for panels that stood side by side and share their rows
SIDE_BY_SIDE = ("hconcat", "concat", "vconcat")

Spec = dict[str, Any]


def phone(spec: Spec) -> Spec:
    """Give the same chart for a phone.

    Examples
    --------
    >>> plain = {"mark": "bar", "width": 600, "encoding": {"x": {"field": "a", "title": "How much of it there is"}}}
    >>> phone(plain)["width"], phone(plain)["encoding"]["x"]["title"]
    (350, ['How much of it there is'])
    """
    found = _rearranged(spec, spec.get("datasets", {}))
    found, above = _above_the_plot(found)
    found = {**found, **({"datasets": _broken(spec)} if "datasets" in spec else {})}
    found = _numbered(found)
    return {**found, "config": _config(spec.get("config", {}), above), "padding": 2}


def _above_the_plot(spec: Spec) -> tuple[Spec, int]:
    """The layout with what stands over its first row in lines of their own, and the height of these lines.

    The name of the first row reaches above the plot; the label of a line that stands on top of it goes above that name,
    and keys above both.
    """
    named = [view for view in _layers(spec) if (_y_of(view, spec).get("axis") or {}).get("labelBaseline") == "bottom"]
    if not named or "facet" in spec:
        return spec, 0
    layers = [_raised(layer, SIZE) if _on_top(layer) else layer for layer in spec.get("layer", ())]
    raised = layers != list(spec.get("layer", ()))
    return {**spec, **({"layer": layers} if raised else {})}, SIZE + (SIZE + 4 if raised else 0)


def _y_of(layer: Spec, spec: Spec) -> Spec:
    """The upright channel of a layer, its own or that of its view."""
    channel = (layer.get("encoding") or {}).get("y") or (spec.get("encoding") or {}).get("y") or {}
    return channel if isinstance(channel, dict) else {}


def _on_top(layer: Spec) -> bool:
    """Whether a layer is a label at the upper edge of the plot."""
    return _kind(layer) == "text" and _y_of(layer, {}).get("value", 1) <= 0


def _raised(layer: Spec, by: int) -> Spec:
    """The same label, so much higher."""
    move = layer["mark"].get("dy", 0)
    higher = {"expr": f"{move['expr']} - {by}"} if isinstance(move, dict) else move - by
    return {**layer, "mark": {**layer["mark"], "dy": higher}}


def _numbered(spec: Spec) -> Spec:
    """The layout with numbers at its points and their names in a list below, where so many names do not fit."""
    points = [layer for layer in spec.get("layer", ()) if _kind(layer) in ("point", "circle")]
    named = {str(value) for layer in points for row in _rows_of(layer, spec) for value in row.values()}
    found: dict[str, int] = {}
    for layer in spec.get("layer", ()):
        field = _free_label(layer)
        for row in _rows_of(layer, spec) if field else ():
            if row.get(field) in named:
                found.setdefault(row[field], len(found) + 1)
    if sum(map(len, found)) <= CROWDED:
        return spec
    numbers = "({" + ", ".join(f"{json.dumps(name)}: '{number}'" for name, number in found.items()) + "})"
    layers, rows = [], [f"{number}  {_plain(name)}" for name, number in found.items()]
    for layer in spec["layer"]:
        labels = [str(row.get(_free_label(layer))) for row in _rows_of(layer, spec)] if _free_label(layer) else []
        if len(labels) > 1 and min(map(len, labels)) > NOTE:  # several sentences: they stand below as well
            rows += map(_plain, labels)
        else:
            layers.append(_with_numbers(layer, numbers) if found.keys() & {*labels} else layer)
    listed = {
        "data": {"values": [{"row": place, "name": row} for place, row in enumerate(rows)]},
        "mark": {"type": "text", "align": "left", "fontSize": SIZE},
        "encoding": {
            "y": {"field": "row", "type": "ordinal", "axis": None},
            "x": {"value": 0},
            "text": {"field": "name", "type": "nominal"},
        },
        "height": {"step": SIZE + 5},
        "width": WIDTH,
    }
    inside = ("layer", "width", "height", "encoding", "resolve", "data", "transform")
    view = {key: value for key, value in spec.items() if key in inside}
    return {
        **{key: value for key, value in spec.items() if key not in inside},
        "vconcat": [{**view, "layer": layers}, listed],
        "spacing": 8,
    }


def _plain(label: str) -> str:
    """A label in one line."""
    return " ".join(label.split())


def _kind(layer: Spec) -> str:
    """The kind of mark of a layer."""
    mark = layer.get("mark", "")
    return str(mark["type"] if isinstance(mark, dict) else mark)


def _rows_of(layer: Spec, spec: Spec) -> list[Spec]:
    """The rows of data that a layer draws."""
    data = layer.get("data") or spec.get("data") or {}
    rows = data.get("values") or spec.get("datasets", {}).get(data.get("name"), ())
    return [row for row in rows if isinstance(row, dict)]


def _free_label(layer: Spec) -> str:
    """The column of the labels of a layer that stand at their points, anywhere in the plot."""
    channels = layer.get("encoding") or {}
    text, x, y = (channels.get(name) or {} for name in ("text", "x", "y"))
    free = x.get("type") != "nominal" and y.get("type") == "quantitative" and "angle" not in layer.get("mark", {})
    return str(text.get("field", "")) if _kind(layer) == "text" and free and text.get("type") == "nominal" else ""


def _with_numbers(layer: Spec, numbers: str) -> Spec:
    """A layer of labels with the numbers of those that have one."""
    text = layer["encoding"]["text"]
    name = f"datum['{text['field']}']"
    number = {"calculate": f"{numbers}[{name}] || {name}", "as": "numbered"}
    mark = {**layer["mark"], "fontWeight": "bold"}
    if isinstance(mark.get("dy"), dict):  # a number has one line
        mark["dy"] = float(mark["dy"]["expr"].partition(" - ")[0])
    return {
        **layer,
        "mark": mark,
        "transform": [*layer.get("transform", ()), number],
        "encoding": {**layer["encoding"], "text": {**text, "field": "numbered"}},
    }


def _config(config: Spec, above: int = 0) -> Spec:
    """Keys above the plot, and above what stands over it, in as many columns as fit; no letter below the smallest."""
    axis = {**config.get("axis", {}), "labelFontSize": SMALLEST, "titleFontSize": SIZE, "titlePadding": 6}
    legend = {**config.get("legend", {}), "labelFontSize": SIZE, "titleFontSize": SIZE, "labelLimit": WIDTH - 40}
    stacked = {"anchor": "start", "direction": "vertical", "offset": 8}  # two keys, one under the other
    legend["layout"] = {"top": {**stacked, "offset": 8 + above}, "bottom": stacked}
    few = {**config.get("axisX", {}), "tickCount": {"signal": "ceil(width / 90)"}}
    return {
        **config,
        "axis": axis,
        "axisX": few,
        "legend": legend,
        "text": {**config.get("text", {}), "lineBreak": "\n"},
        "scale": {**config.get("scale", {}), "bandPaddingInner": 0.55, "bandPaddingOuter": 0.4},
    }


def _rearranged(spec: Spec, datasets: Spec) -> Spec:
    """A view, or views beside or above one another."""
    side = next((name for name in SIDE_BY_SIDE if name in spec), None)
    if side:
        views = [_rearranged(view, datasets) for view in spec[side]]
        return {**{key: value for key, value in spec.items() if key not in (side, "columns")}, "vconcat": views}
    if "facet" in spec:
        return _stacked(spec, datasets)
    if "row" in spec.get("encoding", {}) or "column" in spec.get("encoding", {}):
        return spec
    return _view(spec, datasets)


def _stacked(spec: Spec, datasets: Spec) -> Spec:
    """Panels in a row become panels in a column, each with its name above."""
    facet = spec["facet"]
    split = dict(facet.get("row") or facet.get("column") or facet)
    split["header"] = {
        "labelFontWeight": "bold",
        **(split.get("header") or {}),
        "labelOrient": "top",
        "labelAnchor": "start",
        "labelAngle": 0,
        "labelFontSize": SIZE,
    }
    inner = {**spec["spec"], "data": spec.get("data", {})} if "data" not in spec["spec"] else spec["spec"]
    view = _view(inner, datasets, BESIDE if "row" in facet else IN_PANELS)
    if "data" not in spec["spec"]:
        view.pop("data", None)
    return {**spec, "facet": {"row": split}, "spec": view, "spacing": 12}


def _layers(view: Spec) -> Iterator[Spec]:
    """Every layer of a view that draws."""
    if "layer" in view:
        for layer in view["layer"]:
            yield from _layers(layer)
    else:
        yield view


def _view(view: Spec, datasets: Spec, beside: int = BESIDE) -> Spec:
    """One view: its rows, its titles, its keys, its labels."""
    rows = _rows(view, datasets)
    above = bool(rows) and max(map(len, rows)) * LETTER > beside
    up, down = _reach(view)
    view = _changed(view, {}, datasets, up if above else 0)
    if above:
        view["height"] = {"step": up + SIZE + down}
    return _to_the_edge({**view, "width": WIDTH}, view.get("width", WIDTH))


def _to_the_edge(view: Spec, width: Any) -> Spec:
    """What stands at a place near the right edge of the wide plot stands as near to that of the narrow one."""
    found = dict(view)
    if "layer" in found:
        found["layer"] = [_to_the_edge(layer, width) for layer in found["layer"]]
    x = found.get("encoding", {}).get("x")
    if (
        isinstance(x, dict)
        and isinstance(x.get("value"), int | float)
        and isinstance(width, int | float)
        and x["value"] > width / 2
    ):
        found["encoding"] = {**found["encoding"], "x": {"value": {"expr": f"width - {width - x['value']}"}}}
    return found


def _values(name: str, data: Spec, datasets: Spec) -> list[Any]:
    """What stands in a column of a view's data, in order."""
    rows = data.get("values") or datasets.get(data.get("name", ""), [])
    return list(dict.fromkeys(row[name] for row in rows if isinstance(row, dict) and row.get(name) is not None))


def _rows(view: Spec, datasets: Spec) -> list[str]:
    """The names of the rows of a view, empty when its upright axis has none."""
    names: list[str] = []
    for layer in _layers(view):
        y = (layer.get("encoding") or {}).get("y") or (view.get("encoding") or {}).get("y") or {}
        if y.get("type") in ("nominal", "ordinal") and "field" in y and y.get("axis", {}) is not None:
            names += map(str, _values(y["field"], layer.get("data") or view.get("data") or {}, datasets))
    return list(dict.fromkeys(names))


def _reach(view: Spec) -> tuple[int, int]:
    """How far labels reach above and below the middle of their row."""
    marks = [layer["mark"] for layer in _layers(view) if isinstance(layer.get("mark"), dict)]
    moves = [mark["dy"] for mark in marks if mark["type"] == "text" and isinstance(mark.get("dy"), int | float)]
    halves = [
        size / 2
        for mark in marks
        for size in (mark.get("height"), mark.get("size"))
        if mark["type"] in ("bar", "tick") and isinstance(size, int | float)
    ]
    up = max([ABOVE, *(half + 3 for half in halves), *(7 - move for move in moves if move < 0)])
    return int(up), int(max([BELOW, *(half + 4 for half in halves), *(9 + move for move in moves if move > 0)]))


def _changed(view: Spec, above: Spec, datasets: Spec, up: int) -> Spec:
    """A view or a layer with every channel of it set for a phone; the names of rows stand so far above their middle."""
    data = view.get("data") or above
    found = dict(view)
    if "layer" in found:
        found["layer"] = [_changed(layer, data, datasets, up) for layer in found["layer"]]
    if "encoding" in found:
        found["encoding"] = {
            name: _channel(name, channel, data, datasets, up) for name, channel in found["encoding"].items()
        }
    if isinstance(found.get("mark"), dict):
        found["mark"] = _mark(found["mark"], found.get("encoding", {}).get("text"))
    return found


def _mark(mark: Spec, text: Any) -> Spec:
    """A mark whose letters can be read; a label of several lines keeps off its point as far as one of a single line."""
    mark = {**mark, "fontSize": max(SMALLEST, min(SIZE, mark["fontSize"]))} if "fontSize" in mark else dict(mark)
    field = text.get("field") if isinstance(text, dict) and text.get("type") == "nominal" else None
    move = mark.get("dy", 0)
    if mark["type"] == "text" and field and "angle" not in mark and isinstance(move, int | float) and move <= 0:
        share = 0.5 if move == 0 else 1
        more = f"(length(split(datum['{field}'], '\\n')) - 1)"
        mark["dy"] = {"expr": f"{move} - {share * LINE_HEIGHT} * {more}"}
    return mark


def _broken(spec: Spec) -> Spec:
    """The data with long labels in lines, where a column holds nothing but labels that stand in the plot."""
    views = list(_views(spec))
    labels: set[str] = set()
    others: set[str] = set()
    for view in views:
        y = (view.get("encoding") or {}).get("y") or {}
        in_row = isinstance(y, dict) and y.get("type") in ("nominal", "ordinal")  # there is a line for it only
        turned = in_row or (isinstance(view.get("mark"), dict) and "angle" in view["mark"])
        for name, channel in (view.get("encoding") or {}).items():
            if isinstance(channel, dict) and "field" in channel:
                (labels if name == "text" and not turned else others).add(channel["field"])
    return {name: [_row(row, labels - others) for row in rows] for name, rows in spec["datasets"].items()}


def _row(row: Any, labels: set[str]) -> Any:
    """One row of data with its labels in lines."""
    if not isinstance(row, dict):
        return row
    return {
        key: "\n".join(textwrap.wrap(value, LABEL)) if key in labels and isinstance(value, str) else value
        for key, value in row.items()
    }


def _views(spec: Any) -> Iterator[Spec]:
    """Every view and layer of a specification."""
    if isinstance(spec, dict):
        yield spec
        for name in ("layer", *SIDE_BY_SIDE):
            for part in spec.get(name, ()):
                yield from _views(part)
        yield from _views(spec.get("spec"))


def _channel(name: str, channel: Any, data: Spec, datasets: Spec, up: int) -> Any:
    """One channel of an encoding."""
    if not isinstance(channel, dict):
        return channel
    if name in ("x", "y") and channel.get("title"):
        channel = {**channel, "title": _lines(channel["title"], TITLE)}
    if name == "x" and channel.get("type") in ("nominal", "ordinal") and channel.get("axis", 1) is not None:
        return _names_below(channel, data, datasets)
    if name == "y" and up and channel.get("type") in ("nominal", "ordinal"):
        return _names_above(channel, up)
    if name in ("color", "shape", "size", "opacity", "strokeDash", "fill") and channel.get("legend", 1) is not None:
        return _key(channel, data, datasets)
    return channel


def _names_above(channel: Spec, up: int) -> Spec:
    """Names of rows above their rows, from the left edge of the plot on."""
    axis = dict(channel.get("axis") or {})
    expression = axis.pop("labelExpr", None)
    axis |= {
        "labelAlign": "left",
        "labelBaseline": "bottom",
        "labelPadding": 0,
        "labelOffset": -up,
        "labelLimit": WIDTH,
        "ticks": False,
        "domain": False,
        "grid": False,
        "zindex": 1,
        "labelFontSize": SIZE,
    }
    if expression:
        axis["labelExpr"] = "replace(datum.label, '|', ' ')"
    return {**channel, "axis": axis}


def _names_below(channel: Spec, data: Spec, datasets: Spec) -> Spec:
    """Names of columns, at a slant where they do not fit side by side."""
    axis = dict(channel.get("axis") or {})
    names = list(map(str, _values(channel.get("field", ""), data, datasets)))
    if "labelExpr" in axis or len(names) * max(map(len, names), default=0) * LETTER < WIDTH:
        return channel
    top = axis.get("orient") == "top"
    turned = {"labelAngle": -90 if top else -40, "labelOverlap": False, "labelAlign": "left" if top else "right"}
    return {**channel, "axis": {**axis, **turned}}


def _lines(title: str | list[str], letters: int) -> list[str]:
    """A title in lines."""
    return textwrap.wrap(title if isinstance(title, str) else " ".join(title), letters)


def _key(channel: Spec, data: Spec, datasets: Spec) -> Spec:
    """A key in as many columns as fit."""
    if channel.get("field") is None or "condition" in channel:
        return channel
    entries = (channel.get("scale") or {}).get("domain") or _values(channel["field"], data, datasets)
    widths = [len(str(entry)) * LETTER + 30 for entry in entries] if isinstance(entries, list) else [60.0]
    columns = max(1, min(len(widths), int(WIDTH // max(widths, default=60.0))))
    return {**channel, "legend": {**(channel.get("legend") or {}), "columns": columns, "labelLimit": WIDTH - 40}}


def narrowed(spec: Spec, by: float) -> Spec:
    """The same layout with every plot so many pixels narrower, for what labels and axes take beside it.

    Examples
    --------
    >>> narrowed({"width": 350, "mark": "bar"}, 30.2)["width"]
    319
    """
    if "vconcat" in spec:
        return {**spec, "vconcat": [narrowed(view, by) for view in spec["vconcat"]]}
    if "spec" in spec:
        return {**spec, "spec": narrowed(spec["spec"], by)}
    return {**spec, "width": max(150, int(spec.get("width", WIDTH) - by))}
