"""The ways a message reaches its recipient, and the one port they all keep."""
