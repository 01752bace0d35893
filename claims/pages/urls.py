"""Addresses of the public pages. The root puts the language in front: ``/id/claims/``, ``/en/claims/``."""

from django.urls import path, re_path

from claims.pages import (
    about,
    articles,
    check,
    claim,
    claim_list,
    corrections,
    embed,
    feeds,
    figures,
    home,
    method,
    names,
    patterns,
    ratings,
    reports,
    search_description,
    share_picture,
    sources,
    topics,
    version,
)

app_name = "pages"

FEED = r"(?P<kind>atom|json)$"

urlpatterns = [
    path("", home.home, name="home"),
    path("claims/", claim_list.claim_list, name="claims"),
    path("claims/<slug:slug>/", claim.claim, name="claim"),
    path("claims/<slug:slug>/v/<int:version>/", version.version, name="version"),
    path("claims/<slug:slug>/v/<int:version>/cite/", version.cite, name="cite"),
    path("claims/<slug:slug>/v/<int:version>/picture.png", share_picture.claim_picture, name="claim-picture"),
    path("claims/<slug:slug>/embed/", embed.embed, name="embed"),
    path("claims/<slug:slug>/diff/", version.diff, name="diff"),
    path("check/", check.check, name="check"),
    path("articles/", articles.article_list, name="articles"),
    path("articles/<slug:slug>/", articles.article, name="article"),
    path("sources/", sources.source_list, name="sources"),
    path("sources/<slug:slug>/", sources.source, name="source"),
    path("ratings/", ratings.ratings, name="ratings"),
    path("claims/<slug:slug>/report/", reports.report_error, name="report-error"),
    path("suggest/", reports.suggest_claim, name="suggest"),
    path("reports/<slug:number>/", reports.report, name="report"),
    path("names/", names.name_list, name="names"),
    path("names/<slug:slug>/", names.name, name="name"),
    path("topics/", topics.topic_list, name="topics"),
    path("topics/<slug:slug>/", topics.topic, name="topic"),
    re_path(rf"^topics/(?P<slug>[-\w]+)/feed\.{FEED}", feeds.topic_feed, name="topic-feed"),
    re_path(rf"^feeds/(?P<name>latest|corrections)\.{FEED}", feeds.feed, name="feed"),
    path("picture.png", share_picture.site_picture, name="site-picture"),
    path("search.xml", search_description.search_description, name="search-description"),
    path("corrections/", corrections.correction_list, name="corrections"),
    path("figures/", figures.figures, name="figures"),
    path("figures/<slug:name>.csv", figures.figure_csv, name="figure-csv"),
    path("method/", method.method, name="method"),
    path("method/<slug:version>/", method.method_version, name="method-version"),
    path("patterns/", patterns.patterns, name="patterns"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
]
