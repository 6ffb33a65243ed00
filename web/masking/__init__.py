"""Taking personal data out of what visitors write, before anything is kept."""
