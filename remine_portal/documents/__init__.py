"""A snapshot in, bytes out."""
