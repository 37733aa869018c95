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

    # Pools of PSPNet: four fixed windows, a convolution, a batch norm with stored statistics and a ReLU each.
    x, state, levels = torch.randn(1, 2048, 60, 65), {}, []
    for window in 60, 30, 20, 10:
        pooled = torch.stack([torch.stack([
            x[:, :, r * window:(r + 1) * window, c * window:(c + 1) * window].mean((2, 3))
            for c in range(65 // window)], 2) for r in range(60 // window)], 2)
        w, gamma, beta = 0.5 * torch.randn(512, 2048, 1, 1), torch.rand(512) + 0.5, torch.randn(512)
        mean, variance = torch.randn(512), torch.rand(512) + 0.5
        y = torch.einsum("oi,bihw->bohw", w[:, :, 0, 0], pooled)
        y = (y - mean.view(-1, 1, 1)) / (variance.view(-1, 1, 1) + 1e-5).sqrt() * gamma.view(-1, 1, 1)
        y = torch.clamp(y + beta.view(-1, 1, 1), min=0)
        levels.append(F.interpolate(y, (60, 65), mode="bilinear", align_corners=True))
        state |= {f"pool{window}.weight": w, f"pool{window}.norm.weight": gamma, f"pool{window}.norm.bias": beta,
                  f"pool{window}.norm.running_mean": mean, f"pool{window}.norm.running_var": variance}
    give("pools", state, x=x, y=torch.cat(levels, 1))

    # GNMT, narrow: two sentences of five words through both halves.
    n, words = 8, 50
    state = {"global_step": torch.zeros(1, dtype=torch.int64), "projection": torch.randn(n, words),
             "encoder.embedding.weight": torch.randn(words, n), "decoder.embedding.weight": torch.randn(words, n),
             "attention.memory": torch.randn(n, n), "attention.query": torch.randn(n, n), "attention.v": torch.randn(n),
             "attention.g": torch.randn(1), "attention.b": torch.randn(n)}
    for name, inputs in [("encoder.backwards", n), ("encoder.1", 2 * n)] \
            + [(f"encoder.{i}", n) for i in (0, 2, 3, 4, 5, 6, 7)] + [(f"decoder.{i}", 2 * n) for i in range(8)]:
        state[f"{name}.weight"], state[f"{name}.bias"] = 0.5 * torch.randn(inputs + n, 4 * n), 0.5 * torch.randn(4 * n)

    def step(name, x, before):
        i, j, f, o = (torch.cat([x, before[0]], 1) @ state[f"{name}.weight"] + state[f"{name}.bias"]).split(n, 1)
        c = before[1] * torch.sigmoid(f + 1) + torch.sigmoid(i) * torch.tanh(j)
        return torch.sigmoid(o) * torch.tanh(c), c

    def layer(name, steps):
        now, made = (torch.zeros(2, n), torch.zeros(2, n)), []
        for x in steps:
            now = step(name, x, now)
            made.append(now[0])
        return made, now

    sentences = torch.randint(0, words, (2, 5))
    steps = list(state["encoder.embedding.weight"][sentences].unbind(1))
    there, _ = layer("encoder.0", steps)
    back, last = layer("encoder.backwards", steps[::-1])
    steps, states = [torch.cat(both, 1) for both in zip(there, back[::-1])], [last]
    for i in range(1, 8):
        made, last = layer(f"encoder.{i}", steps)
        steps = [m + s for m, s in zip(made, steps)] if i > 1 else made
        states.append(last)
    memory = torch.stack(steps, 1)
    unit = state["attention.g"] * state["attention.v"] / state["attention.v"].norm()

    def decode(token, context):
        states[0] = step("decoder.0", torch.cat([state["decoder.embedding.weight"][token], context], 1), states[0])
        x = states[0][0]
        score = memory @ state["attention.memory"] + (x @ state["attention.query"])[:, None] + state["attention.b"]
        context = (torch.softmax(torch.tanh(score) @ unit, 1)[:, :, None] * memory).sum(1)
        for i in range(1, 8):
            states[i] = step(f"decoder.{i}", torch.cat([x, context], 1), states[i])
            x = states[i][0] + x if i > 1 else states[i][0]
        return x @ state["projection"], context

    token, context, scores, tokens = torch.ones(2, dtype=torch.int64), torch.zeros(2, n), [], []
    for _ in range(10):
        score, context = decode(token, context)
        token = score.argmax(1)
        scores.append(score)
        tokens.append(token)
    give("gnmt", state, x=sentences, memory=memory, first=scores[0], context=context, tokens=torch.stack(tokens, 1).float())
    return results
