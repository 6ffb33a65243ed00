"""The staff console: what the school's staff see and do below ``/staff``."""
