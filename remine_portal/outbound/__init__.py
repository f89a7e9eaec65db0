"""What leaves the house, always after the commit: mails."""
