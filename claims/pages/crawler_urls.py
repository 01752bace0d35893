"""Addresses that have one place on every host, whatever the reader's language."""

from django.urls import path

from claims.pages import security_contact, sitemaps

urlpatterns = [
    path(".well-known/security.txt", security_contact.security_txt, name="security-txt"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap_index, name="sitemap-index"),
    path("sitemap-<slug:section>.xml", sitemaps.sitemap, name="sitemap"),
]
