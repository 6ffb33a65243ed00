"""The chat widget `<school-chat>`: its source, the bundler and the routes that serve it."""
