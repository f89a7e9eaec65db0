"""What is published of closed periods in the tests, and shown of it by those who hold a share."""

import json

from remine_portal.domain.balance_statement import BalanceStatement
from remine_portal.domain.credits import METALS
from remine_portal.domain.mass import Mass
from remine_portal.domain.sum_proof import check_sum_proof
from remine_portal.persistence import balance_statements
from remine_portal.services import returning
from remine_portal.services.balance_publishing import sum_proof_of
from tests.books import Q2, RECYCLED, Books
from tests.desk import Desk, declared, found


class Copper:
    """Lots that are declared, each a shipment of its own."""

    def __init__(self, books: Books, desk: Desk) -> None:
        self.books, self.desk, self.shipped = books, desk, 0

    def declare(self, tonnes="50", *, company="C1001", on=Q2, **percents):
        """So many tonnes of the second quarter, and percent of each kind."""
        self.shipped += 1
        number = f"SH-{self.shipped}"
        self.books.ship(number, tonnes, on=on, company=company)
        shares = {RECYCLED: percents.get("recycled", "40")}
        return self.desk.declare(number, attributions=shares | percents.get("also", {}))


def statement(books, first_day=Q2, account="NAOSHIMA-CU-recycled"):
    """An account of the published statement."""
    with books.reading() as work:
        row = balance_statements.statement_of(work, "NAOSHIMA", METALS[0], first_day)
        accounts = BalanceStatement.read(row.document).accounts
        return {each.account: each for each in accounts}[account]


def figures(stated):
    return {
        name.removesuffix("_kg"): kilograms
        for name, kilograms in stated.said().items()
        if name.endswith("_kg") and kilograms
    }


def proof(books, declaration):
    """As its holder downloads it: what has gone through JSON."""
    with books.reading() as work:
        shown = sum_proof_of(work, declared(work, declaration), office=books.office)
    return json.loads(json.dumps(shown))


def shown(books, declaration):
    """By account, what the proof shows, and under which number."""
    return {
        each.share.account: (each.share.declaration, each.share.kilograms)
        for each in check_sum_proof(proof(books, declaration))
    }


def come_back(books, declaration, tonnes, reference="RN-1"):
    with books.writing() as work:
        draft = found(work, declaration.draft_id)
        mass, on = Mass.of(tonnes, "t"), work.today
        returning.book_goods_return(work, draft, net_mass=mass, returned_on=on, reference=reference)
