"""TorchScript programs made by PyTorch and torchvision: what they return, and the losses of three training steps.

Called by oracle.py. Networks have the structure of the originals; those that take long are made thinner.
"""
import torch
import torch.nn.functional as F
from torch import nn
from torchvision import models
from torchvision.models.swin_transformer import SwinTransformer
from torchvision.models.vision_transformer import VisionTransformer

SEED = 9


class Lstm(nn.Module):
    def __init__(self):
        super().__init__()
        self.words = nn.Embedding(100, 16)
        self.lstm = nn.LSTM(16, 24, 2, batch_first=True, bidirectional=True)
        self.head = nn.Linear(48, 5)

    def forward(self, x):
        y, _ = self.lstm(self.words(x))
        return self.head(y[:, -1])


class Small(nn.Module):
    """Without dropout, so that a training step draws no random numbers; with weights that nothing uses."""

    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(3, 6, 3)
        self.norm = nn.BatchNorm2d(6)
        self.head = nn.Linear(6, 4)
        self.unused = nn.Linear(2, 2)

    def forward(self, x):
        return self.head(F.relu(self.norm(self.convolution(x))).mean((2, 3)))


class Losses(nn.Module):
    """Returns its losses when it learns, as torchvision's detectors do."""

    def __init__(self):
        super().__init__()
        self.layer = nn.Linear(6, 3)

    def forward(self, x):
        y = self.layer(x)
        return {"square": y.pow(2).mean(), "size": y.abs().mean()}


def programs():
    yield "resnet18", models.resnet18(), lambda: torch.randn(2, 3, 64, 64)
    yield "mobilenet_v3", models.mobilenet_v3_small(), lambda: torch.randn(2, 3, 64, 64)
    vit = VisionTransformer(image_size=64, patch_size=16, num_layers=2, num_heads=4, hidden_dim=64, mlp_dim=128)
    nn.init.normal_(vit.heads.head.weight)
    yield "vit", vit, lambda: torch.randn(2, 3, 64, 64)
    swin = SwinTransformer(patch_size=[4, 4], embed_dim=24, depths=[2, 2], num_heads=[2, 4], window_size=[7, 7])
    yield "swin", swin, lambda: torch.randn(2, 3, 64, 64)
    detector = models.detection.fasterrcnn_mobilenet_v3_large_320_fpn(
        weights=None, weights_backbone=None, num_classes=5, min_size=96, max_size=96, box_score_thresh=0.0)
    yield "fasterrcnn", detector, lambda: [torch.rand(3, 80, 96), torch.rand(3, 96, 64)]
    segmenter = models.segmentation.deeplabv3_mobilenet_v3_large(weights=None, weights_backbone=None, aux_loss=True)
    yield "deeplabv3", segmenter, lambda: torch.randn(1, 3, 64, 64)
    yield "lstm", Lstm(), lambda: torch.randint(0, 100, (3, 20))


def flat(value):
    if isinstance(value, torch.Tensor):
        return [value]
    parts = value.values() if isinstance(value, dict) else value
    return [tensor for part in parts for tensor in flat(part)]


def train(name, make, optimizer, out, results, loss):
    """The numbers are drawn as Laptime draws them: the input, then, at the first step, the target."""
    network = torch.jit.load(str(out / f"{name}.pt")).train()
    opt = optimizer([p for n, p in network.named_parameters() if not n.startswith("unused")])
    torch.manual_seed(SEED)
    x = make()
    target, losses = None, []
    for _ in range(3):
        opt.zero_grad()
        y = network(x)
        if target is None and loss == "cross":
            target = torch.empty(len(y), dtype=torch.int64).random_(0, y.shape[1])
        elif target is None and loss == "mse":
            target = torch.empty_like(y).normal_()
        value = {"cross": lambda: F.cross_entropy(y, target), "mse": lambda: F.mse_loss(y, target),
                 "mean": lambda: y.mean(), "own": lambda: sum(y.values())}[loss]()
        value.backward()
        opt.step()
        losses.append(value.item())
    return torch.tensor(losses)


def all_of_them(out, results):
    torch.manual_seed(31)
    for name, network, make in programs():
        torch.jit.script(network.eval()).save(str(out / f"{name}.pt"))
        loaded = torch.jit.load(str(out / f"{name}.pt")).eval()
        x = make()
        for i, tensor in enumerate(flat(x)):
            results[f"script.{name}.input{i}"] = tensor
        with torch.inference_mode():
            for _ in range(3):  # profiled, specialized, steady
                y = loaded(x)
        if isinstance(y, tuple):
            y = y[1]  # detectors return (losses, detections)
        for i, tensor in enumerate(flat(y)):
            results[f"script.{name}.output{i}"] = tensor.clone()
    for network in Small(), Losses():
        torch.jit.script(network).save(str(out / f"{type(network).__name__.lower()}.pt"))
    torch.jit.freeze(torch.jit.script(Small().eval())).save(str(out / "frozen.pt"))
    images = lambda: torch.empty(4, 3, 16, 16).normal_(0, 1)
    sgd = lambda p: torch.optim.SGD(p, lr=0.1, momentum=0.9)
    adam = lambda p: torch.optim.Adam(p, lr=0.01)
    results["script.losses.crossentropy.sgd"] = train("small", images, sgd, out, results, "cross")
    results["script.losses.crossentropy.adam"] = train("small", images, adam, out, results, "cross")
    results["script.losses.mse.sgd"] = train("small", images, sgd, out, results, "mse")
    results["script.losses.mean.sgd"] = train("small", images, sgd, out, results, "mean")
    results["script.losses.own.sgd"] = train("losses", lambda: torch.empty(4, 6).normal_(0, 1), sgd, out, results, "own")
