"""Pages for people: Jinja2, htmx and the U.S. Web Design System."""
