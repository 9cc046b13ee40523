"""The encrypted folder: the only home of SQLAlchemy and SQLCipher."""
