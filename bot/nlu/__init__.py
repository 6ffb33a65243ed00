"""Understanding a message: spelling, vocabulary entities and the intent."""
