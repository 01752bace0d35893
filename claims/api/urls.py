"""Addresses of the public API, version 1."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from claims.api import articles, citations, claims, record, sources, versions, views, vocabulary

app_name = "api"

# A page of ours around it: theirs has a style element, which the security policy forbids.
DOCUMENTATION = SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api_documentation.html")

urlpatterns = [
    path("", vocabulary.Root.as_view(), name="root"),
    path("claims/", claims.ClaimList.as_view(), name="claims"),
    path("claims/<slug:slug>/", claims.ClaimDetail.as_view(), name="claim"),
    path("claims/<slug:slug>/versions/", versions.VersionList.as_view(), name="versions"),
    path("claims/<slug:slug>/versions/<int:version>/", versions.VersionDetail.as_view(), name="version"),
    path(
        "claims/<slug:slug>/versions/<int:version>/citation/",
        citations.VersionCitation.as_view(),
        name="version-citation",
    ),
    path("claims/<slug:slug>/diff/", versions.Diff.as_view(), name="diff"),
    path("claims/<slug:slug>/citation/", citations.Citation.as_view(), name="citation"),
    path("articles/", articles.ArticleList.as_view(), name="articles"),
    path("articles/<slug:slug>/", articles.ArticleDetail.as_view(), name="article"),
    path("sources/", sources.SourceList.as_view(), name="sources"),
    path("sources/<slug:slug>/", sources.SourceDetail.as_view(), name="source"),
    path("topics/", vocabulary.TopicList.as_view(), name="topics"),
    path("ratings/", vocabulary.RatingList.as_view(), name="ratings"),
    path("record/head/", record.RecordHead.as_view(), name="record-head"),
    path("record/checkpoints/", record.CheckpointList.as_view(), name="checkpoints"),
    path("editorial/", include("claims.api.editorial.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", DOCUMENTATION, name="documentation"),
    re_path(r"", views.NowhereView.as_view()),
]
