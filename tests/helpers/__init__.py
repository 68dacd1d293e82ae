"""Things that tests make for themselves: tiny models and drawn photographs."""
