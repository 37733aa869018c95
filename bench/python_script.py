"""TorchScript in Python: the side that bench/vs-python-script compares with. One figure, one line of JSON.

usage: python_script.py make NETWORK FILE
       python_script.py run FILE THREADS SECONDS BATCH INPUT…     inputs as `laptime run` takes them, the batch as N
"""
import hashlib
import json
import sys
import time

import torch
from torch import nn


class Lstm(nn.Module):
    """Two layers over embedded tokens, a head on the last one."""

    def __init__(self):
        super().__init__()
        self.words, self.lstm, self.head = nn.Embedding(30000, 256), nn.LSTM(256, 512, 2, batch_first=True), nn.Linear(512, 10)

    def forward(self, x):
        y, _ = self.lstm(self.words(x))
        return self.head(y[:, -1])


def network(name):
    from torchvision import models

    if name == "lstm":
        return Lstm()
    if name == "fasterrcnn":
        return models.detection.fasterrcnn_mobilenet_v3_large_320_fpn(weights=None, weights_backbone=None, box_score_thresh=0.0)
    if name == "deeplabv3":
        return models.segmentation.deeplabv3_mobilenet_v3_large(weights=None, weights_backbone=None)
    made = getattr(models, name)()
    if name == "vit_b_16":
        nn.init.normal_(made.heads.head.weight, 0, 0.02)  # zeros otherwise, and all outputs with them
    return made


def make(name, path):
    torch.manual_seed(1)
    torch.jit.script(network(name).eval()).save(path)


def draw(spec, batch):
    is_list, spec = spec.startswith("list:"), spec.replace("list:", "")
    copies, spec = spec.split("*") if "*" in spec else ("1", spec)
    shape, kind, bounds = (spec.split(":") if ":" in spec else [spec, "float32"]) + ([] if spec.count(":") == 2 else [""])
    size = lambda text: batch if text == "N" else int(text)
    def one():
        x = torch.empty([size(s) for s in shape.split("x")], dtype=getattr(torch, kind))
        low, high = bounds.split("..") if bounds else (None, None)
        if not bounds:
            return x.normal_(0, 1)
        return x.uniform_(float(low), float(high)) if x.is_floating_point() else x.random_(int(low), int(high))
    return [one() for _ in range(size(copies))] if is_list else one()


def flat(value):
    if isinstance(value, torch.Tensor):
        return [value] if value.is_floating_point() else []
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, (list, tuple)) else []
    return [tensor for part in parts for tensor in flat(part)]


def run(path, threads, seconds, batch, *inputs):
    torch.set_num_threads(int(threads))
    if b"ops.torchvision" in b"".join(code(path)):
        import torchvision  # noqa: F401  (registers its operators)
    program = torch.jit.load(path).eval()
    torch.manual_seed(1)
    arguments = [draw(spec, int(batch)) for spec in inputs]
    times = []
    with torch.inference_mode():
        for _ in range(3):
            result = program(*arguments)
        begin = time.perf_counter()
        while len(times) < 5 or time.perf_counter() - begin < float(seconds):
            t = time.perf_counter()
            result = program(*arguments)
            times.append(time.perf_counter() - t)
        digest = hashlib.sha256(b"".join(t.float().contiguous().numpy().tobytes() for t in flat(result))).hexdigest()[:16]
    peak = next(int(l.split()[1]) * 1024 for l in open("/proc/self/status") if l.startswith("VmHWM"))
    print(json.dumps({"seconds_per_step": times, "peak_bytes": peak, "output": digest}))


def code(path):
    import zipfile

    with zipfile.ZipFile(path) as z:
        return [z.read(n) for n in z.namelist() if n.endswith(".py")]


{"make": make, "run": run}[sys.argv[1]](*sys.argv[2:])
