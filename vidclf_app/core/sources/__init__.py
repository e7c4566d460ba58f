"""Video sources: one contract (`base.VideoSource`), several backends."""
