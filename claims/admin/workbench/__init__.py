"""The article workbench: bring an article in, and take it apart into claims."""
