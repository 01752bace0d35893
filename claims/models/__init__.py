"""Tables, constraints and QuerySets. One file a subject; every model is importable from here."""

from claims.models.appearance import Appearance
from claims.models.article import Article, Snapshot
from claims.models.assessment import Assessment, Review
from claims.models.background import BackgroundWorker, PeriodicTask
from claims.models.checkpoint import Checkpoint, SigningKey
from claims.models.claim import Claim, ClaimEntity, ClaimRelation, ClaimTopic
from claims.models.comment import Comment
from claims.models.entity import Entity
from claims.models.history import EditorialModel
from claims.models.idempotency import KeptAnswer
from claims.models.link import Link, LinkHost, LinkResult, claims_due_for_review, claims_with_link_rot
from claims.models.look import Look
from claims.models.matching import PublishedLanguage, PublishedTerm, PublishedVector, PublishedWords
from claims.models.notification import Notification
from claims.models.original import Original
from claims.models.policy import EditorialPolicy
from claims.models.publication import GENESIS_DIGEST, Publication, RecordText
from claims.models.published import (
    PublishedAnswer,
    PublishedAppearance,
    PublishedClaim,
    PublishedEvidence,
    PublishedStatement,
)
from claims.models.published_address import PublishedAddress
from claims.models.rating import ExternalLabel, Rating, RatingScale
from claims.models.reading import reading_connection, reading_database
from claims.models.recovery_code import RecoveryCode
from claims.models.report import ReaderReport
from claims.models.row_import import RowImport, RowImportPiece, RowProblem
from claims.models.session import Session
from claims.models.source import Evidence, Source
from claims.models.telling_words import telling_words
from claims.models.token import ApiToken
from claims.models.topic import Topic
from claims.models.unavailable import SECONDS_UNTIL_AGAIN, is_unavailable, took_too_long
from claims.models.user import User
from claims.models.vote import Vote
from claims.models.webhook import WebhookDelivery, WebhookSubscription
from claims.models.word_search import StatementWords, TextWords

__all__ = [
    "GENESIS_DIGEST",
    "SECONDS_UNTIL_AGAIN",
    "ApiToken",
    "Appearance",
    "Article",
    "Assessment",
    "BackgroundWorker",
    "Checkpoint",
    "Claim",
    "ClaimEntity",
    "ClaimRelation",
    "ClaimTopic",
    "Comment",
    "EditorialModel",
    "EditorialPolicy",
    "Entity",
    "Evidence",
    "ExternalLabel",
    "KeptAnswer",
    "Link",
    "LinkHost",
    "LinkResult",
    "Look",
    "Notification",
    "Original",
    "PeriodicTask",
    "Publication",
    "PublishedAddress",
    "PublishedAnswer",
    "PublishedAppearance",
    "PublishedClaim",
    "PublishedEvidence",
    "PublishedLanguage",
    "PublishedStatement",
    "PublishedTerm",
    "PublishedVector",
    "PublishedWords",
    "Rating",
    "RatingScale",
    "ReaderReport",
    "RecordText",
    "RecoveryCode",
    "Review",
    "RowImport",
    "RowImportPiece",
    "RowProblem",
    "Session",
    "SigningKey",
    "Snapshot",
    "Source",
    "StatementWords",
    "TextWords",
    "Topic",
    "User",
    "Vote",
    "WebhookDelivery",
    "WebhookSubscription",
    "claims_due_for_review",
    "claims_with_link_rot",
    "is_unavailable",
    "reading_connection",
    "reading_database",
    "telling_words",
    "took_too_long",
]
