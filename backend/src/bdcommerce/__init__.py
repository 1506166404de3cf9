"""BDCommerce: a multi-vendor marketplace for Bangladesh."""
