import numpy as np


def main():
    x1 = np.ones(1)
    x2 = np.ones(2)
    x3 = np.ones(3)
    x4 = np.ones(4)
    x5 = np.ones(5)
    x6 = np.ones(6)
    x7 = np.ones(7)
    x8 = np.ones(8)
    x9 = np.ones(9)
    x10 = np.ones(10)
    x11 = np.ones(11)
    x12 = np.ones(12)
    x13 = np.ones(13)
    x14 = np.ones(14)
    x15 = np.ones(15)
    x16 = np.ones(16)
    x17 = np.ones(17)
    x18 = np.ones(18)
    x19 = np.ones(19)
    x20 = np.ones(20)
    x21 = np.ones(21)
    x22 = np.ones(22)
    x23 = np.ones(23)
    x24 = np.ones(24)
    print(x1)


main()
