"""How a report reads the database: a few plain statements that both engines understand."""


def rows(cursor, statement: str, *parameters) -> list[tuple]:
    """All rows of a statement. Values go in as `parameters`, for the %s of the statement, never into its text."""
    cursor.execute(statement, parameters)
    return cursor.fetchall()
