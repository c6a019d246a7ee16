"""Which channel a person manages from a private chat."""

from sqlalchemy import Connection, delete, insert, select, update

from relaybot.model.destination import Address, PlatformName
from relaybot.storage.tables import choices

_column = choices.c


def chosen_by(connection: Connection, platform: PlatformName, person: str) -> Address | None:
    """Return the channel a person chose."""
    query = select(choices).where(_column.platform == platform, _column.person == person)
    row = connection.execute(query).mappings().one_or_none()
    if row is None:
        return None
    return Address(row["chosen_platform"], row["chat"], row["thread"] or None)


def choose(
    connection: Connection, platform: PlatformName, person: str, address: Address | None
) -> None:
    """Remember or forget a person's channel."""
    forget(connection, platform, person)
    if address is not None:
        row = {"platform": platform, "person": person, "chosen_platform": address.platform}
        row |= {"chat": address.chat, "thread": address.thread or ""}
        connection.execute(insert(choices).values(row))


def forget(connection: Connection, platform: PlatformName, person: str) -> None:
    """Forget what a person chose."""
    connection.execute(
        delete(choices).where(_column.platform == platform, _column.person == person)
    )


def follow_move(connection: Connection, old: Address, chat: str) -> None:
    """Let those who chose a chat that moved, or a topic of it, manage it where it is now."""
    connection.execute(
        update(choices)
        .where(_column.chosen_platform == old.platform, _column.chat == old.chat)
        .values(chat=chat)
    )
