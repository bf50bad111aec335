"""The forms a message takes on the wire."""
