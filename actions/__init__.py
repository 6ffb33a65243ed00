"""The action server: turns what Rasa understood into sourced replies."""
