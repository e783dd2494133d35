import argparse

from model import load


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--checkpoint")
    args = parser.parse_args()
    model = load(args.checkpoint)
    print(model)


main()
