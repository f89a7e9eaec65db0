"""What an exported list says of the metal and of credits: columns of their own, never one number.

A percentage is a number where there is one. Where there are several, or none, words say so.
"""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from remine_portal.documents.exports import Value
from remine_portal.domain.credits import Characteristic
from remine_portal.domain.errors import N_
from remine_portal.domain.recycled_content import Figure, Operator
from remine_portal.web.languages import gettext

IN_THE_METAL = (
    N_("Recycled content in the metal: exactly or at least"),
    N_("Recycled content in the metal (%)"),
    N_("Pre-consumer material in the metal (%)"),
    N_("Post-consumer material in the metal (%)"),
)

OPERATOR_WORDS = {
    Operator.EXACTLY: N_("exactly"),
    Operator.AT_LEAST: N_("at least"),
}


def in_the_metal(
    figures: Collection[Figure], *, differs: bool = False, otherwise: str = ""
) -> tuple[Value, ...]:
    """Cells for `IN_THE_METAL`; `otherwise` are the words for no figure.

    `differs` is whether other lots have none: the number of some is not the number of all.
    """
    if differs or len(figures) > 1:
        return (gettext("Differs by lot"), None, None, None)
    for figure in figures:
        return (
            gettext(OPERATOR_WORDS[figure.operator]),
            figure.percent,
            _share(figure.pre_consumer_percent),
            _share(figure.post_consumer_percent),
        )
    return (otherwise, None, None, None)


def _share(percent: Decimal | None) -> Value:
    return gettext("Not disclosed") if percent is None else percent


CHARACTERISTICS = (Characteristic.RECYCLED, Characteristic.END_OF_LIFE_VEHICLE)
"""In the order of the columns of credits."""
