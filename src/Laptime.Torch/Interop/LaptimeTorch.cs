using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

[assembly: DisableRuntimeMarshalling]

namespace Laptime.Torch.Interop;

/// <summary>The adapter's C functions, in the order of native/laptime_torch.h, ABI version 4.</summary>
internal static unsafe partial class LaptimeTorch
{
    internal const string Library = "laptime_torch";
    internal const int AbiVersion = 4;

    [LibraryImport(Library)]
    internal static partial int lt_abi_version();

    [LibraryImport(Library)]
    internal static partial byte* lt_last_error();

    [LibraryImport(Library)]
    internal static partial byte* lt_last_call();

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* lt_text(string name);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int lt_set(string name, long value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int lt_get(string name, out long value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint lt_find_op(string name, string overload);

    [LibraryImport(Library)]
    internal static partial byte* lt_op_schema(nint op);

    [LibraryImport(Library)]
    internal static partial int lt_call(nint op, Value* args, int nargs, Value* results, int max, int* n);

    [LibraryImport(Library)]
    internal static partial void lt_object_free(nint o);

    [LibraryImport(Library)]
    internal static partial void lt_release(nint t);

    [LibraryImport(Library)]
    internal static partial void lt_release_many(nint* t, int n);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial nint lt_retain(nint t);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int lt_get_meta(nint t, Meta* meta, long* sizes, int maxDim);

    [LibraryImport(Library)]
    [SuppressGCTransition]
    internal static partial int lt_data_ptr(nint t, void** data);

    [LibraryImport(Library)]
    internal static partial int lt_backward(nint root);

    [LibraryImport(Library)]
    internal static partial int lt_set_requires_grad(nint t, int on);

    [LibraryImport(Library)]
    internal static partial int lt_get_grads(nint* t, int n, nint* grads);

    [LibraryImport(Library)]
    internal static partial int lt_clear_grads(nint* t, int n);

    [LibraryImport(Library)]
    internal static partial int lt_grad_mode(int on);

    [LibraryImport(Library)]
    internal static partial nint lt_inference_enter();

    [LibraryImport(Library)]
    internal static partial void lt_inference_leave(nint guard);

    [LibraryImport(Library)]
    internal static partial int lt_autocast_enter(int deviceType, int dtype);

    [LibraryImport(Library)]
    internal static partial int lt_autocast_leave(int deviceType);

    [LibraryImport(Library)]
    internal static partial int lt_device_count(int deviceType);

    [LibraryImport(Library)]
    internal static partial int lt_synchronize(int deviceType, int index);

    [LibraryImport(Library)]
    internal static partial int lt_memory(
        int deviceType,
        int index,
        out long allocated,
        out long peak,
        out long reserved
    );

    [LibraryImport(Library)]
    internal static partial int lt_event_record(int deviceType, int index, ref nint ev);

    [LibraryImport(Library)]
    internal static partial int lt_event_elapsed(nint from, nint to, out double seconds);

    [LibraryImport(Library)]
    internal static partial void lt_event_free(nint ev);

    [LibraryImport(Library)]
    internal static partial int lt_graph_begin(int index, out nint graph);

    [LibraryImport(Library)]
    internal static partial int lt_graph_end(nint graph);

    [LibraryImport(Library)]
    internal static partial int lt_graph_replay(nint graph);

    [LibraryImport(Library)]
    internal static partial void lt_graph_free(nint graph);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int lt_script_load(string path, long device, out nint script);

    [LibraryImport(Library)]
    internal static partial int lt_script_call(nint script, Value* args, byte** names, int nargs, out nint result);

    [LibraryImport(Library)]
    internal static partial int lt_object_tensors(nint value, int max, nint* result, int* n);

    [LibraryImport(Library)]
    internal static partial byte* lt_object_places(nint value);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial byte* lt_script_text(nint script, string name);

    [LibraryImport(Library)]
    internal static partial int lt_script_parameters(nint script, int max, nint* result, int* n);

    [LibraryImport(Library)]
    internal static partial int lt_script_train(nint script, int on);

    [LibraryImport(Library)]
    internal static partial int lt_script_freeze(nint script, int optimize, out nint frozen);

    [LibraryImport(Library)]
    internal static partial void lt_script_free(nint script);

    [LibraryImport(Library)]
    internal static partial int lt_record_start();

    [LibraryImport(Library)]
    internal static partial int lt_record_stop(out Recorded* rows, out int n);

    [LibraryImport(Library)]
    internal static partial int lt_cpu_allocator(int caching);

    [LibraryImport(Library)]
    internal static partial int lt_cpu_memory(out long live, out long peak, out long reserved);

    [LibraryImport(Library)]
    internal static partial int lt_mallopt(int parameter, int value);

    [LibraryImport(Library)]
    internal static partial int lt_fused_sgd(
        nint* p,
        nint* g,
        nint* momentum,
        int n,
        double rate,
        double mu,
        double decay
    );

    [LibraryImport(Library)]
    internal static partial int lt_fused_adam(
        nint* p,
        nint* g,
        nint* m,
        nint* v,
        int n,
        double rate,
        double beta1,
        double beta2,
        double eps,
        double decay,
        int decoupled,
        long step
    );
}
