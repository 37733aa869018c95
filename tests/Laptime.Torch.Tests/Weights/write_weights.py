"""Writes files of weights with PyTorch, and beside them what PyTorch says they hold: index.json and raw bytes.

usage: write_weights.py DIRECTORY
"""
import collections
import json
import pathlib
import pickle
import struct
import sys

import torch

out = pathlib.Path(sys.argv[1])
torch.manual_seed(7)

net = torch.nn.Sequential(torch.nn.Conv2d(3, 4, 3), torch.nn.BatchNorm2d(4), torch.nn.Linear(5, 2, bias=False))
net[0].weight.data = net[0].weight.data.to(memory_format=torch.channels_last)
optimizer = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.9)
net[2](torch.randn(1, 5)).sum().backward()
optimizer.step()
state = net.state_dict()
base = torch.randn(6, 8)
state["half"] = torch.randn(3, 5).half()
state["bf16"] = torch.randn(7).bfloat16()
state["double"] = torch.randn(2, 2, dtype=torch.float64)
state["int64"] = torch.tensor([-(2**62), 3, 2**62])
state["int32"] = torch.tensor([[1, -2], [3, -4]], dtype=torch.int32)
state["int16"] = torch.tensor([300, -300], dtype=torch.int16)
state["int8"] = torch.tensor([-128, 127], dtype=torch.int8)
state["uint8"] = torch.tensor([0, 255], dtype=torch.uint8)
state["bool"] = torch.tensor([True, False, True])
state["complex64"] = torch.randn(3, dtype=torch.complex64)
state["scalar"] = torch.tensor(2.5)
state["empty"] = torch.zeros(0, 4)
state["transposed"] = base.t()
state["window"] = base[2:5, 1:7:2]
state["row"] = base[3]
state["tied"] = state["2.weight"]
state["parameter"] = torch.nn.Parameter(torch.randn(2, 3))

index = {}
(out / "raw").mkdir()
for name, tensor in state.items():
    index[name] = {"dtype": str(tensor.dtype).removeprefix("torch."), "shape": list(tensor.shape)}
    flat = tensor.detach().contiguous().reshape(-1)
    (out / "raw" / name).write_bytes(flat.view(torch.uint8).numpy().tobytes() if flat.numel() else b"")
(out / "index.json").write_text(json.dumps(index))

checkpoint = {
    "epoch": 3, "best": 0.75, "name": "net", "lr": [0.1, 0.01], "tuple": (1, None), "big": 1 << 80,
    "device": torch.device("cpu"), "size": torch.Size([2, 3]),
    "state_dict": state, "optimizer": optimizer.state_dict(),
}
torch.save(state, out / "protocol2.pth")
torch.save(state, out / "protocol4.pth", pickle_protocol=4)
torch.save(state, out / "protocol5.pth", pickle_protocol=5)
torch.save(checkpoint, out / "checkpoint.pth")
torch.save(dict(state), out / "dict.pth")
torch.save(base, out / "single.pth")
torch.save({"encoder": state, "decoder": {"w": base}}, out / "nested.pth")
torch.save({"wide": torch.zeros(1).expand(1000)}, out / "expanded.pth")
torch.save({"epoch": 3}, out / "counters.pth")
torch.save(net, out / "module.pth")
torch.save(state, out / "legacy.pth", _use_new_zipfile_serialization=False)
torch.jit.script(net[2]).save(str(out / "script.pt"))
(out / "bare.pkl").write_bytes(pickle.dumps({"a": 1}))

# safetensors has no module here: the format is 8 bytes of length, a JSON header and the tensors.
names = {"float32": "F32", "float64": "F64", "float16": "F16", "bfloat16": "BF16", "complex64": "C64", "int64": "I64",
         "int32": "I32", "int16": "I16", "int8": "I8", "uint8": "U8", "bool": "BOOL"}
header, data = {"__metadata__": {"format": "pt"}}, b""
for name, facts in index.items():
    raw = (out / "raw" / name).read_bytes()
    header[name] = {"dtype": names[facts["dtype"]], "shape": facts["shape"], "data_offsets": [len(data), len(data) + len(raw)]}
    data += raw
text = json.dumps(header).encode()
text += b" " * (-len(text) % 8)
(out / "weights.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + data)
