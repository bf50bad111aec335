"""Who is this? Pure functions that compare two identities and say why they agree."""
