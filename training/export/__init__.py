"""From trained networks to a checked bundle."""
