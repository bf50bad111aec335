"""Who is registered: extracts of the jurisdictions' registries."""
