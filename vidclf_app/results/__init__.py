"""What an analysis found, kept so that it can be looked at, corrected and compared. No Qt."""
