"""The cast and the things they handle. Each factory takes the work first and adds one thing.

ACME is a customer and RIVAL another; neither may ever learn of the other.
"""

from remine_portal.persistence.customers import CustomerRow
from remine_portal.persistence.database import UnitOfWork

ACME = "C1001"
RIVAL = "C1002"


def a_customer(work: UnitOfWork, *, code: str = ACME, name: str = "Acme Metals") -> CustomerRow:
    customer = CustomerRow(code=code, name_en=name, name_ja=name)
    work.session.add(customer)
    work.session.flush()
    return customer
