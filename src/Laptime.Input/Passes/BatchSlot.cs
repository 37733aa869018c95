using Laptime.Core.Pictures;

namespace Laptime.Input.Passes;

/// <summary>Memory for one batch, used again and again. Its state is guarded by the gate of its pass.</summary>
internal sealed class BatchSlot(int pictures, long numbersPerPicture)
{
    /// <summary>First number; zero until the slot is first used and after it was freed.</summary>
    public nint Address { get; private set; }

    /// <summary>A label for each picture that fits in.</summary>
    public long[] Labels { get; } = new long[pictures];

    /// <summary>Number of the batch in it; null while it is free.</summary>
    public int? Batch { get; set; }

    /// <summary>Pictures of the batch that are not finished.</summary>
    public int Missing { get; set; }

    /// <summary>Whether the caller has the batch and has not given it back.</summary>
    public bool IsLent { get; set; }

    /// <summary>Pictures of the set found unreadable while the batch was filled.</summary>
    public List<int> Unreadable { get; } = [];

    /// <summary>Address of a picture in it.</summary>
    public nint AddressOf(int position) => Address + (nint)(position * numbersPerPicture * sizeof(float));

    public void Allocate(IPictureMemory memory)
    {
        if (Address == 0)
        {
            Address = memory.Allocate(pictures * numbersPerPicture * sizeof(float));
        }
    }

    public void Free(IPictureMemory memory)
    {
        if (Address != 0)
        {
            memory.Free(Address);
            Address = 0;
        }
    }
}
