"""Tables, constraints and QuerySets. One file a subject; every model is importable from here."""

from claims.models.appearance import Appearance
from claims.models.article import Article, Snapshot
from claims.models.assessment import Assessment, Review
from claims.models.checkpoint import Checkpoint, SigningKey
from claims.models.claim import Claim, ClaimEntity, ClaimRelation, ClaimTopic
from claims.models.entity import Entity
from claims.models.history import EditorialModel
from claims.models.idempotency import KeptAnswer
from claims.models.original import Original
from claims.models.policy import EditorialPolicy
from claims.models.publication import GENESIS_DIGEST, Publication, RecordText
from claims.models.published import PublishedAnswer, PublishedAppearance, PublishedClaim, PublishedEvidence
from claims.models.rating import ExternalLabel, Rating, RatingScale
from claims.models.report import ReaderReport
from claims.models.source import Evidence, Source
from claims.models.token import ApiToken
from claims.models.topic import Topic
from claims.models.user import User
from claims.models.vote import Vote
from claims.models.webhook import WebhookDelivery, WebhookSubscription

__all__ = [
    "GENESIS_DIGEST",
    "ApiToken",
    "Appearance",
    "Article",
    "Assessment",
    "Checkpoint",
    "Claim",
    "ClaimEntity",
    "ClaimRelation",
    "ClaimTopic",
    "EditorialModel",
    "EditorialPolicy",
    "Entity",
    "Evidence",
    "ExternalLabel",
    "KeptAnswer",
    "Original",
    "Publication",
    "PublishedAnswer",
    "PublishedAppearance",
    "PublishedClaim",
    "PublishedEvidence",
    "Rating",
    "RatingScale",
    "ReaderReport",
    "RecordText",
    "Review",
    "SigningKey",
    "Snapshot",
    "Source",
    "Topic",
    "User",
    "Vote",
    "WebhookDelivery",
    "WebhookSubscription",
]
