"""Transfer learning as PyTorch and torchvision compute it: bodies, fastai v1's head, three training steps.

usage: oracle.py DIRECTORY
"""
import math
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F
from torchvision import models

out = pathlib.Path(sys.argv[1])
results = {}
CLASSES, BATCH, SIDE, STEPS = 3, 8, 64, 10


class ConcatPool(nn.Module):
    def forward(self, x):
        return torch.cat([F.adaptive_max_pool2d(x, 1), F.adaptive_avg_pool2d(x, 1)], 1)


class Learner(nn.Module):
    def __init__(self, body, channels):
        super().__init__()
        self.body = body
        self.head = nn.Sequential(
            ConcatPool(), nn.Flatten(), nn.BatchNorm1d(2 * channels), nn.Dropout(0.0), nn.Linear(2 * channels, 512),
            nn.ReLU(), nn.BatchNorm1d(512), nn.Dropout(0.0), nn.Linear(512, CLASSES))

    def forward(self, x):
        b = self.body
        x = b.maxpool(b.relu(b.bn1(b.conv1(x))))
        return self.head(b.layer4(b.layer3(b.layer2(b.layer1(x)))))


def settle(network):
    """Batch norms as after some training, with few values at the kink of a ReLU (see the oracle of the networks)."""
    for module in network.modules():
        if isinstance(module, (nn.BatchNorm2d, nn.BatchNorm1d)):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 1, 0.2)
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.randn(8, 3, SIDE, SIDE))


def adam_step(group, rate, momentum, t):
    """Adam with decoupled decay, written out."""
    for p, m, v in group:
        g = p.grad
        p.data.mul_(1 - rate * 0.01)
        m.mul_(momentum).add_(g, alpha=1 - momentum)
        v.mul_(0.99).addcmul_(g, g, value=1 - 0.99)
        denominator = (v / (1 - 0.99 ** t)).sqrt_().add_(1e-8)
        p.data.addcdiv_(m, denominator, value=-rate / (1 - momentum ** t))


def cosine(a, b, part):
    return b + (a - b) / 2 * (1 + math.cos(math.pi * part))


def schedule(step, share):
    """Rate as a part of the highest, and momentum, with linear warm-up."""
    climb = int(STEPS * share)
    if step <= climb:
        return 0.04 + 0.96 * step / climb, 0.95 - 0.1 * step / climb
    part = (step - climb) / (STEPS - climb)
    return cosine(1, 4e-6, part), cosine(0.85, 0.95, part)


for name, channels, seed in ("resnet18", 512, 1), ("resnet34", 512, 2), ("resnet50", 2048, 3):
    torch.manual_seed(seed)
    body = getattr(models, name)()
    network = Learner(body, channels)
    settle(network)
    torch.save(body.state_dict(), out / f"{name}.pth")
    body.fc = nn.Identity()
    torch.save(network.head.state_dict(), out / f"{name}.head.pth")
    images = torch.randn(BATCH, 3, SIDE, SIDE)
    labels = torch.randint(0, CLASSES, (BATCH,))
    results[f"{name}.images"], results[f"{name}.labels"] = images, labels
    with torch.no_grad():
        results[f"{name}.scores"] = network.eval()(images)
    if name == "resnet50":
        continue
    frozen = name == "resnet34"
    groups = [[], [], []]
    norms = {id(p) for m in network.modules() if isinstance(m, (nn.BatchNorm2d, nn.BatchNorm1d)) for p in m.parameters()}
    for key, p in network.named_parameters():
        group = 2 if key.startswith("head") else 1 if key.startswith(("body.layer3", "body.layer4")) else 0
        if frozen and group < 2 and id(p) not in norms:
            p.requires_grad_(False)
        else:
            groups[group].append((p, torch.zeros_like(p), torch.zeros_like(p)))
    highest = [3e-4, 3e-4, 3e-3] if frozen else [1e-5, math.sqrt(1e-5 * 3e-4), 3e-4]
    network.train()
    losses = []
    for step in range(3):
        network.zero_grad()
        loss = F.cross_entropy(network(images), labels)
        loss.backward()
        part, momentum = schedule(step, 0.3)
        with torch.no_grad():
            for group, rate in zip(groups, highest):
                adam_step(group, rate * part, momentum, step + 1)
        losses.append(loss.item())
    results[f"{name}.losses"] = torch.tensor(losses)
    # Not the bias in front of a batch norm: its gradient is rounding alone, which Adam blows up.
    for key in "body.conv1.weight", "body.bn1.weight", "body.layer4.0.conv1.weight", "head.8.weight", "head.4.weight", \
            "body.layer3.0.bn1.running_mean":
        results[f"{name}.after.{key}"] = network.state_dict()[key].clone()

torch.save(results, out / "oracle.pth")
