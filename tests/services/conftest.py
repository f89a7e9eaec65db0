"""What tests of several services ask for."""

from collections.abc import Callable
from typing import Any

import pytest

from remine_portal.persistence.database import Database
from tests.erp import Erp
from tests.factories import the_catalogue


@pytest.fixture
def erp(database: Database, given: Callable[..., Any]) -> Erp:
    """An ERP that knows the products and sites of the tests' catalogue."""
    given(the_catalogue)
    return Erp(database)
