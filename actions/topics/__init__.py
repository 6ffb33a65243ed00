"""The topics of the assistant, one module each."""
