using System.Collections.Immutable;
using Laptime.Probe.Disks;
using Laptime.Probe.Hosts;

namespace Laptime.Probe.Tests.Hosts;

public sealed class PlatformDetectorTests
{
    private static readonly PlatformCatalog Catalog = PlatformCatalogJson.Load();

    private static readonly Surroundings Nothing = new()
    {
        Environment = ImmutableDictionary<string, string>.Empty,
        FirstProcess = ImmutableDictionary<string, string>.Empty,
        Dmi = ImmutableDictionary<string, string>.Empty,
        Mounts = MountTable.Parse(""),
        Kernel = null,
        Exists = _ => false,
    };

    [Theory]
    [InlineData("MODAL_TASK_ID", "ta-1", "modal")]
    [InlineData("LIGHTNING_CLOUDSPACE_ID", "x", "lightning")]
    [InlineData("KAGGLE_KERNEL_RUN_TYPE", "Batch", "kaggle")]
    [InlineData("COLAB_RELEASE_TAG", "release-colab", "colab")]
    [InlineData("COLAB_GPU", "0", "colab")]
    [InlineData("PAPERSPACE_NOTEBOOK_REPO_ID", "r", "paperspace-gradient")]
    [InlineData("SM_TRAINING_ENV", "{}", "aws-sagemaker")]
    [InlineData("RUNPOD_POD_ID", "p", "runpod")]
    [InlineData("VAST_CONTAINERLABEL", "C.1", "vast-ai")]
    [InlineData("VAST_TCP_PORT_22", "41022", "vast-ai")]
    [InlineData("AWS_EXECUTION_ENV", "AWS_ECS_EC2", "aws-ec2")]
    public void Detect_Variable_Platform(string name, string value, string id)
    {
        var found = PlatformDetector.Detect(Catalog, Nothing with { Environment = One(name, value) });

        found.ShouldNotBeNull().Platform.Id.ShouldBe(id);
        found.Evidence.ShouldBe([$"variable {name}"]);
    }

    [Theory]
    [InlineData("RUNPOD_API_KEY")]
    [InlineData("PS_API_KEY")]
    [InlineData("MODAL_ENVIRONMENT")]
    [InlineData("CONTAINER_ID")]
    [InlineData("LIGHTNING_CLOUD_URL")]
    public void Detect_VariableThatUsersSetAtHome_Nothing(string name) =>
        PlatformDetector.Detect(Catalog, Nothing with { Environment = One(name, "x") }).ShouldBeNull();

    [Theory]
    [InlineData("/content")]
    [InlineData("/kaggle/input")]
    [InlineData("/notebooks")]
    [InlineData("/opt/ml")]
    [InlineData("/.dockerenv")]
    [InlineData("/lambda/nfs")]
    [InlineData("/home/paperspace")]
    [InlineData("/home/studio-lab-user")]
    public void Detect_FileAlone_Nothing(string file) =>
        PlatformDetector.Detect(Catalog, Nothing with { Exists = path => path == file }).ShouldBeNull();

    [Theory]
    [InlineData("/teamspace/studios", "LIGHTNING_CLOUD_PROJECT_ID", "x", "lightning")]
    [InlineData("/notebooks", "PS_API_KEY", "x", "paperspace-gradient")]
    [InlineData("/opt/ml", "TRAINING_JOB_NAME", "x", "aws-sagemaker")]
    [InlineData("/home/studio-lab-user", "HOME", "/home/studio-lab-user", "sagemaker-studio-lab")]
    [InlineData("/home/paperspace", "HOME", "/home/paperspace", "paperspace-core")]
    [InlineData("/.dockerenv", "CONTAINER_API_KEY", "x", "vast-ai")]
    public void Detect_FileAndVariable_Platform(string file, string name, string value, string id)
    {
        var around = Nothing with { Exists = path => path == file, Environment = One(name, value) };

        var found = PlatformDetector.Detect(Catalog, around);

        found.ShouldNotBeNull().Platform.Id.ShouldBe(id);
        found.Evidence.ShouldBe([$"file {file}", $"variable {name}"]);
    }

    [Theory]
    [InlineData("/content", "colab")]
    [InlineData("/kaggle/working", "kaggle")]
    public void Detect_FileOnGoogle_NotebookWithCloudBeneath(string file, string id)
    {
        var around = Nothing with { Exists = path => path == file, Dmi = Google() };

        var found = PlatformDetector.Detect(Catalog, around);

        found.ShouldNotBeNull().Platform.Id.ShouldBe(id);
        found.HostCloud.ShouldBe("Google Compute Engine");
    }

    [Theory]
    [InlineData("/lambda/nfs", "1 0 0:9 / /lambda/nfs/data rw - nfs4 host:/data rw", "lambda")]
    [InlineData("/notebooks", "1 0 0:9 / /storage rw - nfs4 host:/data rw", "paperspace-gradient")]
    public void Detect_FileAndMount_Platform(string file, string mount, string id)
    {
        var around = Nothing with { Exists = path => path == file, Mounts = MountTable.Parse(mount) };

        PlatformDetector.Detect(Catalog, around).ShouldNotBeNull().Platform.Id.ShouldBe(id);
    }

    [Fact]
    public void Detect_WindowsInterop_NeedsMicrosoftKernel()
    {
        var around = Nothing with { Exists = path => path == "/proc/sys/fs/binfmt_misc/WSLInterop" };
        var kernel = "Linux version 6.6.87.2-microsoft-standard-WSL2 (root@builder)";

        PlatformDetector.Detect(Catalog, around).ShouldBeNull();
        PlatformDetector.Detect(Catalog, around with { Kernel = kernel }).ShouldNotBeNull().Platform.Id.ShouldBe("wsl");
    }

    [Theory]
    [InlineData("aws-ec2", "sys_vendor=Amazon EC2;product_name=g5.xlarge;bios_vendor=Amazon EC2")]
    [InlineData("aws-ec2", "sys_vendor=Xen;product_name=HVM domU;bios_version=4.11.amazon")]
    [InlineData("gcp-gce", "sys_vendor=Google;product_name=Google Compute Engine")]
    [InlineData("azure", "sys_vendor=Microsoft Corporation;chassis_asset_tag=7783-7084-3265-9085-8269-3286-77")]
    [InlineData("alibaba", "sys_vendor=Alibaba Cloud;product_name=Alibaba Cloud ECS")]
    [InlineData("oracle", "sys_vendor=QEMU;chassis_asset_tag=OracleCloud.com")]
    [InlineData(null, "sys_vendor=Microsoft Corporation;product_name=Virtual Machine")]
    [InlineData(null, "sys_vendor=Xen;product_name=HVM domU;bios_version=4.11")]
    [InlineData(null, "sys_vendor=QEMU;product_name=Standard PC")]
    [InlineData(null, "sys_vendor=Google;product_name=Pixelbook")]
    public void Detect_Dmi_CloudOrNothing(string? id, string fields)
    {
        var dmi = fields
            .Split(';')
            .Select(field => field.Split('='))
            .ToImmutableDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

        var found = PlatformDetector.Detect(Catalog, Nothing with { Dmi = dmi });

        found?.Platform.Id.ShouldBe(id);
        (found is null).ShouldBe(id is null);
        found?.HostCloud.ShouldBeNull();
    }

    [Fact]
    public void Detect_OnlyFirstProcessKnows_Platform()
    {
        var found = PlatformDetector.Detect(Catalog, Nothing with { FirstProcess = One("RUNPOD_POD_ID", "p") });

        found.ShouldNotBeNull().Platform.Id.ShouldBe("runpod");
        found.Evidence.ShouldBe(["variable of process 1 RUNPOD_POD_ID"]);
    }

    [Fact]
    public void Detect_NotebookVariableOnCloud_BothReported()
    {
        var found = PlatformDetector.Detect(
            Catalog,
            Nothing with
            {
                Environment = One("COLAB_GPU", "1"),
                Dmi = Google(),
            }
        );

        found.ShouldNotBeNull().Platform.Id.ShouldBe("colab");
        found.HostCloud.ShouldBe("Google Compute Engine");
    }

    [Fact]
    public void Detect_Modal_CloudAsItNamesIt()
    {
        var environment = One("MODAL_TASK_ID", "ta-1").Add("MODAL_CLOUD_PROVIDER", "CLOUD_PROVIDER_OCI");

        var found = PlatformDetector.Detect(Catalog, Nothing with { Environment = environment, Dmi = Google() });

        found.ShouldNotBeNull().HostCloud.ShouldBe("CLOUD_PROVIDER_OCI");
        found.Evidence.ShouldAllBe(evidence => !evidence.Contains("ta-1", StringComparison.Ordinal));
    }

    [Fact]
    public void Detect_KaggleInsideColabImage_KaggleFirst()
    {
        var environment = One("COLAB_GPU", "").Add("KAGGLE_KERNEL_RUN_TYPE", "Interactive");

        PlatformDetector
            .Detect(Catalog, Nothing with { Environment = environment })
            .ShouldNotBeNull()
            .Platform.Id.ShouldBe("kaggle");
    }

    [Fact]
    public void Detect_Nothing_Null() => PlatformDetector.Detect(Catalog, Nothing).ShouldBeNull();

    private static ImmutableDictionary<string, string> One(string name, string value) =>
        ImmutableDictionary<string, string>.Empty.Add(name, value);

    private static ImmutableDictionary<string, string> Google() =>
        One("sys_vendor", "Google").Add("product_name", "Google Compute Engine");
}
