"""Looking at the result of an analysis: the video, its timeline, and a hand that corrects it."""
