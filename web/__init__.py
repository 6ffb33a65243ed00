"""The public chat gateway of Career Desk."""
