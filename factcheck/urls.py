"""The root of all addresses. Which pages and endpoints there are is the business of `claims`."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    path(".well-known/", include("claims.api.well_known")),
    path("api/v1/", include("claims.api.urls")),
    path("v1alpha1/", include("claims.api.google_urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("claims.pages.crawler_urls")),
    *i18n_patterns(path("", include("claims.pages.urls"))),
]

handler400 = "claims.pages.errors.bad_request"
handler404 = "claims.pages.errors.not_found"
handler500 = "claims.pages.errors.server_error"
