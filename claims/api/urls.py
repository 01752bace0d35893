"""Addresses of the public API, version 1."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from claims.api import (
    annotations,
    articles,
    changes,
    citations,
    claim_list,
    claim_parts,
    claims,
    corrections,
    entities,
    exports,
    lookup,
    matching,
    oembed,
    record,
    sources,
    stats,
    versions,
    views,
    vocabulary,
)

app_name = "api"

# A page of ours around it: theirs has a style element, which the security policy forbids.
DOCUMENTATION = SpectacularSwaggerSplitView.as_view(url_name="api:schema", template_name="api_documentation.html")

urlpatterns = [
    path("", vocabulary.Root.as_view(), name="root"),
    path("claims/", claim_list.ClaimList.as_view(), name="claims"),
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
    path("claims/<slug:slug>/evidence/", claim_parts.EvidenceList.as_view(), name="evidence"),
    path("claims/<slug:slug>/appearances/", claim_parts.AppearanceList.as_view(), name="appearances"),
    path("claims/<slug:slug>/claimreview/", claim_parts.ClaimReview.as_view(), name="claimreview"),
    path("articles/", articles.ArticleList.as_view(), name="articles"),
    path("articles/<slug:slug>/", articles.ArticleDetail.as_view(), name="article"),
    path("sources/", sources.SourceList.as_view(), name="sources"),
    path("sources/<slug:slug>/", sources.SourceDetail.as_view(), name="source"),
    path("articles/<slug:slug>/annotations/", annotations.Annotations.as_view(), name="annotations"),
    path("entities/", entities.EntityList.as_view(), name="entities"),
    path("entities/<slug:slug>/", entities.EntityDetail.as_view(), name="entity"),
    path("corrections/", corrections.CorrectionList.as_view(), name="corrections"),
    path("stats/", stats.Stats.as_view(), name="stats"),
    path("topics/", vocabulary.TopicList.as_view(), name="topics"),
    path("ratings/", vocabulary.RatingList.as_view(), name="ratings"),
    path("changes/", changes.ChangeList.as_view(), name="changes"),
    path("oembed/", oembed.OEmbed.as_view(), name="oembed"),
    path("match/", matching.Matching.as_view(), name="match"),
    path("lookup/<str:prefix>/", lookup.Lookup.as_view(), name="lookup"),
    path("export/manifest.json", exports.Manifest.as_view(), name="manifest"),
    path("export/<str:file>", exports.Export.as_view(), name="export"),
    path("record/head/", record.RecordHead.as_view(), name="record-head"),
    path("record/checkpoints/", record.CheckpointList.as_view(), name="checkpoints"),
    path("editorial/", include("claims.api.editorial.urls")),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", DOCUMENTATION, name="documentation"),
    re_path(r"", views.NowhereView.as_view()),
]
