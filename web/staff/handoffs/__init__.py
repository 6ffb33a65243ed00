"""Requests of visitors to talk to a person: reading, answering and being told of them."""
