namespace Laptime.Torch.Script;

/// <summary>An argument that <c>forward</c> declares.</summary>
/// <param name="Name">Its name in the program.</param>
/// <param name="Type">Its type as TorchScript writes it: <c>Tensor</c>, <c>List[Tensor]</c>, <c>Dict[str, Tensor]</c>.</param>
/// <param name="IsOptional">Whether it has a default and may be left out.</param>
public sealed record ScriptParameter(string Name, string Type, bool IsOptional)
{
    /// <summary>Whether it takes a list of tensors.</summary>
    public bool IsTensorList => Type == "List[Tensor]";

    /// <summary>Whether it takes tensors by name.</summary>
    public bool IsTensorDict => Type == "Dict[str, Tensor]";

    /// <inheritdoc />
    public override string ToString() => IsOptional ? $"{Type} {Name}=…" : $"{Type} {Name}";
}
