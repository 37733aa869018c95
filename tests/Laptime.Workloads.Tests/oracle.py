"""Networks as PyTorch and torchvision compute them: their weights, what they give for a batch, three training steps.

usage: oracle.py DIRECTORY
"""
import pathlib
import sys

import torch
from torch import nn
from torch.nn import functional as F
from torchvision import models

import oracle_picture_networks
import oracle_quantized
import oracle_scripts

out = pathlib.Path(sys.argv[1])
results = {}
LABEL_SEED = 5


def teach(name, network, batch, classes, optimizer, watched):
    """Saves the weights, the scores in evaluation, the losses of three steps and what the steps made of some weights."""
    results[f"{name}.input"] = batch
    with torch.no_grad():
        results[f"{name}.scores"] = network.eval()(batch)
    network.train()
    # The labels are what a generator with this seed draws next.
    torch.manual_seed(LABEL_SEED)
    labels = torch.empty(len(batch), dtype=torch.int64).random_(0, classes)
    losses = []
    for _ in range(3):
        optimizer.zero_grad()
        loss = F.cross_entropy(network(batch), labels)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    results[f"{name}.losses"] = torch.tensor(losses)
    for key, (file_key, pick) in watched.items():
        results[f"{name}.after.{file_key}"] = pick(network.state_dict()[key]).clone()


def convolutional(name, network, seed):
    """Convolutions as torchvision starts them, batch norms as after some training.

    The shift is about 1, so that few values lie at a kink of the activation: otherwise the losses of the second and
    third step depend on rounding, and single precision differs from double by 0.01 and more.
    """
    torch.manual_seed(seed)
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.normal_(module.bias, 1, 0.2)
        elif isinstance(module, nn.Dropout):
            module.p = 0.0
    network.train()
    with torch.no_grad():
        for _ in range(3):
            network(torch.randn(8, 3, 64, 64))
    torch.save(network.state_dict(), out / f"{name}.pth")
    optimizer = torch.optim.SGD(network.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    keys = [k for k in network.state_dict() if k.endswith("num_batches_tracked")][:1]
    keys += [k for k in network.state_dict() if k.endswith(("running_mean", "running_var"))][:2]
    keys += list(network.state_dict())[-1:]
    teach(name, network, torch.randn(4, 3, 64, 64), 1000, optimizer, {k: (k, lambda t: t) for k in keys})


torch.manual_seed(1)
convolutional("resnet50", models.resnet50(), 2)


def deviation(name, network, seed):
    """How far autocast to bfloat16 takes the scores from single precision: relative RMS, largest, share of same top class."""
    network.load_state_dict(torch.load(out / f"{name}.pth"))
    torch.manual_seed(seed)
    batch = torch.randn(8, 3, 64, 64)
    with torch.inference_mode():
        single = network.eval()(batch).double()
        with torch.autocast("cpu", dtype=torch.bfloat16):
            short = network(batch).double()
    difference = short - single
    results[f"{name}.bf16.deviation"] = torch.stack([
        difference.square().mean().sqrt() / single.square().mean().sqrt(), difference.abs().max(),
        (short.argmax(1) == single.argmax(1)).double().mean()]).float()


deviation("resnet50", models.resnet50(), 11)
torch.manual_seed(3)
convolutional("mobilenetv2", models.mobilenet_v2(), 4)


class Encoder(nn.Module):
    """An encoder of sequences out of nn.TransformerEncoderLayer, with a head on the first token."""

    def __init__(self, layers, width, heads, classes, segments, activation):
        super().__init__()
        self.words, self.positions = nn.Embedding(30522, width), nn.Embedding(512, width)
        self.segments = nn.Embedding(2, width) if segments else None
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(
            nn.TransformerEncoderLayer(width, heads, 4 * width, dropout=0.0, activation="gelu", layer_norm_eps=1e-12,
                                       batch_first=True, norm_first=False) for _ in range(layers))
        self.dense, self.classifier = nn.Linear(width, width), nn.Linear(width, classes)
        self.activation = activation
        for module in self.modules():
            if isinstance(module, nn.LayerNorm):
                nn.init.uniform_(module.weight, 0.5, 1.5)
                nn.init.normal_(module.bias, 0, 0.2)

    def forward(self, tokens):
        x = self.words(tokens) + self.positions(torch.arange(tokens.shape[1]))
        if self.segments is not None:
            x = x + self.segments.weight[0]
        x = self.norm(x)
        for layer in self.layers:
            x = layer(x)
        return self.classifier(self.activation(self.dense(x[:, 0])))


def named(encoder, embeddings, layer, names, dense):
    """Weights by the names of the published files: one projection each for queries, keys and values."""
    state, result = encoder.state_dict(), {}
    for own, published in {"words": "word_embeddings", "positions": "position_embeddings",
                           "segments": "token_type_embeddings", "norm": "LayerNorm"}.items():
        for part in "weight", "bias":
            if f"{own}.{part}" in state:
                result[f"{embeddings}.{published}.{part}"] = state[f"{own}.{part}"]
    for i in range(len(encoder.layers)):
        for part in "weight", "bias":
            projections = state[f"layers.{i}.self_attn.in_proj_{part}"].chunk(3)
            for published, tensor in zip(names["projections"], projections):
                result[f"{layer}.{i}.{published}.{part}"] = tensor.clone()
            for own, published in names["rest"].items():
                result[f"{layer}.{i}.{published}.{part}"] = state[f"layers.{i}.{own}.{part}"]
    for part in "weight", "bias":
        result[f"{dense}.{part}"] = state[f"dense.{part}"]
        result[f"classifier.{part}"] = state[f"classifier.{part}"]
    return result


def transformer(name, encoder, tokens, rate, *names):
    torch.save(named(encoder, *names), out / f"{name}.pth")
    optimizer = torch.optim.Adam(encoder.parameters(), lr=rate)
    first = names[2]["projections"][0]
    watched = {"layers.0.self_attn.in_proj_weight": (f"{names[1]}.0.{first}.weight", lambda t: t.chunk(3)[0])}
    teach(name, encoder, tokens, 8, optimizer, watched)


torch.manual_seed(6)
transformer(
    "distilbert", Encoder(6, 768, 12, 8, segments=False, activation=F.relu), torch.randint(0, 30522, (2, 24)), 1e-5,
    "distilbert.embeddings", "distilbert.transformer.layer",
    {"projections": ["attention.q_lin", "attention.k_lin", "attention.v_lin"],
     "rest": {"self_attn.out_proj": "attention.out_lin", "norm1": "sa_layer_norm", "linear1": "ffn.lin1",
              "linear2": "ffn.lin2", "norm2": "output_layer_norm"}},
    "pre_classifier")
torch.manual_seed(7)
transformer(
    "bert", Encoder(2, 64, 4, 8, segments=True, activation=torch.tanh), torch.randint(0, 30522, (3, 40)), 1e-3,
    "bert.embeddings", "bert.encoder.layer",
    {"projections": ["attention.self.query", "attention.self.key", "attention.self.value"],
     "rest": {"self_attn.out_proj": "attention.output.dense", "norm1": "attention.output.LayerNorm",
              "linear1": "intermediate.dense", "linear2": "output.dense", "norm2": "output.LayerNorm"}},
    "bert.pooler.dense")

oracle_picture_networks.all_of_them(out, results)
oracle_scripts.all_of_them(out, results)

# An older file: no count of batches, another type, something that nobody asks for.
norm = nn.BatchNorm2d(3)
nn.init.uniform_(norm.weight)
old = {k: v for k, v in norm.state_dict().items() if k != "num_batches_tracked"}
torch.save(old | {"weight": norm.weight.detach().half(), "unknown": torch.ones(2)}, out / "old.pth")
results["old.weight"] = norm.weight.detach().half().float()

import special_layers  # noqa: E402  (beside this file)

results.update(special_layers.compute())
oracle_quantized.add(out, results)
torch.save(results, out / "oracle.pth")
