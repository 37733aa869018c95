using System.Collections.Immutable;
using Laptime.Core.Cases;
using Laptime.Core.Catalogs;
using Laptime.Core.Roofs;

namespace Laptime.Core.Tests.Roofs;

public class RoofTests
{
    private static readonly RoofSubject Product = new(
        RoofKind.Matmul,
        "bf16",
        new DeviceName(Cases.DeviceKind.Cuda, 0),
        1
    );

    [Theory]
    [InlineData(RoofKind.Matmul, "fp32", "cpu", 2, "matmul/fp32/cpu/t2")]
    [InlineData(RoofKind.Triad, "", "cuda:1", 1, "triad/-/cuda:1/t1")]
    [InlineData(RoofKind.Copy, RoofSubject.ToDevicePinned, "cuda:0", 1, "copy/to-device-pinned/cuda:0/t1")]
    public void Id_IsReadBack(RoofKind kind, string variant, string device, int threads, string id)
    {
        DeviceName.TryParse(device, out DeviceName name).ShouldBeTrue();
        RoofSubject subject = new(kind, variant, name, threads);

        subject.Id.ShouldBe(id);
        RoofSubject.TryParse(id).ShouldBe(subject);
    }

    [Theory]
    [InlineData("")]
    [InlineData("matmul/fp32/cpu")]
    [InlineData("matmul/fp32/cpu/2")]
    [InlineData("matmul/fp32/cpu/t0")]
    [InlineData("matmul/fp32/tpu/t1")]
    [InlineData("1/fp32/cpu/t1")]
    [InlineData("none/fp32/cpu/t1")]
    public void TryParse_NoId_IsNull(string text) => RoofSubject.TryParse(text).ShouldBeNull();

    [Fact]
    public void Of_Processes_TheFastestCounts()
    {
        Roof roof = Roof.Of(
            Product,
            [Measured(90, "slow"), Measured(100, "fast"), Measured(40, "disturbed")],
            new VendorFigure(200, "some-gpu", ["sheet"])
        );

        roof.Rate.ShouldBe(100);
        roof.Method.ShouldBe("fast");
        roof.Launches.ShouldBe([90, 100, 40]);
        roof.Share.ShouldBe(0.5);
        roof.Steadiness!.Value.ShouldBe(0.9, 1e-12);
        roof.Mean!.Value.ShouldBe(Math.Pow(90 * 100 * 40, 1 / 3.0), 1e-9);
        // ln: 4.499810, 4.605170, 3.688879; s = 0.501344; t(0.975, 2) = 4.302653
        roof.HalfWidth!.Value.ShouldBe(4.302653 * 0.501344 / Math.Sqrt(3), 1e-3);
        roof.Reason.ShouldBeNull();
    }

    [Fact]
    public void Of_OneProcess_HasNoInterval() => Roof.Of(Product, [Measured(90, "")], null).HalfWidth.ShouldBeNull();

    [Fact]
    public void Of_NothingMeasured_SaysWhy()
    {
        Roof roof = Roof.Of(Product, [new RoofReading.Unavailable("there is no GPU")], null);

        roof.Rate.ShouldBeNull();
        roof.Steadiness.ShouldBeNull();
        roof.Reason.ShouldBe("there is no GPU");
    }

    [Theory]
    [InlineData(RoofKind.Matmul, "bf16", 989.5e12)]
    [InlineData(RoofKind.Matmul, "fp16", 989.5e12)]
    [InlineData(RoofKind.Matmul, "fp32", 66.9e12)]
    [InlineData(RoofKind.Matmul, "int8", 1979e12)]
    [InlineData(RoofKind.Matmul, "tf32", null)]
    [InlineData(RoofKind.Triad, "", 4.8e12)]
    [InlineData(RoofKind.Launch, "", null)]
    public void VendorFigures_OfAModel_AreItsDensePeaks(RoofKind kind, string variant, double? rate)
    {
        DeviceModel h200 = new()
        {
            Id = "h200",
            Name = "H200",
            Aliases = [],
            Vendor = "NVIDIA",
            Kind = Laptime.Core.Catalogs.DeviceKind.Gpu,
            BandwidthGbPerSecond = 4800,
            PeaksTera = ImmutableSortedDictionary<string, double>
                .Empty.Add("fp32", 66.9)
                .Add("fp16", 133.8)
                .Add("fp16_tensor", 989.5)
                .Add("bf16_tensor", 989.5)
                .Add("int8", 1979),
            Sources = ["sheet"],
        };

        VendorFigure? figure = VendorFigures.Of(new RoofSubject(kind, variant, Product.Device, 1), h200);

        if (rate is null)
        {
            figure.ShouldBeNull();
        }
        else
        {
            figure!.Rate.ShouldBe(rate.Value, rate.Value * 1e-12);
            figure.Device.ShouldBe("h200");
        }
    }

    private static RoofReading.Measured Measured(double best, string method) => new(best, best * 0.9, 10, method);
}
