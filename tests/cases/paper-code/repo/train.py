import argparse

import torch
import yaml

from model import Tree


def main():
    parser = argparse.ArgumentParser(description="Trains the tree.")
    parser.add_argument("--config", required=True, help="a YAML file")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.manual_seed(args.seed)
    with open(args.config) as file:
        config = yaml.safe_load(file)
    model = Tree()
    for epoch in range(config["epochs"]):
        model.step(config["lr"])
    torch.save(model, "out/model.pt")


main()
