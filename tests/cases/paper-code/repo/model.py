import torch


class Tree(torch.nn.Module):
    def __init__(self):
        super().__init__()
        self.layer = torch.nn.Linear(8, 8)

    def forward(self, x):
        return self.layer(x)

    def step(self, rate):
        loss = self(torch.zeros(1, 8)).sum()
        loss.backward()
        for parameter in self.parameters():
            parameter.data -= rate * parameter.grad


def load(path):
    return torch.load(path)
