"""A dossier: one article's claims, sources, evidence and verdicts in a folder, loaded through the workflow verbs."""

from claims.intake.dossier.load import LoadReport, load_dossier
from claims.intake.dossier.read import Dossier, DossierRefused, read_dossier

__all__ = ["Dossier", "DossierRefused", "LoadReport", "load_dossier", "read_dossier"]
