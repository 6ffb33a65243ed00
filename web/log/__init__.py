"""The conversation log: the record of what was said."""
