namespace Laptime.Core.AiBenchmark;

/// <summary>How sub-tests are called where they stand alone.</summary>
public static class SubTestNames
{
    extension(SubTest test)
    {
        /// <summary><c>5.2 ResNet-V2-50 training</c>; of the micro set <c>5 ResNet-V2-50 micro</c>.</summary>
        public string Name =>
            test.Kind switch
            {
                SubTestKind.Training => $"{test.Id} {test.Title} training",
                SubTestKind.Micro => $"{test.Test} {test.Title} micro",
                _ => $"{test.Id} {test.Title} inference",
            };
    }
}
