"""Addresses below ``/.well-known/``."""

from django.urls import path

from claims.api.record import WellKnownRecord

urlpatterns = [path("factcheck-record.json", WellKnownRecord.as_view())]
