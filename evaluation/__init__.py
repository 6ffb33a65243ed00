"""Measures the assistant with the held-out questions and conversations of tests/evaluation."""
