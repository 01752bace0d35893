"""Addresses of the public pages. The root puts the language in front: ``/id/claims/``, ``/en/claims/``."""

from django.urls import path

from claims.pages import articles, claim, claim_list, home, ratings, sources, version

app_name = "pages"

urlpatterns = [
    path("", home.home, name="home"),
    path("claims/", claim_list.claim_list, name="claims"),
    path("claims/<slug:slug>/", claim.claim, name="claim"),
    path("claims/<slug:slug>/v/<int:version>/", version.version, name="version"),
    path("claims/<slug:slug>/v/<int:version>/cite/", version.cite, name="cite"),
    path("claims/<slug:slug>/diff/", version.diff, name="diff"),
    path("articles/", articles.article_list, name="articles"),
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("ratings/", ratings.ratings, name="ratings"),
]
