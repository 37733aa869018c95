"""What PyTorch computes with small layers and optimizers, and TorchScript files.

usage: oracle.py DIRECTORY
"""
import pathlib
import sys
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
from torch import nn
from torch.nn import functional as F

out = pathlib.Path(sys.argv[1])
torch.manual_seed(11)
results = {}

# A convolution, an average and a linear layer: five steps with each optimizer.
images, classes = torch.randn(6, 3, 8, 8), torch.tensor([0, 1, 2, 3, 4, 0])
start = {"convolution": torch.randn(4, 3, 3, 3) * 0.5, "weight": torch.randn(5, 4), "bias": torch.randn(5)}
results |= {"net.images": images, "net.classes": classes}
results |= {f"net.{name}": value for name, value in start.items()}
optimizers = {
    "sgd": lambda p: torch.optim.SGD(p, lr=0.1),
    "sgd-decay": lambda p: torch.optim.SGD(p, lr=0.1, weight_decay=0.05),
    "sgd-momentum": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9),
    "sgd-momentum-decay": lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9, weight_decay=0.05),
    "adam": lambda p: torch.optim.Adam(p, lr=0.01),
    "adam-decay": lambda p: torch.optim.Adam(p, lr=0.01, weight_decay=0.05),
    "adamw": lambda p: torch.optim.AdamW(p, lr=0.01, weight_decay=0.05),
}
for label, make in optimizers.items():
    p = {name: value.clone().requires_grad_() for name, value in start.items()}
    optimizer = make(p.values())
    losses = []
    for _ in range(5):
        optimizer.zero_grad()
        x = F.relu(F.conv2d(images, p["convolution"], padding=1)).mean((2, 3))
        loss = F.cross_entropy(F.linear(x, p["weight"], p["bias"]), classes)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    results[f"{label}.losses"] = torch.tensor(losses)
    results |= {f"{label}.{name}": value.detach() for name, value in p.items()}

# Layers, each with weights that are not its initial ones.
x = torch.randn(4, 6, 5, 5)
results["layer.x"] = x
norm = nn.BatchNorm2d(6)
convolution = nn.Conv2d(6, 8, 3, stride=2, padding=1, groups=2, bias=False)
layer_norm, linear, embedding = nn.LayerNorm(5, eps=1e-3), nn.Linear(5, 7), nn.Embedding(9, 4)
for name, layer in {"norm": norm, "conv": convolution, "layernorm": layer_norm, "linear": linear, "embedding": embedding}.items():
    for parameter in layer.parameters():
        nn.init.normal_(parameter, 0.5)
    results |= {f"{name}.{key}": value.clone() for key, value in layer.state_dict().items()}
with torch.no_grad():
    results["norm.first"], results["norm.second"] = norm(x), norm(2 * x + 1)
    results["norm.mean"], results["norm.variance"] = norm.running_mean.clone(), norm.running_var.clone()
    results["norm.evaluated"] = norm.eval()(x)
    results["conv.y"], results["layernorm.y"], results["linear.y"] = convolution(x), layer_norm(x), linear(x)
    results["embedding.x"] = torch.tensor([[8, 0, 3], [3, 1, 1]])
    results["embedding.y"] = embedding(results["embedding.x"])
torch.save(results, out / "oracle.pth")


class Affine(nn.Module):
    def __init__(self):
        super().__init__()
        self.scale = nn.Parameter(torch.tensor([2.0, 3.0]))
        self.shift = nn.Parameter(torch.tensor([0.5]))
        self.drop = nn.Dropout(1.0)

    def forward(self, x, factor: float):
        return self.drop(x * self.scale * factor + self.shift)


class Pair(nn.Module):
    def forward(self, x) -> Tuple[torch.Tensor, torch.Tensor]:
        return x + 1, x.sum()


class Mixed(nn.Module):
    def forward(self, x) -> Tuple[torch.Tensor, int]:
        return x + 1, x.dim()


class Several(nn.Module):
    def forward(self, x) -> List[torch.Tensor]:
        return [x, x]


class Raising(nn.Module):
    def forward(self, x):
        if x.dim() != 2:
            raise ValueError("two dimensions, please")
        return x


class Both(NamedTuple):
    first: torch.Tensor
    second: torch.Tensor


class Nested(nn.Module):
    def forward(self, x) -> Tuple[Dict[str, torch.Tensor], Optional[int], Dict[str, List[Dict[str, torch.Tensor]]], Dict[str, Both]]:
        return {"scores": x + 1}, None, {"boxes": [{"box": x}, {"box": x}]}, {"last": Both(x, x * 2)}


class Taking(nn.Module):
    def forward(self, xs: List[torch.Tensor], named: Dict[str, torch.Tensor], bias: Optional[torch.Tensor] = None,
                twice: bool = False, times: int = 1):
        total = torch.stack(xs).sum(0)
        for value in named.values():
            total = total + value
        if bias is not None:
            total = total + bias
        return total * (2 if twice else 1) * times


class Saving(nn.Module):
    def forward(self, x):
        torch.save(x, "must-not-be-there")
        return x


class Mapping(nn.Module):
    def forward(self, x):
        return torch.from_file("must-not-be-there", True, 10) + x[0]


for module in Affine(), Pair(), Mixed(), Several(), Raising(), Nested(), Taking(), Saving(), Mapping():
    torch.jit.script(module).save(str(out / f"{type(module).__name__.lower()}.pt"))

# What people take for programs.
torch.save(Affine().state_dict(), out / "state.pth")
torch.save({"model": Affine().state_dict(), "epoch": 3}, out / "checkpoint.pth")
torch.save(Affine(), out / "pickled.pth")
torch.save(Affine().state_dict(), out / "legacy.pth", _use_new_zipfile_serialization=False)
