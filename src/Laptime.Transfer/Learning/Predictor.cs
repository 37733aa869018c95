using Laptime.Core.Pictures;
using Laptime.Transfer.Pictures;

namespace Laptime.Transfer.Learning;

/// <summary>Goes through pictures in their order and gathers what a learner makes of them.</summary>
internal sealed class Predictor(TransferRequest request, IPictureSource pictures, TensorMemory memory, int classes)
{
    /// <summary>Predictions for all pictures.</summary>
    /// <param name="learner">Who predicts.</param>
    /// <param name="augmentation">What is done to each picture.</param>
    /// <param name="seed">Of the augmentation.</param>
    /// <param name="progress">Told of each batch: done so far, and all.</param>
    /// <param name="cancellationToken">Ends it between two batches.</param>
    public Predictions Predict(
        Learner learner,
        Augmentation augmentation,
        long seed,
        Action<int, int> progress,
        CancellationToken cancellationToken
    )
    {
        using var pass = pictures.Begin(
            new PicturePassPlan
            {
                Batch = request.Case.Batch,
                Side = request.Side,
                IsShuffled = false,
                DropsLast = false,
                Augmentation = augmentation,
                Seed = seed,
            }
        );
        var predictions = new PredictionBuilder(classes);
        for (int done = 1; ; done++)
        {
            using var batch = pass.Next(cancellationToken);
            if (batch is null)
            {
                return predictions.Build();
            }
            predictions.Add(learner.Score(memory.View(batch, request.Side)), batch.Labels);
            progress(done, pass.Batches);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }
}
