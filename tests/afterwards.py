"""What happens to a declaration of copper after its issue, and what its credits are then."""

import json

from remine_portal.domain.mass import Mass
from remine_portal.services import returning
from tests.desk import found


def standing(books, name="NAOSHIMA-CU-recycled"):
    """Available, attributed, expired."""
    position = books.position(name)
    return position.available_kg, position.attributed_kg, position.expired_kg


def entries_of(declaration):
    return [int(each.rpartition(" ")[2]) for each in json.loads(declaration.snapshot)["entries"]]


def come_back(books, declaration, tonnes, reference="RN-1"):
    with books.writing() as work:
        draft = found(work, declaration.draft_id)
        mass, on = Mass.of(tonnes, "t"), work.today
        returning.book_goods_return(work, draft, net_mass=mass, returned_on=on, reference=reference)


def rely_on(books, declaration):
    with books.writing() as work:
        draft = found(work, declaration.draft_id)
        returning.confirm_onward_use(
            work, draft, confirmed_on=work.today, confirmed_by="Acme Metals"
        )
