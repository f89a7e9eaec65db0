"""The REMINE declaration portal. Importing the package imports nothing."""
