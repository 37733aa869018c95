"""Layers and networks in 8 bits, as PyTorch's own observers and torchvision's quantizable networks quantize them."""
import torch
from torch.ao.quantization import MinMaxObserver, PerChannelMinMaxObserver, QConfig, convert, prepare
from torch.nn import functional as F
from torchvision.models import quantization

ACTIVATIONS = MinMaxObserver.with_args(dtype=torch.quint8, reduce_range=False)
WEIGHTS = PerChannelMinMaxObserver.with_args(dtype=torch.qint8, qscheme=torch.per_channel_symmetric)


def parameters(values):
    observer = ACTIVATIONS()
    observer(values)
    scale, zero = observer.calculate_qparams()
    return float(scale), int(zero)


def quantized_weights(weight):
    observer = WEIGHTS()
    observer(weight)
    scales, zeros = observer.calculate_qparams()
    return torch.quantize_per_channel(weight, scales, zeros, 0, torch.qint8)


def add(out, results):
    with torch.no_grad():
        torch.manual_seed(31)
        x = torch.randn(2, 8, 15, 15) * 2 + 0.5
        results["quantized.x"] = x
        for name, groups, relu in (("conv", 1, False), ("conv_relu", 1, True), ("depthwise_relu", 8, True)):
            weight, bias = torch.randn(16, 8 // groups, 3, 3) * torch.rand(16, 1, 1, 1), torch.randn(16)
            plain = F.conv2d(x, weight, bias, stride=2, padding=1, groups=groups)
            plain = plain.relu() if relu else plain
            packed = torch.ops.quantized.conv2d_prepack(quantized_weights(weight), bias, [2, 2], [1, 1], [1, 1], groups)
            run = torch.ops.quantized.conv2d_relu if relu else torch.ops.quantized.conv2d
            qx = torch.quantize_per_tensor(x, *parameters(x), torch.quint8)
            y = run(qx, packed, *parameters(plain))
            results.update({f"quantized.{name}.weight": weight, f"quantized.{name}.bias": bias,
                            f"quantized.{name}.result": y.dequantize()})
        network = quantization.resnet50(weights=None, quantize=False)
        network.load_state_dict(torch.load(out / "resnet50.pth"))
        network.eval()
        network.fuse_model(is_qat=False)
        network.qconfig = QConfig(activation=ACTIVATIONS, weight=WEIGHTS)
        prepare(network, inplace=True)
        network(results["resnet50.input"])
        results["quantized.resnet50.scores"] = convert(network)(results["resnet50.input"])
