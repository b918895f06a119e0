"""How the site gets on with its database: which it is, what a visit may cost it, and what a visit does without it."""
