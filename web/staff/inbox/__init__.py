"""The conversations of the console: finding them, reading them, annotating and exporting them."""
