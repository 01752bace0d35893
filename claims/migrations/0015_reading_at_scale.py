"""What many readers need: a place to count their requests, and indexes for filters of the API.

The counts are unlogged: a crash may forget how often somebody asked in the last minute. They have no model, for nothing
but the counter itself ever looks at them.
"""

from django.db import migrations

COUNTS = """
CREATE UNLOGGED TABLE claims_request_count (
    client varchar(32) NOT NULL,
    window_number bigint NOT NULL,
    requests integer NOT NULL,
    PRIMARY KEY (client, window_number)
);
CREATE INDEX claims_request_count_window ON claims_request_count (window_number);
"""

INDEXES = """
CREATE INDEX publishedappearance_language ON claims_publishedappearance ((document -> 'article' ->> 'language'));
CREATE INDEX publishedappearance_publisher ON claims_publishedappearance (publisher);
CREATE INDEX publishedclaim_entities ON claims_publishedclaim USING gin (entities);
CREATE INDEX publishedclaim_first_published ON claims_publishedclaim (first_published_at, slug);
CREATE INDEX publication_corrections ON claims_publication (number)
    WHERE kind IN ('correction', 'retraction', 'redaction');
"""

UNDO_INDEXES = """
DROP INDEX publishedappearance_language, publishedappearance_publisher, publishedclaim_entities,
    publishedclaim_first_published, publication_corrections;
"""


class Migration(migrations.Migration):
    dependencies = [("claims", "0014_kept_answers")]

    operations = [
        migrations.RunSQL(COUNTS, "DROP TABLE claims_request_count"),
        migrations.RunSQL(INDEXES, UNDO_INDEXES),
    ]
