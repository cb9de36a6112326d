"""The PostgreSQL that tests ask for is a real one, and each has its own."""

from sqlalchemy import create_engine, text


def test_a_database_answers_and_keeps_what_it_is_given(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url)

    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE kept (points bigint NOT NULL)"))
        connection.execute(text("INSERT INTO kept VALUES (500)"))
    with engine.begin() as connection:
        assert connection.execute(text("SELECT points FROM kept")).scalar_one() == 500
        assert connection.dialect.name == "postgresql"
    engine.dispose()


def test_an_empty_database_is_nobody_elses(
    postgresql_url: str, empty_postgresql_url: str
) -> None:
    engine = create_engine(empty_postgresql_url)

    with engine.connect() as connection:
        tables = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        assert connection.execute(tables).scalar_one() == 0
    engine.dispose()
    assert empty_postgresql_url != postgresql_url
