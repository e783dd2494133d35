import tinyknn


def test_the_nearest_row_is_found():
    index = tinyknn.Index([[0.0, 1.0], [1.0, 0.0]])
    assert index.nearest([0.1, 0.9]) == [0]
