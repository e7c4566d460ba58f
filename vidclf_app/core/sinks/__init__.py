"""Where results go: one contract (`base.Sink`), several backends."""
