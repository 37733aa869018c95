"""Decoding and augmentation by torchvision on PIL, one thread, one line of JSON: the side that bench/vs-torchvision-input
compares with.

usage: torchvision_input.py FOLDER SIDE BATCH SECONDS [--plain]
"""
import json
import pathlib
import random
import sys
import time

import PIL
import torch
import torchvision
from PIL import Image
from torchvision import transforms as T

folder, side, batch, seconds = pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4])
torch.set_num_threads(1)
torch.manual_seed(1)

BILINEAR = T.InterpolationMode.BILINEAR
# Laptime's transforms in torchvision's words. Rotation and zoom share one resampling here, which is to its advantage.
random_ones = [
    T.Resize(side),
    T.RandomCrop(side),
    T.RandomHorizontalFlip(),
    T.RandomPerspective(0.2, p=0.75, interpolation=BILINEAR),
    T.RandomApply([T.RandomAffine(10, scale=(1, 1.1), interpolation=BILINEAR)], p=0.75),
    T.RandomApply([T.ColorJitter(brightness=0.2, contrast=0.2)], p=0.75),
]
transform = T.Compose(
    [
        *([T.Resize(side), T.CenterCrop(side)] if "--plain" in sys.argv else random_ones),
        T.ToTensor(),
        T.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225]),
    ]
)
root = folder / "train" if (folder / "train").is_dir() else folder
files = sorted(p for p in root.glob("*/*") if p.suffix.lower() in (".jpg", ".jpeg", ".png"))
random.Random(1).shuffle(files)


def pictures():
    while True:
        for path in files:
            with open(path, "rb") as f:
                yield transform(Image.open(f).convert("RGB"))


source = pictures()
for _ in range(batch):
    next(source)
count, begin = 0, time.perf_counter()
while time.perf_counter() - begin < seconds:
    torch.stack([next(source) for _ in range(batch)])
    count += batch
print(
    json.dumps(
        {
            "pictures_per_second": count / (time.perf_counter() - begin),
            "torchvision": torchvision.__version__,
            "pil": PIL.__version__,
        }
    )
)
