from academy.sandbox.record import KEPT, KEPT_BYTES, Exchange, Record


def put(record: Record, size: int) -> None:
    record.append(
        lambda seq: Exchange(seq, "c", 0.0, 0.0, "POST", "/v1/responses", "", None, size, 200, None, 0)
    )


def kept(record: Record) -> list[int]:
    return [one.seq for one in record.since()]


def test_the_oldest_exchanges_go_when_their_bodies_are_too_much_for_memory() -> None:
    record = Record()
    for _ in range(3):
        put(record, KEPT_BYTES // 2)
    assert kept(record) == [2, 3]
    put(record, 2 * KEPT_BYTES)
    assert kept(record) == [4]
    put(record, 1)
    assert kept(record) == [5]


def test_the_oldest_exchanges_go_when_there_are_too_many() -> None:
    record = Record()
    for _ in range(KEPT + 2):
        put(record, 0)
    assert (kept(record)[0], kept(record)[-1], len(kept(record))) == (3, KEPT + 2, KEPT)
