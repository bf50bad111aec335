"""One idea each: functions that compare one thing about two people and return evidence with its sentence."""
