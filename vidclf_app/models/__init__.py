"""The models at hand: those that came along, those that a person installed. No Qt."""
