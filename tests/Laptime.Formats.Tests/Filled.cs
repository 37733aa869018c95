using System.Collections;
using System.Collections.Immutable;
using System.Reflection;
using Laptime.Core.Cases;
using Laptime.Core.Quantities;
using Laptime.Core.Scripts;
using Laptime.Core.Serving;

namespace Laptime.Formats.Tests;

/// <summary>
/// Makes records in which every property holds a value of its own, and compares them property by property: a property
/// that somebody adds to a record and forgets in its wire shape fails the round trip.
/// </summary>
internal static class Filled
{
    public static T Make<T>(Random random) => (T)Make(typeof(T), random);

    public static void ShouldMatch(object? actual, object? expected, string path)
    {
        if (expected is null || actual is null || IsPlain(expected.GetType()))
        {
            actual.ShouldBe(expected, path);
        }
        else if (expected is IEnumerable expectedItems)
        {
            object[] a = [.. ((IEnumerable)actual).Cast<object>()];
            object[] e = [.. expectedItems.Cast<object>()];
            a.Length.ShouldBe(e.Length, path);
            for (int i = 0; i < e.Length; i++)
            {
                ShouldMatch(a[i], e[i], $"{path}[{i}]");
            }
        }
        else
        {
            actual.GetType().ShouldBe(expected.GetType(), path);
            foreach (PropertyInfo property in Readable(expected.GetType()))
            {
                ShouldMatch(property.GetValue(actual), property.GetValue(expected), $"{path}.{property.Name}");
            }
        }
    }

    private static object Make(Type type, Random random)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type.IsEnum)
        {
            Array values = Enum.GetValues(type);
            return values.GetValue(random.Next(values.Length))!;
        }
        if (type == typeof(ImmutableArray<ServedQuery>))
        {
            return MakeQueries(random);
        }
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
        {
            return MakeArray(type.GetGenericArguments()[0], random);
        }
        return Type.GetTypeCode(type) switch
        {
            TypeCode.String => $"text{random.Next()}",
            TypeCode.Int32 => random.Next(1, int.MaxValue),
            TypeCode.Int64 => random.NextInt64(1, long.MaxValue),
            TypeCode.Double => random.NextDouble() * 1e6,
            TypeCode.Boolean => random.Next(2) == 1,
            _ => MakeStruct(type, random) ?? MakeRecord(type, random),
        };
    }

    private static object? MakeStruct(Type type, Random random)
    {
        byte[] bits = new byte[16];
        random.NextBytes(bits);
        return type switch
        {
            _ when type == typeof(Seconds) => new Seconds(random.NextDouble() * Math.Pow(10, random.Next(-9, 6))),
            _ when type == typeof(Bytes) => new Bytes(random.NextInt64(0, long.MaxValue)),
            _ when type == typeof(Guid) => new Guid(bits),
            _ when type == typeof(DateTimeOffset) => new DateTimeOffset(
                random.NextInt64(1, DateTime.MaxValue.Ticks),
                TimeSpan.Zero
            ),
            // Written as the text that people type, so only what such a text says.
            _ when type == typeof(ScriptInput) => new ScriptInput
            {
                Name = $"text{random.Next()}",
                Shapes =
                [
                    [ScriptInput.Batch, random.Next(1, 1000)],
                ],
                Element = ScriptElement.Int64,
                Range = (random.Next(-9, 0), random.Next(1, 99)),
            },
            _ when type == typeof(DeviceName) => new DeviceName(DeviceKind.Cuda, random.Next(8)),
            _ when type == typeof(ImmutableSortedDictionary<string, int>) => ImmutableSortedDictionary<string, int>
                .Empty.Add($"b{random.Next()}", random.Next())
                .Add($"a{random.Next()}", random.Next()),
            _ when type == typeof(ImmutableSortedDictionary<string, string>) => ImmutableSortedDictionary<
                string,
                string
            >.Empty.Add($"key{random.Next()}", $"text{random.Next()}"),
            _ => null,
        };
    }

    /// <summary>Queries in order of arrival, none answered before it began.</summary>
    private static ImmutableArray<ServedQuery> MakeQueries(Random random)
    {
        long at = random.NextInt64(1L << 60);
        return
        [
            .. Enumerable
                .Range(0, random.Next(1, 4))
                .Select(_ =>
                {
                    at += random.NextInt64(1L << 40);
                    long issued = at + random.NextInt64(1L << 40);
                    return new ServedQuery(at, issued, issued + random.NextInt64(1L << 40));
                }),
        ];
    }

    private static object MakeArray(Type element, Random random)
    {
        Array items = Array.CreateInstance(element, random.Next(1, 4));
        for (int i = 0; i < items.Length; i++)
        {
            items.SetValue(Make(element, random), i);
        }
        return typeof(ImmutableArray)
            .GetMethods()
            .Single(m =>
                m.Name == nameof(ImmutableArray.Create) && m.GetParameters() is [{ ParameterType.IsArray: true }]
            )
            .MakeGenericMethod(element)
            .Invoke(null, [items])!;
    }

    private static object MakeRecord(Type type, Random random)
    {
        if (type.IsAbstract)
        {
            Type[] family = [.. type.GetNestedTypes().Where(nested => nested.IsSubclassOf(type))];
            type = family[random.Next(family.Length)];
        }
        ConstructorInfo constructor = type.GetConstructors()
            .First(one => one.GetParameters() is not [var only] || only.ParameterType != type);
        object record = constructor.Invoke([
            .. constructor.GetParameters().Select(parameter => Make(parameter.ParameterType, random)),
        ]);
        foreach (PropertyInfo property in Readable(type).Where(property => property.CanWrite))
        {
            property.SetValue(record, Make(property.PropertyType, random));
        }
        return record;
    }

    private static bool IsPlain(Type type) =>
        type.IsPrimitive
        || type.IsEnum
        || type == typeof(string)
        || type.Namespace == "System"
        || type.IsValueType && type.Namespace!.StartsWith("Laptime", StringComparison.Ordinal);

    private static IEnumerable<PropertyInfo> Readable(Type type) =>
        type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanRead);
}
