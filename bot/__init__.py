"""The part of Career Desk that runs inside Rasa. Importing it imports nothing of Rasa."""

import os

from bot.processor import use_instructions

use_instructions(os.environ)
