// Tensor handles, autograd, and the modes of the current thread.
#include "adapter.h"
#include <ATen/autocast_mode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>
#include <memory>

void lt_release(lt_tensor t) { (void)lt::take(t); }
void lt_release_many(lt_tensor* t, int32_t n) { for (int32_t i = 0; i < n; i++) (void)lt::take(t[i]); }
lt_tensor lt_retain(lt_tensor t) { return lt::give(lt::borrow(t)); }

int lt_get_meta(lt_tensor handle, lt_meta* m, int64_t* sizes, int32_t max_dim) {
  LT_TRY
  lt::View view(handle);
  const at::Tensor& t = view.t;
  bool strided = t.layout() == at::kStrided;
  m->dim = static_cast<int32_t>(t.dim());
  m->dtype = static_cast<int32_t>(t.scalar_type());
  m->device_type = static_cast<int32_t>(t.device().type());
  m->device_index = t.device().index();
  m->numel = t.numel();
  m->nbytes = strided ? static_cast<int64_t>(t.nbytes()) : 0;
  m->layout = static_cast<int32_t>(t.layout());
  m->requires_grad = t.requires_grad();
  m->is_leaf = t.is_leaf();
  m->contiguous = strided && t.is_contiguous();
  m->channels_last = strided && t.is_contiguous(at::MemoryFormat::ChannelsLast);
  for (int i = 0; i < m->dim && i < max_dim; i++) sizes[i] = t.size(i);
  LT_CATCH
}

int lt_data_ptr(lt_tensor handle, void** data) {
  LT_TRY
  lt::View view(handle);
  TORCH_CHECK(view.t.is_non_overlapping_and_dense(), "the elements do not lie side by side");
  *data = view.t.data_ptr();
  LT_CATCH
}

int lt_backward(lt_tensor root) {
  LT_TRY
  torch::autograd::backward({lt::borrow(root)}, {});
  LT_CATCH
}

int lt_set_requires_grad(lt_tensor handle, int on) {
  LT_TRY
  lt::View view(handle);
  view.t.set_requires_grad(on != 0);
  LT_CATCH
}

int lt_get_grads(const lt_tensor* t, int32_t n, lt_tensor* grads) {
  LT_TRY
  for (int32_t i = 0; i < n; i++) {
    lt::View view(t[i]);
    grads[i] = lt::give(at::Tensor(view.t.grad()));
  }
  LT_CATCH
}

int lt_clear_grads(const lt_tensor* t, int32_t n) {
  LT_TRY
  for (int32_t i = 0; i < n; i++) {
    lt::View view(t[i]);
    view.t.mutable_grad() = at::Tensor();
  }
  LT_CATCH
}

int lt_grad_mode(int on) {
  bool old = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(on != 0);
  return old;
}

void* lt_inference_enter(void) { return new c10::InferenceMode(true); }
void lt_inference_leave(void* guard) { delete static_cast<c10::InferenceMode*>(guard); }

int lt_autocast_enter(int device_type, int dtype) {
  LT_TRY
  namespace autocast = at::autocast;
  auto type = static_cast<at::ScalarType>(dtype);
#if LT_VERSION >= 204
  auto device = static_cast<c10::DeviceType>(device_type);
  autocast::set_autocast_dtype(device, type);
  autocast::set_autocast_enabled(device, true);
#else
  if (device_type == static_cast<int>(c10::DeviceType::CPU)) {
    autocast::set_autocast_cpu_dtype(type);
    autocast::set_cpu_enabled(true);
  } else {
    autocast::set_autocast_gpu_dtype(type);
    autocast::set_enabled(true);
  }
#endif
  autocast::set_autocast_cache_enabled(true);
  autocast::increment_nesting();
  LT_CATCH
}

int lt_autocast_leave(int device_type) {
  LT_TRY
  namespace autocast = at::autocast;
#if LT_VERSION >= 204
  autocast::set_autocast_enabled(static_cast<c10::DeviceType>(device_type), false);
#else
  if (device_type == static_cast<int>(c10::DeviceType::CPU)) autocast::set_cpu_enabled(false);
  else autocast::set_enabled(false);
#endif
  if (autocast::decrement_nesting() == 0) autocast::clear_cache(); // the cache holds copies of the weights
  LT_CATCH
}
