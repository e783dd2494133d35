import tally


def test_words():
    assert tally.words("One, two.") == ["one", "two"]
