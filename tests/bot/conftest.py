"""All tests of the bot run as the served process does: without TensorFlow."""

from bot import without_tensorflow

without_tensorflow.install()
