"""Layers of AI-Benchmark that torchvision has not, written out plainly, with gradients of some."""
import torch
from torch.nn import functional as F


def compute():
    torch.manual_seed(7)
    results = {}

    def give(name, state, **tensors):
        for key, value in state.items():
            results[f"{name}.state.{key}"] = value.detach().clone()
        for key, value in tensors.items():
            results[f"{name}.{key}"] = value.detach().clone().contiguous()

    # LSTM cell: one row of [input gate, candidate, forget gate, output gate] at a time; forget bias 1.
    w, b = 0.3 * torch.randn(5 + 4, 16), torch.randn(16)
    x, h, c = torch.randn(3, 5), torch.randn(3, 4), torch.randn(3, 4)
    i, j, f, o = (x @ w[:5] + h @ w[5:] + b).split(4, 1)
    after = c / (1 + torch.exp(-f - 1)) + torch.tanh(j) / (1 + torch.exp(-i))
    give("cell", {"weight": w, "bias": b}, x=x, h=h, c=c, output=torch.tanh(after) / (1 + torch.exp(-o)), cell=after)

    # Diagonal LSTM, pixel by pixel: left neighbour and the one above, no skewing.
    def diagonal(image, state):
        gates = F.conv2d(image, state["input.weight"], state["input.bias"])
        hs, cs = {}, {}
        nothing = torch.zeros(image.shape[0], image.shape[1])
        weight = state["state.weight"]
        rows = []
        for row in range(image.shape[2]):
            for column in range(-image.shape[2], image.shape[3]):
                # Before the left edge a row computes on the skewed zeros, whose gates are the bias alone.
                if row + column < 0:
                    continue
                above, left = hs.get((row - 1, column), nothing), hs.get((row, column - 1), nothing)
                z = gates[:, :, row, column] if column >= 0 else state["input.bias"]
                z = torch.sigmoid(z + above @ weight[:, :, 0].T + left @ weight[:, :, 1].T + state["state.bias"])
                o, f, i, g = z.chunk(4, 1)
                cs[row, column] = f * cs.get((row, column - 1), nothing) + i * g
                hs[row, column] = o * torch.tanh(cs[row, column])
            rows.append(torch.stack([hs[row, k] for k in range(image.shape[3])], 2))
        return torch.stack(rows, 2)

    def weights():
        return {"input.weight": 0.5 * torch.randn(12, 3, 1, 1), "input.bias": torch.randn(12),
                "state.weight": 0.5 * torch.randn(12, 3, 2), "state.bias": torch.randn(12)}

    image, one, two = torch.randn(2, 3, 4, 5, requires_grad=True), weights(), weights()
    for value in one.values():
        value.requires_grad_()
    there = diagonal(image, one)
    (there ** 2).sum().backward()
    give("diagonal", one, x=image, y=there, gradient=one["state.weight"].grad, back=image.grad)
    second = diagonal(image.flip(3), two).flip(3)
    second = torch.cat([second[:, :, :-1], torch.zeros_like(second[:, :, -1:])], 2)
    give("bidirectional", {**{f"forward.{k}": v for k, v in one.items()}, **{f"backward.{k}": v for k, v in two.items()}},
         x=image, y=there + second)

    # Masked convolution, type a.
    w, b, x = torch.randn(4, 3, 7, 7), torch.randn(4), torch.randn(2, 3, 9, 8)
    seen = w.clone()
    seen[:, :, 4:] = 0
    seen[:, :, 3, 3:] = 0
    give("masked", {"weight": w, "bias": b}, x=x, y=F.conv2d(x, seen, b, padding=3))

    # Spectral norm: one step of the power iteration, its vectors constant in the backward pass.
    w, b, u, x = torch.randn(6, 5, 3, 3, requires_grad=True), torch.randn(6), torch.randn(6), torch.randn(2, 5, 7, 7)
    with torch.no_grad():
        v = F.normalize(w.flatten(1).T @ u, dim=0)
        after = F.normalize(w.flatten(1) @ v, dim=0)
    y = F.conv2d(x, w / (after @ w.flatten(1) @ v), b, padding=1)
    (y ** 2).sum().backward()
    give("spectral", {"weight": w, "bias": b, "u": u}, x=x, y=y, gradient=w.grad, after=after)

    # SPADE.
    state = {f"{n}.{k}": 0.1 * torch.randn(*s) for n, o, i in (("shared", 128, 3), ("gamma", 6, 128), ("beta", 6, 128))
             for k, s in (("weight", (o, i, 5, 5)), ("bias", (o,)))}
    x, seg = torch.randn(2, 6, 4, 4), torch.randn(2, 3, 16, 16)
    hidden = F.relu(F.conv2d(seg[:, :, ::4, ::4], state["shared.weight"], state["shared.bias"], padding=2))
    gamma, beta = (F.conv2d(hidden, state[f"{n}.weight"], state[f"{n}.bias"], padding=2) for n in ("gamma", "beta"))
    mean, variance = x.mean((2, 3), keepdim=True), x.var((2, 3), unbiased=False, keepdim=True)
    give("spade", state, x=x, map=seg, y=(x - mean) / torch.sqrt(variance + 1e-5) * (1 + gamma) + beta)

    # Normalised Bahdanau attention, one place at a time.
    state = {"memory": torch.randn(6, 6), "query": torch.randn(6, 6), "v": torch.randn(6), "g": torch.randn(1),
             "b": torch.randn(6)}
    memory, query = torch.randn(2, 4, 6), torch.randn(2, 6)
    unit = state["g"] * state["v"] / state["v"].norm()
    score = torch.stack([(unit * torch.tanh(memory[:, p] @ state["memory"] + query @ state["query"] + state["b"])).sum(1)
                         for p in range(4)], 1).exp()
    score = score / score.sum(1, keepdim=True)
    give("attention", state, memory=memory, query=query, y=sum(score[:, p:p + 1] * memory[:, p] for p in range(4)))

    # Sum pyramid of ICNet: window means by slicing, blown up with aligned corners.
    x = torch.randn(1, 2, 32, 48)
    y = x.clone()
    for rows, columns in ((32, 48), (16, 24), (10, 16), (8, 12)):
        pooled = torch.stack([torch.stack([
            x[:, :, r * rows:(r + 1) * rows, c * columns:(c + 1) * columns].mean((2, 3))
            for c in range(48 // columns)], 2) for r in range(32 // rows)], 2)
        y += F.interpolate(pooled, (32, 48), mode="bilinear", align_corners=True)
    give("pyramid", {}, x=x, y=y)
    return results
