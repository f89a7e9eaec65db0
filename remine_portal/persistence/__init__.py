"""A row and its queries live together, cut by subject."""
