"""What did they send? A file in; typed records, findings and rejects out."""
