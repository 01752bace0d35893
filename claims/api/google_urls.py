"""Addresses that clients of Google's Fact Check Tools API know."""

from django.urls import path, re_path

from claims.api import google_fact_check

app_name = "google"

urlpatterns = [
    path("claims:search", google_fact_check.ClaimSearch.as_view(), name="search"),
    path("claims:imageSearch", google_fact_check.ImageSearch.as_view(), name="image-search"),
    re_path(r"", google_fact_check.Nowhere.as_view()),
]
