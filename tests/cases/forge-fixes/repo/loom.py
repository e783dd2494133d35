def step_0(threads):
    return [thread + 0 for thread in threads]


def step_1(threads):
    return [thread + 1 for thread in threads]


def step_2(threads):
    return [thread + 2 for thread in threads]


def step_3(threads):
    return [thread + 3 for thread in threads]


def step_4(threads):
    return [thread + 4 for thread in threads]


def step_5(threads):
    return [thread + 5 for thread in threads]


def step_6(threads):
    return [thread + 6 for thread in threads]


def step_7(threads):
    return [thread + 7 for thread in threads]


def step_8(threads):
    return [thread + 8 for thread in threads]


def step_9(threads):
    return [thread + 9 for thread in threads]


def step_10(threads):
    return [thread + 10 for thread in threads]


def step_11(threads):
    return [thread + 11 for thread in threads]


def step_12(threads):
    return [thread + 12 for thread in threads]


def step_13(threads):
    return [thread + 13 for thread in threads]


def step_14(threads):
    return [thread + 14 for thread in threads]


def step_15(threads):
    return [thread + 15 for thread in threads]
