"""What a buyer may and may not say of declared metal, made from the declaration's own snapshot.

The document prints what may be said; the declaration's page shows it beside what is never said.
Every permitted sentence passes the lint of claims, and every forbidden one is caught by it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from remine_portal.domain.attributed_declarations import StatedAttribution, attribution_in
from remine_portal.domain.catalog import Series, Text
from remine_portal.domain.claims import (
    COPPER_CATHODE,
    MAY_SAY,
    NO_DOUBLE_CLAIM,
    NOT_PHYSICAL,
    SHARE_QUOTED,
)
from remine_portal.domain.content_declarations import StatedContent, contents_in, figures_of
from remine_portal.domain.declarations import grouped
from remine_portal.domain.recycled_content import Figure
from remine_portal.domain.written import (
    NBSP,
    filled,
    listed,
    within_a_sentence,
    written_figure,
    written_number,
    written_percent,
)

Quotable = tuple[Text, str | None]
"""A sentence that may be quoted, and the lots it is of where that is not all of them."""


@dataclass(frozen=True, slots=True)
class Forbidden:
    """A sentence that is never said, and why."""

    sentence: Text
    because: Text


_ONE_FIGURE = Text(
    en="What is in the metal and what is attributed are two things, and never one figure.",
    ja="金属に含まれる割合と割り当てた割合は別のものであり、一つの数値にはなりません。",
)
_ISO_CERTIFIES_NOTHING = Text(
    en="ISO writes standards. It certifies and approves nothing.",
    ja="ISOは規格の発行機関であり、認証や承認は行いません。",
)
_SELF_PRAISE = (
    Text(en="Eco-friendly, sustainable {metal}.", ja="環境にやさしい、サステナブルな{metal}。"),
    Text(
        en="Such words say that something is good, and nothing that anybody could measure.",
        ja="良い印象を与えるだけで、測定できる事実を何も示さない言葉です。",
    ),
)

NEVER_SAID: Mapping[Series, tuple[tuple[Text, Text], ...]] = {
    Series.ISO_14021: (
        (
            Text(
                en="Together with attributed credits, the total recycled share is {percent}.",
                ja="割り当てられたクレジットと合わせた合計リサイクル率は{percent}です。",
            ),
            _ONE_FIGURE,
        ),
        (
            Text(
                en="A third party verified this shipment of {metal}.",
                ja="この{metal}の出荷は第三者の検証を受けています。",
            ),
            Text(
                en="The recycled content of the product was verified, and no single shipment.",
                ja="検証の対象は製品のリサイクル材料含有率であり、個々の出荷ではありません。",
            ),
        ),
        (
            Text(
                en="{standard} certified {metal}.",
                ja="{standard}の認証を受けた{metal}。",
            ),
            _ISO_CERTIFIES_NOTHING,
        ),
        (
            Text(
                en="With {percent} recycled content, it reduces carbon emissions by {percent}.",
                ja="リサイクル材料含有率{percent}により、CO2排出量を{percent}削減しています。",
            ),
            Text(
                en="A carbon figure needs a method of its own. Recycled content is none.",
                ja="CO2の数値には独自の算定方法が必要であり、リサイクル材料含有率からは求められません。",
            ),
        ),
        (
            Text(
                en="This {metal} was made with 100\u00a0% renewable energy.",
                ja="この{metal}は再生可能エネルギー100\u00a0%で製造されました。",
            ),
            Text(
                en="Electricity is stated by its own note alone, of a facility and its days, "
                "where the evidence covers all of it.",
                ja="電力については、使用量の全量がエビデンスで裏付けられた施設と期間に限り、"
                "所定の注記でのみ記載します。",
            ),
        ),
        _SELF_PRAISE,
    ),
    Series.ISO_22095: (
        (
            Text(
                en="This {metal} contains {percent} recycled material.",
                ja="この{metal}はリサイクル材料を{percent}含んでいます。",
            ),
            NOT_PHYSICAL,
        ),
        (
            Text(en="Made of {percent} recycled copper.", ja="リサイクル銅{percent}を使用。"),
            Text(
                en="What goes into a smelter is mixed, so no cathode is made of one raw material.",
                ja="製錬では原料が混ざるため、特定の原料だけで作られた電気銅はありません。",
            ),
        ),
        (
            Text(
                en="The total recycled share, contained and attributed, is {percent}.",
                ja="含有分と割当て分を合わせた合計リサイクル率は{percent}です。",
            ),
            _ONE_FIGURE,
        ),
        (
            Text(
                en="A third party verified this shipment of {metal}.",
                ja="この{metal}の出荷は第三者の検証を受けています。",
            ),
            Text(
                en="The guideline was verified; no shipment, metal or credit account was.",
                ja="検証を受けたのはガイドラインであり、出荷、金属、クレジット口座ではありません。",
            ),
        ),
        (
            Text(en="{standard} certified {metal}.", ja="{standard}の認証を受けた{metal}。"),
            _ISO_CERTIFIES_NOTHING,
        ),
        (
            Text(en="Möbius loop with {percent}.", ja="{percent}のメビウスループ。"),
            Text(
                en="The loop stands for recycled content, and credits are none.",
                ja="メビウスループはリサイクル材料含有率の表示に用いるもので、クレジットには使用"
                "できません。",
            ),
        ),
        (
            Text(
                en="With {percent} attributed, this {metal} saves {percent} of the CO2.",
                ja="{percent}の割当てにより、この{metal}はCO2排出量を{percent}削減しています。",
            ),
            Text(
                en="A carbon figure needs a method of its own. Credits are none.",
                ja="CO2の数値には独自の算定方法が必要であり、クレジットからは求められません。",
            ),
        ),
        (
            Text(
                en="This {metal} was made with 100\u00a0% renewable energy.",
                ja="この{metal}は再生可能エネルギー100\u00a0%で製造されました。",
            ),
            Text(
                en="There is no evidence of that for the facilities that make the copper.",
                ja="銅を製造する施設について、それを裏付けるエビデンスはありません。",
            ),
        ),
        _SELF_PRAISE,
        (
            Text(
                en="The same credits can also be claimed by our customers for other goods.",
                ja="同じクレジットを、他の製品についても当社のお客様が主張できます。",
            ),
            NO_DOUBLE_CLAIM,
        ),
    ),
}
"""Sentences with the reason against each: every point of DOMAIN.md section 5 that they could break.

They tempt most with the declaration's own figures, and so they are made with these.
"""


def may_say(canonical: str) -> list[Quotable]:
    """The sentences a buyer may quote of the declaration whose snapshot this is.

    Of recycled content one for each figure, standard and verifier; of credits the shares side by
    side, never one figure.
    """
    said = json.loads(canonical)
    series = Series(said["series"])
    if series is Series.ISO_22095:
        facts = _of_credits(attribution_in(canonical))
        return [(filled(sentence, **facts), None) for sentence in MAY_SAY[series]]
    return [
        (
            filled(
                sentence,
                product=Text(**said["product"]),
                figure=written_figure(figure),
                standard=standard,
                verifier=verifier,
            ),
            lots,
        )
        for sentence in MAY_SAY[series]
        for (figure, standard, verifier), lots in grouped(contents_in(canonical), _basis)
    ]


def must_not_say(canonical: str) -> list[Forbidden]:
    """Sentences that this declaration might tempt to, and that nobody may say, with the reason."""
    said = json.loads(canonical)
    series = Series(said["series"])
    if series is Series.ISO_22095:
        stated = attribution_in(canonical)
        metal = COPPER_CATHODE
        percent = written_percent(max(each.percent for each in stated.shares))
        standard = stated.standards[0]
    else:
        metal = within_a_sentence(Text(**said["product"]))
        percent = written_percent(max(each.percent for each in figures_of(canonical)))
        standard = contents_in(canonical)[0].standard
    return [
        Forbidden(filled(sentence, metal=metal, percent=percent, standard=standard), because)
        for sentence, because in NEVER_SAID[series]
    ]


def _basis(lot: StatedContent) -> tuple[Figure, str, str]:
    return lot.figure, lot.standard, lot.verifier


def _of_credits(stated: StatedAttribution) -> dict[str, Text | str]:
    shares = (
        filled(
            SHARE_QUOTED,
            percent=written_percent(each.percent),
            mass=f"{written_number(each.attributed_t)}{NBSP}t",
            characteristic=within_a_sentence(each.name),
        )
        for each in stated.shares
    )
    return {
        "metal": COPPER_CATHODE,
        "shares": listed(shares),
        "standards": ", ".join(stated.standards),
        "not_physical": NOT_PHYSICAL,
    }
