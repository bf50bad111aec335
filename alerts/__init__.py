"""Who must know? A message in, a receipt out."""
