"""A real PostgreSQL for newcomers and tests, started when something needs it and stopped by whoever leaves last.

`server` is the only module of the project that knows where the PostgreSQL programs come from.
"""
