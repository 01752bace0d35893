"""The product's settings without what protects its readers from a database that is away: the control of R9."""

from factcheck.settings import *  # noqa: F403
from factcheck.settings import DATABASES, DRF_STANDARDIZED_ERRORS, MIDDLEWARE

GONE = ("claims.pages.unavailable.Unavailable", "claims.api.kept.KeptAnswers")
MIDDLEWARE = [each for each in MIDDLEWARE if each not in GONE]
RESPONSES_ARE_KEPT = False
RECORD_IS_WATCHED = False
DATABASES["default"]["GIVES_UP_ON_SILENCE"] = False
DATABASES["default"]["OPTIONS"] = {"options": DATABASES["default"]["OPTIONS"]["options"]}
DRF_STANDARDIZED_ERRORS = {
    **DRF_STANDARDIZED_ERRORS,
    "EXCEPTION_HANDLER_CLASS": "drf_standardized_errors.handler.ExceptionHandler",
}
