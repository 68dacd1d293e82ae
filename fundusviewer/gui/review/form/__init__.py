"""The grading form beside the photograph. It owns what is being filled in and not stored yet."""
