using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Laptime.Torch.Weights.Pickling;

/// <summary>
/// The part of Python's pickle machine that PyTorch's files use, protocols 2 to 5. It builds plain values and executes
/// nothing: the few callables it knows are those of a vocabulary. Memory stays in proportion to the program, because
/// every value costs at least one byte of it.
/// </summary>
/// <remarks>Meaning of the opcodes: CPython's Lib/pickletools.py.</remarks>
internal sealed class PickleMachine
{
    /// <summary>Pickle empties its stack every thousand items; this many waiting values are an attack.</summary>
    private const int MaximumStack = 100_000;

    private readonly ReadOnlyMemory<byte> program;
    private readonly IPickleVocabulary vocabulary;
    private readonly List<object?> stack = [];
    private readonly Stack<int> marks = [];
    private readonly Dictionary<uint, object?> memo = [];
    private int position;

    private PickleMachine(ReadOnlyMemory<byte> program, IPickleVocabulary vocabulary)
    {
        this.program = program;
        this.vocabulary = vocabulary;
    }

    /// <summary>The value that a pickle stands for.</summary>
    /// <exception cref="InvalidDataException">It is no sound pickle, or uses what the vocabulary does not have.</exception>
    public static object? Load(ReadOnlyMemory<byte> program, IPickleVocabulary vocabulary) =>
        new PickleMachine(program, vocabulary).Run();

    private object? Run()
    {
        while (true)
        {
            var opcode = ReadByte();
            if (opcode == (byte)'.')
            {
                return Pop();
            }

            if (stack.Count + marks.Count > MaximumStack)
            {
                throw Broken();
            }

            if (!Step((char)opcode))
            {
                throw new InvalidDataException(
                    $"its pickle uses opcode 0x{opcode:X2}, which a {vocabulary.Subject} does not. {vocabulary.WayOut}"
                );
            }
        }
    }

    private bool Step(char opcode) => PushConstant(opcode) || Arrange(opcode) || Build(opcode);

    private bool PushConstant(char opcode)
    {
        object? value;
        switch (opcode)
        {
            case 'N':
                value = null;
                break;
            case '\x88' or '\x89':
                value = opcode == '\x88';
                break;
            case 'K':
                value = (long)ReadByte();
                break;
            case 'M':
                value = (long)BinaryPrimitives.ReadUInt16LittleEndian(Read(2));
                break;
            case 'J':
                value = (long)BinaryPrimitives.ReadInt32LittleEndian(Read(4));
                break;
            case '\x8a':
                value = ReadInteger(ReadByte());
                break;
            case 'G':
                value = BinaryPrimitives.ReadDoubleBigEndian(Read(8));
                break;
            case '\x8c':
                value = Encoding.UTF8.GetString(Read(ReadByte()));
                break;
            case 'X':
                value = Encoding.UTF8.GetString(Read(ReadUInt32()));
                break;
            case '\x8d':
                value = Encoding.UTF8.GetString(Read(ReadUInt64()));
                break;
            case 'C' or 'U':
                value = Read(ReadByte()).ToArray();
                break;
            case 'B' or 'T':
                value = Read(ReadUInt32()).ToArray();
                break;
            case ')':
                value = Array.Empty<object?>();
                break;
            case ']':
                value = new PickleList();
                break;
            case '}':
                value = new PickleDict();
                break;
            case 'c':
                value = vocabulary.Global(ReadLine(), ReadLine());
                break;
            default:
                return false;
        }

        stack.Add(value);
        return true;
    }

    /// <summary>Marks, the memo, framing.</summary>
    private bool Arrange(char opcode)
    {
        switch (opcode)
        {
            case '\x80':
                var protocol = ReadByte();
                return protocol <= 5
                    ? true
                    : throw new InvalidDataException($"its pickle has protocol {protocol}; 2 to 5 are known.");
            case '\x95':
                Read(8);
                return true;
            case '(':
                marks.Push(stack.Count);
                return true;
            case '0':
                Pop();
                return true;
            case '\x94':
                memo[(uint)memo.Count] = Top;
                return true;
            case 'q':
                Remember(ReadByte());
                return true;
            case 'r':
                Remember(ReadUInt32());
                return true;
            case 'h':
                stack.Add(Recall(ReadByte()));
                return true;
            case 'j':
                stack.Add(Recall(ReadUInt32()));
                return true;
            default:
                return false;
        }
    }

    /// <summary>What takes values from the stack.</summary>
    private bool Build(char opcode)
    {
        switch (opcode)
        {
            case 't':
                stack.Add(PopToMark());
                return true;
            case >= '\x85' and <= '\x87':
                stack.Add(PopMany(opcode - '\x84'));
                return true;
            case 'a' or 'e':
                var items = opcode == 'a' ? PopMany(1) : PopToMark();
                (Top as PickleList ?? throw Broken()).Items.AddRange(items);
                return true;
            case 's' or 'u':
                SetItems(opcode == 's' ? PopMany(2) : PopToMark());
                return true;
            case '\x93':
                var names = PopMany(2);
                stack.Add(
                    vocabulary.Global(names[0] as string ?? throw Broken(), names[1] as string ?? throw Broken())
                );
                return true;
            case 'Q':
                stack.Add(vocabulary.Storage(Pop() as object?[] ?? throw Broken()));
                return true;
            case 'R':
                var arguments = Pop() as object?[] ?? throw Broken();
                stack.Add(vocabulary.Call(Pop() as PickleGlobal ?? throw Broken(), arguments));
                return true;
            case '\x81':
                var made = Pop() as object?[] ?? throw Broken();
                stack.Add(vocabulary.New(Pop() as PickleGlobal ?? throw Broken(), made));
                return true;
            case 'b':
                var state = Pop();
                switch (Top)
                {
                    // An OrderedDict carries attributes, such as _metadata: no tensor among them.
                    case PickleDict:
                        return true;
                    case PickleObject target:
                        target.State = state;
                        return true;
                    default:
                        throw Broken();
                }
            default:
                return false;
        }
    }

    private void SetItems(object?[] items)
    {
        if (Top is not PickleDict dict || items.Length % 2 != 0)
        {
            throw Broken();
        }

        for (var i = 0; i < items.Length; i += 2)
        {
            dict.Items[vocabulary.Key(items[i])] = items[i + 1];
        }
    }

    /// <summary>Values above the topmost mark.</summary>
    private int Available => stack.Count - (marks.TryPeek(out var mark) ? mark : 0);

    private object? Top => Available > 0 ? stack[^1] : throw Broken();

    private object? Pop()
    {
        var value = Top;
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object?[] PopMany(int count)
    {
        if (Available < count)
        {
            throw Broken();
        }

        var values = stack[^count..].ToArray();
        stack.RemoveRange(stack.Count - count, count);
        return values;
    }

    private object?[] PopToMark()
    {
        if (marks.Count == 0)
        {
            throw Broken();
        }

        var values = PopMany(Available);
        marks.Pop();
        return values;
    }

    /// <summary>Readers keep the memo as a list: a high number in a short program only takes memory.</summary>
    private void Remember(uint index) => memo[index <= program.Length ? index : throw Broken()] = Top;

    private object? Recall(uint index) => memo.TryGetValue(index, out var value) ? value : throw Broken();

    private object ReadInteger(int length)
    {
        var integer = new BigInteger(Read(length));
        return integer >= long.MinValue && integer <= long.MaxValue ? (long)integer : PickleOpaque.Value;
    }

    private byte ReadByte() => Read(1)[0];

    private uint ReadUInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Read(4));

    private long ReadUInt64() => BinaryPrimitives.ReadInt64LittleEndian(Read(8));

    private ReadOnlySpan<byte> Read(long length)
    {
        if (length < 0 || length > program.Length - position)
        {
            throw new InvalidDataException("its pickle is cut short. Download or save it again.");
        }

        var bytes = program.Span.Slice(position, (int)length);
        position += (int)length;
        return bytes;
    }

    private string ReadLine()
    {
        var length = program.Span[position..].IndexOf((byte)'\n');
        var line = Encoding.UTF8.GetString(Read(length));
        position++;
        return line;
    }

    private InvalidDataException Broken() =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"its pickle makes no sense at byte {position - 1}. Save it again."
            )
        );
}
