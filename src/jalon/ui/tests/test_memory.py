"""What is too old leaves the memory, it is not only hidden."""

from jalon.ui.services import memory


def test_what_is_too_old_is_taken_out_by_the_next_thing_kept(monkeypatch):
    now = [1000.0]
    monkeypatch.setattr(memory.time, "time", lambda: now[0])
    kept = memory.ForgettingMemory("test-memory", {})
    kept.set("one", "a page of answers", 60)
    kept.set("always", "no end", None)
    now[0] += 59
    kept.set("two", "another", 60)
    assert kept.get("one") == "a page of answers"
    now[0] += 2
    kept.set("three", "a third", 60)
    assert not any("one" in key for key in kept._cache)
    assert (kept.get("two"), kept.get("three"), kept.get("always")) == ("another", "a third", "no end")
    kept.clear()
