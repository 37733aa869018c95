"""Picture networks of AI-Benchmark as torchvision has them, or written out plainly with torch.nn.functional.

Weights go to NAME.pth in the order of definition, numbered: a network takes them over one after the other.
"""
import functools

import torch
from torch.nn import functional as F
from torchvision import models


class Weights:
    """Draws weights in the order in which a network asks for them, and remembers them.

    They are of single precision, but computed with in double: what differs is the error of one side alone.
    """

    def __init__(self, seed):
        self.drawn = []
        self.generator = torch.Generator().manual_seed(seed)

    def normal(self, *shape, deviation, mean=0.0):
        tensor = (torch.randn(shape, generator=self.generator) * deviation + mean).double()
        self.drawn.append(tensor.requires_grad_())
        return tensor

    def positive(self, count):
        tensor = (torch.rand(count, generator=self.generator) + 0.5).double()
        self.drawn.append(tensor.requires_grad_())
        return tensor

    def kernel(self, inputs, outputs, kernel, gain=1.0):
        height, width = kernel if isinstance(kernel, tuple) else (kernel, kernel)
        return self.normal(outputs, inputs, height, width, deviation=gain * (2 / (inputs * height * width)) ** 0.5)


def conv(w, x, outputs, kernel, stride=1, bias=True, padded=True, gain=1.0):
    height, width = kernel if isinstance(kernel, tuple) else (kernel, kernel)
    weight = w.kernel(x.shape[1], outputs, kernel, gain)
    shift = w.normal(outputs, deviation=0.1) if bias else None
    return F.conv2d(x, weight, shift, stride, (height // 2, width // 2) if padded else 0)


def stored(w, x, epsilon, scaled=True):
    """Batch norm by its definition, with stored statistics."""
    channels = x.shape[1]
    gamma = w.positive(channels) if scaled else torch.ones(channels, dtype=torch.float64)
    beta, mean, variance = w.normal(channels, deviation=0.1), w.normal(channels, deviation=0.1), w.positive(channels)
    gamma, beta, mean, variance = (t.view(1, -1, 1, 1) for t in (gamma, beta, mean, variance))
    return gamma * (x - mean) / torch.sqrt(variance + epsilon) + beta


def instance(w, x):
    """Instance norm by its definition."""
    gamma, beta = w.positive(x.shape[1]).view(1, -1, 1, 1), w.normal(x.shape[1], deviation=0.1).view(1, -1, 1, 1)
    mean, variance = x.mean((2, 3), keepdim=True), x.var((2, 3), unbiased=False, keepdim=True)
    return gamma * (x - mean) / torch.sqrt(variance + 0.001) + beta


def tanh_pixels(x):
    return 255 * (0.58 * torch.tanh(x) + 0.5)


def resnet_v2(w, x, units=(2, 2)):
    """Stride in the last unit of each stage but the last; there the shortcut takes every second pixel."""
    x = F.max_pool2d(conv(w, 2 * (x / 255 - 0.5), 64, 7, 2), 3, 2, 1)
    for stage, count in enumerate(units):
        width = 64 * 2 ** stage
        for i in range(count):
            stride = 2 if i == count - 1 and stage < len(units) - 1 else 1
            before = F.relu(stored(w, x, 1e-5))
            if x.shape[1] == 4 * width:
                shortcut = x[:, :, ::stride, ::stride]
            else:
                shortcut = conv(w, before, 4 * width, 1, stride)
            y = F.relu(stored(w, conv(w, before, width, 1, bias=False), 1e-5))
            y = F.relu(stored(w, conv(w, y, width, 3, stride, bias=False), 1e-5))
            x = shortcut + conv(w, y, 4 * width, 1, gain=0.5)
    x = F.relu(stored(w, x, 1e-5)).mean((2, 3), keepdim=True)
    return torch.softmax(conv(w, x, 1001, 1, gain=0.5).flatten(1), 1)


def brick(w, x, outputs, kernel=1, stride=1, padded=True):
    return F.relu(stored(w, conv(w, x, outputs, kernel, stride, False, padded), 1e-3, scaled=False))


def inception_resnet(w, x):
    """One of each kind of block, narrow, on features instead of a picture."""
    def residual(x, scale, branches, relu):
        added = conv(w, torch.cat(branches, 1), x.shape[1], 1)
        return F.relu(x + scale * added) if relu else x + scale * added

    padding = F.avg_pool2d(torch.ones_like(x), 3, 1, 1)
    pooled = F.avg_pool2d(x, 3, 1, 1) / padding  # the mean of what is there
    x = torch.cat([brick(w, x, 6), brick(w, brick(w, x, 5), 7, 5), brick(w, pooled, 3)], 1)
    x = residual(x, 0.17, [brick(w, x, 4), brick(w, brick(w, x, 3), 5, 3)], True)
    x = torch.cat([brick(w, x, 8, 3, 2, False), F.max_pool2d(x, 3, 2)], 1)
    x = residual(x, 0.10, [brick(w, x, 4), brick(w, brick(w, brick(w, x, 3), 4, (1, 7)), 5, (7, 1))], True)
    return residual(x, 1.0, [brick(w, x, 4), brick(w, brick(w, x, 3), 5, (1, 3))], False)


def srcnn(w, x):
    shift = w.normal(1, deviation=0.1)
    x = F.relu(conv(w, F.relu(conv(w, x / 255, 64, 9)), 32, 5))
    return tanh_pixels(conv(w, x, 3, 5, bias=False, gain=0.5) + shift)


def vgg_19_sr(w, x):
    x = x / 255
    y = x
    for _ in range(19):
        y = F.relu(conv(w, y, 64, 3))
    return 255 * (conv(w, y, 3, 3, gain=0.2) + x)


def srgan(w, x):
    x = F.relu(conv(w, F.relu(conv(w, x / 127.5 - 1, 64, 7, 4)), 64, 3))
    y = x
    for _ in range(16):
        z = F.relu(stored(w, conv(w, y, 64, 3, bias=False), 1e-5))
        y = y + stored(w, conv(w, z, 64, 3, bias=False, gain=0.2), 1e-5)
    y = x + stored(w, conv(w, y, 64, 3, bias=False), 1e-5)
    for _ in range(2):
        y = conv(w, y, 256, 3)
        batch, _, height, width = y.shape
        y = y.view(batch, 64, 2, 2, height, width).permute(0, 1, 4, 2, 5, 3)
        y = F.relu(y.reshape(batch, 64, 2 * height, 2 * width))
    return 127.5 * (torch.tanh(conv(w, y, 3, 1, gain=0.3)) + 1)


def dped(w, x):
    x = F.relu(conv(w, x / 255, 64, 9))
    for _ in range(4):
        y = x
        for _ in range(2):
            y = F.relu(instance(w, conv(w, y, 64, 3)))
        x = x + y
    for _ in range(2):
        x = F.relu(conv(w, x, 64, 3))
    return tanh_pixels(conv(w, x, 3, 9, gain=0.2))


def unet(w, x, widest=256):
    def two(x, width):
        for _ in range(2):
            x = F.relu(instance(w, conv(w, x, width, 3)))
        return x

    x, skips, width = two(x / 127.5 - 1, 64), [], 64
    while width < widest:
        skips.append(x)
        width *= 2
        x = two(F.max_pool2d(x, 2), width)
    while skips:
        width //= 2
        weight = w.normal(2 * width, width, 2, 2, deviation=(1 / width) ** 0.5)
        x = F.conv_transpose2d(x, weight, w.normal(width, deviation=0.1), 2)
        x = two(torch.cat([x, skips.pop()], 1), width)
    return tanh_pixels(conv(w, x, 3, 1, gain=0.3))


def save(out, name, tensors):
    torch.save({f"{i:04}": t.detach().float().clone() for i, t in enumerate(tensors)}, out / f"{name}.pth")


def plain(out, results, name, network, seed, *shape):
    """The network's output, the loss against random pixels or a class, and the gradients of all that it has."""
    torch.manual_seed(seed)
    x = torch.randint(0, 256, shape).double()
    w = Weights(seed)
    y = network(w, x)
    target = torch.randint(0, 256, y.shape).double() if y.dim() == 4 else torch.eye(y.shape[1])[:len(y)].double()
    loss = ((y - target) ** 2).sum()
    loss.backward()
    save(out, name, w.drawn)
    for key, tensor in {"input": x, "output": y, "target": target, "loss": loss.view(1)}.items():
        results[f"{name}.{key}"] = tensor.detach().float()
    for i, tensor in enumerate(w.drawn):
        results[f"{name}.gradient.{i}"] = tensor.grad.float()


def of_torchvision(out, results, name, network, side, scaled=True, logits=True):
    """Weights in their order, those of linear layers as 1x1 convolutions, or as one that covers the last plane."""
    for module in network.modules():
        if isinstance(module, (torch.nn.Conv2d, torch.nn.Linear)):
            torch.nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        elif isinstance(module, torch.nn.BatchNorm2d):
            module.eps = 1e-3
            for tensor in (module.weight, module.running_var) if scaled else (module.running_var,):
                torch.nn.init.uniform_(tensor, 0.5, 1.5)
            for tensor in module.bias, module.running_mean:
                torch.nn.init.normal_(tensor, 0, 0.1)
    tensors = []
    for module in network.modules():
        if isinstance(module, torch.nn.Linear):
            plane = 7 if module.in_features == 512 * 49 else 1
            tensors += [module.weight.view(module.out_features, -1, plane, plane), module.bias]
        elif isinstance(module, torch.nn.Conv2d):
            tensors += [module.weight] if module.bias is None else [module.weight, module.bias]
        elif isinstance(module, torch.nn.BatchNorm2d):
            tensors += [module.weight] if scaled else []
            tensors += [module.bias, module.running_mean, module.running_var]
    save(out, name, tensors)
    x = torch.randint(0, 256, (1, 3, side, side)).float()
    with torch.no_grad():
        y = network.eval()(2 * (x / 255 - 0.5))
    results |= {f"{name}.input": x, f"{name}.output": y if logits else torch.softmax(y, 1)}


def dilated(network, dilations=(1, 1, 2, 4), strides=(1, 2, 1, 1)):
    """A ResNet of torchvision with the stride on the first 1x1 and the whole dilation from the first block on."""
    stages = network.layer1, network.layer2, network.layer3, network.layer4
    for stage, dilation, stride in zip(stages, dilations, strides):
        for i, block in enumerate(stage):
            block.conv1.stride = (stride, stride) if i == 0 else (1, 1)
            block.conv2.stride = (1, 1)
            block.conv2.dilation = block.conv2.padding = (dilation, dilation)
    network.avgpool = network.fc = torch.nn.Identity()
    return network


def segmentation(out, results, name, network, epsilon, size, read=None, heads=()):
    """Random statistics, branches small enough that 33 of them do not overflow; the sum of heads over the features."""
    tensors = []
    for module in network.modules():
        if isinstance(module, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
            tensors.append(module.weight)
        elif isinstance(module, torch.nn.BatchNorm2d):
            module.eps = epsilon
            torch.nn.init.uniform_(module.weight, 0.5, 1.5)
            torch.nn.init.uniform_(module.running_var, 0.5, 1.5)
            torch.nn.init.normal_(module.bias, 0, 0.1)
            torch.nn.init.normal_(module.running_mean, 0, 0.1)
            tensors += [module.weight, module.bias, module.running_mean, module.running_var]
    for stage in network.layer1, network.layer2, network.layer3, network.layer4:
        for block in stage:
            torch.nn.init.uniform_(block.bn3.weight, 0.1, 0.5)
    ends = [(torch.randn(3, 2048, 3, 3) * 0.01, torch.randn(3), dilation) for dilation in heads]
    tensors += [tensor for weight, bias, _ in ends for tensor in (weight, bias)]
    save(out, name, tensors)
    x = torch.randint(0, 256, (1, 3, *size)).float() if read else torch.randn(1, 3, *size)
    with torch.no_grad():
        y = network.double().eval()(read(x.double()) if read else x.double())
        y = y.view(1, 2048, (size[0] + 7) // 8, (size[1] + 7) // 8)
        if heads:
            y = sum(F.conv2d(y, w.double(), b.double(), padding=d, dilation=d) for w, b, d in ends)
    results |= {f"{name}.input": x, f"{name}.output": y.float()}


def pspnet_body():
    network = dilated(models.resnet50(replace_stride_with_dilation=[False, True, True]))
    convolution = functools.partial(torch.nn.Conv2d, kernel_size=3, padding=1, bias=False)
    network.conv1 = torch.nn.Sequential(
        convolution(3, 64, stride=2), torch.nn.BatchNorm2d(64), torch.nn.ReLU(),
        convolution(64, 64), torch.nn.BatchNorm2d(64), torch.nn.ReLU(), convolution(64, 128))
    network.bn1 = torch.nn.BatchNorm2d(128)
    network.layer1[0].conv1 = torch.nn.Conv2d(128, 64, 1, bias=False)
    network.layer1[0].downsample[0] = torch.nn.Conv2d(128, 256, 1, bias=False)
    return network


def less_means(x):
    return x - torch.tensor([103.939, 116.779, 123.68]).double().view(1, 3, 1, 1)


def all_of_them(out, results):
    torch.manual_seed(11)
    of_torchvision(out, results, "aib-mobilenet-v2", models.mobilenet_v2(num_classes=1001), 224)

    inception = models.inception_v3(num_classes=1001, aux_logits=False, init_weights=False)
    # TensorFlow's means leave the padding out. Nothing else differs.
    original = F.avg_pool2d
    F.avg_pool2d = functools.partial(original, count_include_pad=False)
    of_torchvision(out, results, "aib-inception-v3", inception, 299, scaled=False, logits=False)
    F.avg_pool2d = original

    vgg = models.vgg16(init_weights=False)
    vgg.classifier = torch.nn.Sequential(
        torch.nn.Linear(512 * 49, 64), torch.nn.ReLU(), torch.nn.Linear(64, 64), torch.nn.ReLU(),
        torch.nn.Linear(64, 1000))
    of_torchvision(out, results, "aib-vgg-16", vgg, 224)

    # Seeds with which no value lies so near to the kink of a ReLU that single precision takes the other side of it.
    plain(out, results, "aib-resnet-v2", resnet_v2, 21, 2, 3, 50, 70)
    plain(out, results, "aib-inception-resnet", inception_resnet, 22, 2, 3, 19, 23)
    plain(out, results, "aib-srcnn", srcnn, 23, 2, 3, 20, 24)
    plain(out, results, "aib-vgg-19-sr", vgg_19_sr, 24, 2, 3, 20, 24)
    plain(out, results, "aib-srgan", srgan, 25, 2, 3, 48, 64)
    plain(out, results, "aib-dped", dped, 26, 2, 3, 20, 24)
    plain(out, results, "aib-unet", unet, 28, 2, 3, 32, 48)
    torch.manual_seed(31)
    segmentation(out, results, "aib-pspnet-body", pspnet_body(), 1e-5, (72, 88))
    deeplab = dilated(models.resnet101(replace_stride_with_dilation=[False, True, True]))
    segmentation(out, results, "aib-deeplab", deeplab, 1e-3, (72, 88), less_means, (6, 12, 18, 24))
