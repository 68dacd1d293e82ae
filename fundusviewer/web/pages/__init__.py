"""The addresses, each module a few that belong together; each names its blueprints."""
