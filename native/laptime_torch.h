/*
 * C ABI of the libtorch adapter. Everything that .NET sees of libtorch is in this file.
 *
 * Rules
 *  - No C++ type and no C++ exception crosses this border. A function that can fail returns 0 for success, anything
 *    else for failure; lt_last_error() then holds libtorch's words and lt_last_call() the operator with the shapes
 *    it was given. Both are per thread and stay good until the thread's next failure.
 *  - A tensor handle is a c10::TensorImpl* that owns one reference; lt_release gives it back. Arguments are borrowed
 *    unless their tag says otherwise. Tensors in results belong to the caller.
 *  - Pointers to text, lists and rows stay good until the thread's next call of the same function.
 */
#pragma once
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define LT_API __attribute__((visibility("default")))
#define LT_ABI_VERSION 4

typedef struct lt_tensor_* lt_tensor;
typedef struct lt_op_* lt_op;           /* resolved operator; lives as long as the process */
typedef struct lt_object_* lt_object;   /* object of a class that operators share: packed weights */
typedef struct lt_script_* lt_script;   /* TorchScript module */
typedef struct lt_event_* lt_event;     /* point on a device's clock */
typedef struct lt_graph_* lt_graph;     /* recorded CUDA work */

enum lt_tag {
  LT_NONE = 0,         /* None, or an undefined tensor */
  LT_TENSOR = 1,       /* p: handle, borrowed */
  LT_TENSOR_MOVE = 2,  /* p: handle; the call takes it over, also when it fails */
  LT_INT = 3,          /* i; also dtype, layout, memory format */
  LT_DOUBLE = 4,       /* d */
  LT_BOOL = 5,         /* i */
  LT_INTS = 6,         /* p: int64_t[len] */
  LT_DOUBLES = 7,      /* p: double[len] */
  LT_BOOLS = 8,        /* p: uint8_t[len] */
  LT_TENSORS = 9,      /* p: lt_tensor[len] */
  LT_OPT_TENSORS = 10, /* p: lt_tensor[len], null for None */
  LT_STRING = 11,      /* p: utf8[len] */
  LT_DEVICE = 12,      /* i: type | index << 32; index -1 = the current one */
  LT_DEFAULT = 13,     /* the default of the operator's schema */
  LT_SCALARS = 14,     /* p: lt_value[len], ints and doubles */
  LT_OBJECT = 15,      /* p: lt_object, borrowed; the caller's own among results */
  LT_DICT = 16         /* p: lt_value[2 * len], a text and a tensor in turn; arguments only */
};

typedef struct lt_value {
  uint8_t tag, pad[3];
  uint32_t len;
  union { int64_t i; double d; void* p; };
} lt_value; /* 16 bytes */

/* ---- library and settings */
LT_API int lt_abi_version(void);
LT_API const char* lt_last_error(void);
LT_API const char* lt_last_call(void);
/* "version", "config", "parallel", "ops:PREFIX"; null = unknown name */
LT_API const char* lt_text(const char* name);
LT_API int lt_set(const char* name, int64_t value);
LT_API int lt_get(const char* name, int64_t* value);

/* ---- operators */
LT_API lt_op lt_find_op(const char* name, const char* overload); /* null = not in this libtorch */
LT_API const char* lt_op_schema(lt_op op);
/* Results that alias a written argument (in-place operators) are not returned. */
LT_API int lt_call(lt_op op, const lt_value* args, int32_t nargs, lt_value* results, int32_t max, int32_t* n);
LT_API void lt_object_free(lt_object object);

/* ---- tensors */
typedef struct lt_meta {
  int32_t dim, dtype, device_type, device_index;
  int64_t numel, nbytes;
  uint8_t requires_grad, is_leaf, contiguous, channels_last;
  int32_t layout;
} lt_meta;
LT_API void lt_release(lt_tensor t);
LT_API void lt_release_many(lt_tensor* t, int32_t n);
LT_API lt_tensor lt_retain(lt_tensor t);
LT_API int lt_get_meta(lt_tensor t, lt_meta* meta, int64_t* sizes, int32_t max_dim);
LT_API int lt_data_ptr(lt_tensor t, void** data);

/* ---- autograd and modes, all per thread */
LT_API int lt_backward(lt_tensor root);
LT_API int lt_set_requires_grad(lt_tensor t, int on);
LT_API int lt_get_grads(const lt_tensor* t, int32_t n, lt_tensor* grads); /* null where there is none */
LT_API int lt_clear_grads(const lt_tensor* t, int32_t n);
LT_API int lt_grad_mode(int on);              /* returns the old value */
LT_API void* lt_inference_enter(void);
LT_API void lt_inference_leave(void* guard);
LT_API int lt_autocast_enter(int device_type, int dtype);
LT_API int lt_autocast_leave(int device_type);

/* ---- devices; on the CPU everything is done when a call returns */
LT_API int lt_device_count(int device_type);
LT_API int lt_synchronize(int device_type, int index);
LT_API int lt_memory(int device_type, int index, int64_t* allocated, int64_t* peak, int64_t* reserved);
LT_API int lt_event_record(int device_type, int index, lt_event* event); /* makes the event if *event is null */
LT_API int lt_event_elapsed(lt_event from, lt_event to, double* seconds); /* both done: synchronize first */
LT_API void lt_event_free(lt_event event);
LT_API int lt_graph_begin(int index, lt_graph* graph);
LT_API int lt_graph_end(lt_graph graph);
LT_API int lt_graph_replay(lt_graph graph);
LT_API void lt_graph_free(lt_graph graph);

/* ---- TorchScript */
LT_API int lt_script_load(const char* path, int64_t device, lt_script* out);
/* Calls forward. Arguments with a name are passed by it; names may be null. The result comes whole, whatever it is. */
LT_API int lt_script_call(lt_script m, const lt_value* args, const char* const* names, int32_t nargs, lt_object* result);
/* The tensors within a result, in order; n counts all of them, also those beyond max. */
LT_API int lt_object_tensors(lt_object object, int32_t max, lt_tensor* out, int32_t* n);
LT_API const char* lt_object_places(lt_object object); /* of each of them a line: "[0].boxes"; null = failure */
/* "arguments": of each argument of forward a line of name, type and whether it may be left out, tabs between;
   "returns": the type of its result. null = failure */
LT_API const char* lt_script_text(lt_script m, const char* name);
LT_API int lt_script_parameters(lt_script m, int32_t max, lt_tensor* out, int32_t* n);
LT_API int lt_script_train(lt_script m, int on);
/* A copy with weights as constants, batch norms folded and, if asked, operators fused for inference. */
LT_API int lt_script_freeze(lt_script m, int optimize, lt_script* out);
LT_API void lt_script_free(lt_script m);

/* ---- operator recording: what really ran, one row for each operator and shapes */
typedef struct lt_recorded {
  const char* name;
  const char* shapes; /* "[8, 3, 224, 224] [64, 3, 7, 7]": tensors among the arguments */
  const char* results; /* the same of what it returned */
  int64_t calls, total_ns, self_ns;
} lt_recorded;
LT_API int lt_record_start(void);
LT_API int lt_record_stop(const lt_recorded** rows, int32_t* n);

/* ---- CPU memory: a caching allocator on huge pages */
LT_API int lt_cpu_allocator(int caching);
LT_API int lt_cpu_memory(int64_t* live, int64_t* peak, int64_t* reserved);
LT_API int lt_mallopt(int parameter, int value);

/* ---- optimizer steps in one pass over memory, for libtorch builds whose CPU side has none; float32, dense */
LT_API int lt_fused_sgd(const lt_tensor* p, const lt_tensor* g, const lt_tensor* momentum, int32_t n, double rate,
                        double mu, double decay);
LT_API int lt_fused_adam(const lt_tensor* p, const lt_tensor* g, const lt_tensor* m, const lt_tensor* v, int32_t n,
                         double rate, double beta1, double beta2, double eps, double decay, int decoupled, int64_t step);

#ifdef __cplusplus
}
#endif
