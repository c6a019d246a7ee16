from relaybot.repositories import Store


async def test_a_mark_is_what_was_left_last(store: Store) -> None:
    assert await store.read(lambda tx: tx.marks.get("discord.commands")) is None
    await store.write(lambda tx: tx.marks.put("discord.commands", "first"))
    await store.write(lambda tx: tx.marks.put("telegram.commands", "other"))
    await store.write(lambda tx: tx.marks.put("discord.commands", "second"))
    assert await store.read(lambda tx: tx.marks.get("discord.commands")) == "second"
