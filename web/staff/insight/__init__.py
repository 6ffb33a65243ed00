"""What all conversations together tell: what was not understood, and the figures."""
