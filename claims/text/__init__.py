"""Pure Python on texts: normalise, split, anchor, digest, compare, render. Knows nothing of Django."""
