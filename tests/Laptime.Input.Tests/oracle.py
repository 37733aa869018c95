"""What PIL, torch and torchvision make of pictures: writes files, and beside each what must come out of it.

usage: oracle.py DIRECTORY
"""
import json
import math
import pathlib
import struct
import sys
import zlib

import numpy as np
import torch
import torchvision.transforms.functional as TF
from PIL import Image

out = pathlib.Path(sys.argv[1])
rng = np.random.default_rng(7)
torch.manual_seed(7)


def photo(width, height):
    """Smooth areas, edges and some noise: what JPEG is made for, and what shows a wrong pixel."""
    y, x = np.mgrid[0:height, 0:width].astype(float)
    planes = [
        127 + 80 * np.sin(x / 17 + c) * np.cos(y / (11 + 3 * c)) + 30 * ((x + y * (c + 1)) // 23 % 2) for c in range(3)
    ]
    return np.clip(np.stack(planes, -1) + rng.normal(0, 6, (height, width, 3)), 0, 255).astype(np.uint8)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png16(path, values):
    height, width, _ = values.shape
    rows = b"".join(b"\0" + values[i].astype(">u2").tobytes() for i in range(height))
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 16, 2, 0, 0, 0))
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


def decoding():
    image = Image.fromarray(photo(93, 71))
    alpha = Image.fromarray(photo(93, 71)[..., 0])
    with_alpha = image.copy()
    with_alpha.putalpha(alpha)
    kinds = {
        "444.jpg": (image, dict(quality=90, subsampling=0)),
        "420.jpg": (image, dict(quality=85, subsampling=2)),
        "progressive.jpg": (image, dict(quality=85, progressive=True)),
        "grey.jpg": (image.convert("L"), dict(quality=90)),
        "cmyk.jpg": (image.convert("CMYK"), dict(quality=95)),
        "rgb.png": (image, {}),
        "alpha.png": (with_alpha, {}),
        "palette.png": (image.quantize(64), {}),
        "grey.png": (image.convert("L"), {}),
        "grey-alpha.png": (image.convert("LA"), {}),
        "bits.png": (image.convert("1"), {}),
    }
    for name, (picture, options) in kinds.items():
        picture.save(out / name, **options)
        with Image.open(out / name) as read:
            (out / f"{name}.rgb").write_bytes(np.array(read.convert("RGB")).tobytes())
    deep = rng.integers(0, 65536, (71, 93, 3))
    png16(out / "deep.png", deep)
    (out / "deep.png.rgb").write_bytes(np.round(deep / 257).astype(np.uint8).tobytes())
    return [*kinds, "deep.png"]


def sample(pixels, grid):
    """Bilinear with reflection, in double precision. pixels: height x width x 3; grid: from -1 to 1."""
    x = torch.from_numpy(pixels).permute(2, 0, 1)[None].double()
    y = torch.nn.functional.grid_sample(x, grid[None], "bilinear", "reflection", align_corners=False)
    return (y[0] / 255).float().numpy()


def warps(pixels):
    """Random maps from pixels of a square to pixels of the picture, some of them far outside of it."""
    height, width, _ = pixels.shape
    side, maps, results = 61, [], []
    for i in range(12):
        angle, scale = rng.uniform(-0.6, 0.6), rng.uniform(0.5, 2.5)
        m = np.array(
            [
                [scale * math.cos(angle), -scale * math.sin(angle), rng.uniform(-80, 80)],
                [scale * math.sin(angle), scale * math.cos(angle), rng.uniform(-80, 80)],
                [rng.uniform(-2e-3, 2e-3), rng.uniform(-2e-3, 2e-3), 1],
            ]
        )
        j, i = np.meshgrid(np.arange(side), np.arange(side))
        p = np.stack([j, i, np.ones_like(i)], -1) @ m.T
        x, y = p[..., 0] / p[..., 2], p[..., 1] / p[..., 2]
        grid = torch.from_numpy(np.stack([(2 * x + 1) / width - 1, (2 * y + 1) / height - 1], -1))
        maps.append(m.ravel().tolist())
        results.append(sample(pixels, grid))
    np.concatenate(results).astype("<f4").tofile(out / "warps.f32")
    return {"side": side, "maps": maps}


def transforms(pixels):
    """The transforms one after the other on coordinates, as fastai 1 orders them."""
    height, width, _ = pixels.shape
    side, cases, results = 64, [], []
    for k in range(16):
        t = dict(
            crop_x=rng.uniform(), crop_y=rng.uniform(), flip=bool(k % 2), warp=rng.uniform(-0.2, 0.2, 4).tolist(),
            degrees=rng.uniform(-10, 10), zoom=rng.uniform(1, 1.35), zoom_x=rng.uniform(), zoom_y=rng.uniform(),
        )
        ratio = min(width, height) / side
        w, h = round(width / ratio), round(height / ratio)
        x = np.arange(side)[None, :] + int((w - side + 1) * t["crop_x"]) + np.zeros((side, 1))
        y = np.arange(side)[:, None] + int((h - side + 1) * t["crop_y"]) + np.zeros((1, side))
        if t["flip"]:
            x = w - 1 - x
        u, v = (2 * x + 1) / w - 1, (2 * y + 1) / h - 1
        m = t["warp"]
        target = [[-1 - m[3], -1 - m[1]], [-1 - m[2], 1 + m[1]], [1 + m[3], -1 - m[0]], [1 + m[2], 1 + m[0]]]
        a, b = [], []
        for (p, q), (r, s) in zip(target, [[-1, -1], [-1, 1], [1, -1], [1, 1]]):
            a += [[p, q, 1, 0, 0, 0, -r * p, -r * q], [0, 0, 0, p, q, 1, -s * p, -s * q]]
            b += [r, s]
        c = np.append(np.linalg.solve(a, b), 1).reshape(3, 3)
        d = c[2, 0] * u + c[2, 1] * v + c[2, 2]
        u, v = (c[0, 0] * u + c[0, 1] * v + c[0, 2]) / d, (c[1, 0] * u + c[1, 1] * v + c[1, 2]) / d
        z = 1 / t["zoom"]
        u, v = u * z + (1 - z) * (2 * t["zoom_x"] - 1), v * z + (1 - z) * (2 * t["zoom_y"] - 1)
        # a rotation of the resized picture, whose pixels are square
        px, py, angle = u * w, v * h, math.radians(t["degrees"])
        u = (math.cos(angle) * px - math.sin(angle) * py) / w
        v = (math.sin(angle) * px + math.cos(angle) * py) / h
        results.append(sample(pixels, torch.from_numpy(np.stack([u, v], -1))))
        cases.append(t)
    np.concatenate(results).astype("<f4").tofile(out / "transforms.f32")
    return {"side": side, "cases": cases}


def torchvision_ones(square):
    """The same by torchvision, which knows no reflection: only the middle can be compared."""
    x = torch.from_numpy(square).permute(2, 0, 1)[None].double() / 255
    side = square.shape[0]
    rotated = TF.rotate(x, 8.0, TF.InterpolationMode.BILINEAR)
    move = lambda u, v: [(u + 1) / 2 * side, (v + 1) / 2 * side]
    right, left, lower, upper = 0.15, -0.1, 0.2, 0.05
    start = [move(-1, -1), move(1, -1), move(1, 1), move(-1, 1)]
    end = [move(-1 - upper, -1 - left), move(1 + upper, -1 - right), move(1 + lower, 1 + right), move(-1 - lower, 1 + left)]
    warped = TF.perspective(x, start, end, TF.InterpolationMode.BILINEAR)
    torch.cat([rotated, warped])[:].float().numpy().astype("<f4").tofile(out / "torchvision.f32")
    return {"side": side, "degrees": 8.0, "warp": [right, left, lower, upper]}


pixels, square = photo(131, 97), photo(96, 96)
Image.fromarray(pixels).save(out / "source.png")
Image.fromarray(square).save(out / "square.png")
manifest = {
    "pictures": decoding(),
    "warps": warps(pixels),
    "transforms": transforms(pixels),
    "torchvision": torchvision_ones(square),
}
(out / "oracle.json").write_text(json.dumps(manifest))
