"""Sankey diagrams: who gives how much to whom, from left to right, each as high as its figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from markupsafe import Markup

from remine_portal.documents.drawing import Box, Look, drawing, drawn, exact, words
from remine_portal.documents.wording import NBSP, written_number

WIDTH = 720
SIDE = 196
"""Room for the words beside the first and the last column."""

NODE_WIDTH = Decimal(14)
FULL_HEIGHT = 220
"""What the largest band is drawn as; all bands share its scale."""

LEAST_HEIGHT = Decimal("1.5")
"""A flow is never too thin to be seen."""

LINE_HEIGHT = 15
GAP = 40
BAND_GAP = 24
TOP = 44
"""Room above a band, for the words of the columns between."""

NOWHERE = Box(Decimal(0), Decimal(0), Decimal(0), Decimal(0))

_RIBBON = Markup('<path class="bar-rest" fill="#e7e3da" d="{path}"/>')


@dataclass(frozen=True, slots=True)
class Flow:
    """So many kilograms from one named place to another, which is drawn with this look."""

    source: str
    target: str
    kilograms: int
    look: Look = Look.GREY


@dataclass(slots=True)
class _Node:
    """A named place: what comes in and goes out, and where it is drawn."""

    name: str
    look: Look = Look.GREY
    column: int = 0
    came_in: list[Flow] = field(default_factory=list)
    went_out: list[Flow] = field(default_factory=list)
    box: Box = NOWHERE

    @property
    def kilograms(self) -> int:
        return max(_total(self.came_in), _total(self.went_out))


def sankey(bands: Sequence[Sequence[Flow]], *, label: str) -> Markup:
    """Bands of flows one above the other, in one scale. Names are places of their own in each.

    Flows lead from left to right over two to four columns, and never in a circle. `label` says
    the picture to those who cannot see it.
    """
    placed = [_nodes(flows) for flows in bands]
    scale = Decimal(FULL_HEIGHT) / max(_most(nodes) for nodes in placed)
    parts: list[Markup] = []
    top = Decimal(0)
    for nodes in placed:
        top = _place(nodes, top, scale) + BAND_GAP
        parts += [*_ribbons(nodes, scale), *_marks(nodes)]
    return drawing(parts, width=WIDTH, height=top, label=label)


def _nodes(flows: Iterable[Flow]) -> list[_Node]:
    """The places of one band, each in the column after those that lead to it."""
    nodes: dict[str, _Node] = {}
    for flow in flows:
        source = nodes.setdefault(flow.source, _Node(flow.source))
        target = nodes.setdefault(flow.target, _Node(flow.target))
        source.went_out.append(flow)
        target.came_in.append(flow)
        target.look = flow.look
    for _ in nodes:
        for node in nodes.values():
            node.column = max((nodes[each.source].column + 1 for each in node.came_in), default=0)
    return list(nodes.values())


def _most(nodes: Sequence[_Node]) -> int:
    return max(sum(node.kilograms for node in column) for column in _columns(nodes))


def _columns(nodes: Sequence[_Node]) -> list[list[_Node]]:
    last = max(node.column for node in nodes)
    return [[node for node in nodes if node.column == each] for each in range(last + 1)]


def _place(nodes: Sequence[_Node], top: Decimal, scale: Decimal) -> Decimal:
    """Stack the places of each column, centred; the lowest edge of the band."""
    columns = _columns(nodes)
    heights = [[_node_height(node, scale) for node in column] for column in columns]
    room = max(sum(each, Decimal(0)) + GAP * (len(each) - 1) for each in heights)
    step = (WIDTH - 2 * SIDE - NODE_WIDTH) / (len(columns) - 1)
    for place, (column, each) in enumerate(zip(columns, heights, strict=True)):
        x = SIDE + step * place
        y = top + TOP + (room - sum(each, Decimal(0)) - GAP * (len(each) - 1)) / 2
        for node, height in zip(column, each, strict=True):
            node.box = Box(x, y, NODE_WIDTH, height)
            y += height + GAP
    return top + TOP + room


def _node_height(node: _Node, scale: Decimal) -> Decimal:
    return max(
        sum((_height(flow, scale) for flow in flows), Decimal(0))
        for flows in (node.came_in, node.went_out)
    )


def _height(flow: Flow, scale: Decimal) -> Decimal:
    return max(LEAST_HEIGHT, flow.kilograms * scale)


def _ribbons(nodes: Sequence[_Node], scale: Decimal) -> Iterator[Markup]:
    """Every flow between its two places, in the order in which it leaves and arrives."""
    arrived = {node.name: node.box.y for node in nodes}
    boxes = {node.name: node.box for node in nodes}
    for node in nodes:
        y = node.box.y
        for flow in node.went_out:
            height = _height(flow, scale)
            yield _ribbon(node.box.right, y, boxes[flow.target].x, arrived[flow.target], height)
            y += height
            arrived[flow.target] += height


def _ribbon(x1: Decimal, y1: Decimal, x2: Decimal, y2: Decimal, height: Decimal) -> Markup:
    """Level at both ends and equally high; the halfway line carries both bends."""
    left, right, half = exact(x1), exact(x2), exact((x1 + x2) / 2)
    upper, lower = (exact(y1), exact(y2)), (exact(y1 + height), exact(y2 + height))
    return _RIBBON.format(
        path=f"M{left} {upper[0]}C{half} {upper[0]} {half} {upper[1]} {right} {upper[1]}"
        f"V{lower[1]}C{half} {lower[1]} {half} {lower[0]} {left} {lower[0]}Z"
    )


def _marks(nodes: Sequence[_Node]) -> Iterator[Markup]:
    """The places with their names and figures: beside the outer columns, above those between."""
    last = max(node.column for node in nodes)
    for node in nodes:
        yield drawn(node.box, node.look)
        if 0 < node.column < last:
            x, y, anchor = node.box.x + NODE_WIDTH / 2, node.box.y - LINE_HEIGHT - 8, "middle"
        elif node.column:
            x, y, anchor = node.box.right + 8, node.box.middle - 2, "start"
        else:
            x, y, anchor = node.box.x - 8, node.box.middle - 2, "end"
        figure = f"{written_number(node.kilograms)}{NBSP}kg"
        yield words(node.name, x, y, anchor=anchor)
        yield words(figure, x, y + LINE_HEIGHT, anchor=anchor)


def _total(flows: Iterable[Flow]) -> int:
    return sum(flow.kilograms for flow in flows)
