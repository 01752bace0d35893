"""The admin alone, so that these tests do not depend on pages and API."""

from django.contrib import admin
from django.urls import path

urlpatterns = [path("admin/", admin.site.urls)]
