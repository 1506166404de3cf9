"""What the catalog takes in and gives out over HTTP: one file per subject."""
