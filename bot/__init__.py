"""The part of Career Desk that runs inside Rasa. Importing it imports nothing of Rasa."""
