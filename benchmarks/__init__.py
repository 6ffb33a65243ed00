"""Measurements on public ground."""
