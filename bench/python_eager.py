"""Plain eager PyTorch, one figure, one line of JSON: the side that bench/vs-python compares with.

usage: python_eager.py steps NETWORK train|infer BATCH fp32|bf16 default|channels-last THREADS SECONDS
       python_eager.py add COUNT
"""
import contextlib
import json
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Layer(nn.Module):
    """An encoder layer as Hugging Face's BERT computes it in eager mode."""

    def __init__(self, width, heads, drops_attention):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
        self.norm1, self.norm2 = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.widen, self.narrow = nn.Linear(width, 4 * width), nn.Linear(4 * width, width)
        self.drop = nn.Dropout(0.1)
        self.drop_attention = self.drop if drops_attention else nn.Identity()

    def forward(self, x):
        b, s, w = x.shape
        split = lambda t: t.view(b, s, self.heads, w // self.heads).transpose(1, 2)
        q, k, v = split(self.q(x)), split(self.k(x)), split(self.v(x))
        if hasattr(F, "scaled_dot_product_attention"):
            context = F.scaled_dot_product_attention(q, k, v, dropout_p=0.1 if self.training else 0.0)
        else:
            scores = torch.matmul(q / (w // self.heads) ** 0.5, k.transpose(2, 3))
            context = torch.matmul(self.drop(scores.softmax(-1)), v)
        x = self.norm1(self.drop_attention(self.out(context.transpose(1, 2).reshape(b, s, w))) + x)
        return self.norm2(self.drop(self.narrow(F.gelu(self.widen(x)))) + x)


class Encoder(nn.Module):
    def __init__(self, layers, width, heads, segments, classes=8):
        super().__init__()
        self.words, self.positions = nn.Embedding(30522, width), nn.Embedding(512, width)
        self.segments = nn.Embedding(2, width) if segments else None
        self.norm, self.drop = nn.LayerNorm(width, 1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer(width, heads, segments) for _ in range(layers))
        self.pool, self.head = nn.Linear(width, width), nn.Linear(width, classes)
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.normal_(p, 0, 0.02)

    def forward(self, x):
        h = self.words(x)
        if self.segments is not None:
            h = h + self.segments(torch.zeros_like(x))
        h = h + self.positions(torch.arange(x.shape[1], device=x.device))
        h = self.drop(self.norm(h))
        for layer in self.layers:
            h = layer(h)
        return self.head(self.drop(torch.tanh(self.pool(h[:, 0]))))


def network(name):
    if name in ("resnet50", "mobilenetv2"):
        import torchvision

        return {"resnet50": torchvision.models.resnet50, "mobilenetv2": torchvision.models.mobilenet_v2}[name]()
    return Encoder(6, 768, 12, False) if name == "distilbert" else Encoder(24, 1024, 16, True)


def steps(name, scenario, batch, precision, layout, threads, seconds):
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    batch, seconds = int(batch), float(seconds)
    device = torch.device("cuda" if torch.cuda.is_available() and "--cuda" in sys.argv else "cpu")
    image = name in ("resnet50", "mobilenetv2")
    model = network(name).to(device)
    x = torch.randn(batch, 3, 224, 224) if image else torch.randint(0, 1000, (batch, 128))
    x, y = x.to(device), torch.randint(0, 1000 if image else 8, (batch,)).to(device)
    if layout == "channels-last" and image:
        model, x = model.to(memory_format=torch.channels_last), x.to(memory_format=torch.channels_last)
    cast = (lambda: torch.autocast(device.type, torch.bfloat16)) if precision == "bf16" else contextlib.nullcontext
    if scenario == "train":
        model.train()
        parameters = model.parameters()
        optimizer = (
            torch.optim.SGD(parameters, 1e-6, momentum=0.9, weight_decay=1e-4) if image else torch.optim.Adam(parameters, 1e-7)
        )

        def step():
            optimizer.zero_grad(set_to_none=True)
            with cast():
                loss = F.cross_entropy(model(x).float(), y)
            loss.backward()
            optimizer.step()

    else:
        model.eval()

        def step():
            with torch.inference_mode(), cast():
                model(x)

    wait = torch.cuda.synchronize if device.type == "cuda" else lambda: None
    for _ in range(3):
        step()
    wait()
    times, begin = [], time.perf_counter()
    while len(times) < 5 or time.perf_counter() - begin < seconds:
        t = time.perf_counter()
        step()
        wait()
        times.append(time.perf_counter() - t)
    peak = next(int(l.split()[1]) * 1024 for l in open("/proc/self/status") if l.startswith("VmHWM"))
    print(json.dumps({"seconds_per_step": times, "peak_bytes": peak, "version": torch.__version__}))


def add(count):
    torch.set_num_threads(1)
    a, b, best = torch.ones(1), torch.ones(1), float("inf")
    with torch.no_grad():
        for _ in range(12):
            t = time.perf_counter_ns()
            for _ in range(int(count)):
                a + b
            best = min(best, (time.perf_counter_ns() - t) / int(count))
    print(json.dumps({"nanoseconds": best}))


{"steps": steps, "add": add}[sys.argv[1]](*[a for a in sys.argv[2:] if not a.startswith("--")])
