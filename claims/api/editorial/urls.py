"""Addresses of the working API."""

from rest_framework.routers import SimpleRouter

from claims.api.editorial import drafts
from claims.api.editorial.webhooks import WebhookView

router = SimpleRouter()
router.register("articles", drafts.ArticleView, basename="draft-article")
router.register("snapshots", drafts.SnapshotView, basename="draft-snapshot")
router.register("claims", drafts.ClaimView, basename="draft-claim")
router.register("appearances", drafts.AppearanceView, basename="draft-appearance")
router.register("relations", drafts.RelationView, basename="draft-relation")
router.register("sources", drafts.SourceView, basename="draft-source")
router.register("evidence", drafts.EvidenceView, basename="draft-evidence")
router.register("assessments", drafts.AssessmentView, basename="draft-assessment")
router.register("comments", drafts.CommentView, basename="draft-comment")
router.register("entities", drafts.EntityView, basename="draft-entity")
router.register("topics", drafts.TopicView, basename="draft-topic")
router.register("webhooks", WebhookView, basename="webhook")

urlpatterns = router.urls
