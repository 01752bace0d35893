"""Article text becomes candidate claims; a dossier becomes claims, evidence and verdicts."""
