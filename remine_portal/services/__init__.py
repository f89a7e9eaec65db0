"""One module a business process; functions that take the unit of work."""
