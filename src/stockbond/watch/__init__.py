"""A look at the newest release, or at live bars, for cron: what passed, changed, or is too old."""
