// Shared by the adapter's sources: handles in and out, errors.
#pragma once
#include "laptime_torch.h"
#include <ATen/core/Tensor.h>
#include <ATen/core/ivalue.h>
#include <torch/version.h>
#include <string>
#include <vector>

#define LT_VERSION (TORCH_VERSION_MAJOR * 100 + TORCH_VERSION_MINOR) // 113, 206, 214

namespace lt {

// Stores the exception being handled as the thread's last error; call inside catch (...). Returns 1.
int fail(const char* where, std::string call = {});

using TensorRef = c10::intrusive_ptr<c10::TensorImpl, c10::UndefinedTensorImpl>;

// One more reference to the caller's tensor.
inline at::Tensor borrow(lt_tensor handle) {
  return handle ? at::Tensor(TensorRef::reclaim_copy(reinterpret_cast<c10::TensorImpl*>(handle))) : at::Tensor();
}

// The caller's own reference.
inline at::Tensor take(lt_tensor handle) {
  return handle ? at::Tensor(TensorRef::reclaim(reinterpret_cast<c10::TensorImpl*>(handle))) : at::Tensor();
}

// Hands a reference to the caller; null for an undefined tensor.
inline lt_tensor give(at::Tensor&& t) {
  return t.defined() ? reinterpret_cast<lt_tensor>(t.unsafeReleaseTensorImpl()) : nullptr;
}

// A tensor seen for the duration of a call, without counting.
struct View {
  at::Tensor t;
  explicit View(lt_tensor handle) : t(take(handle)) {}
  ~View() { if (t.defined()) (void)t.unsafeReleaseTensorImpl(); }
  View(const View&) = delete;
  View& operator=(const View&) = delete;
};

inline c10::Device device(int type, int index) {
  return c10::Device(static_cast<c10::DeviceType>(type), static_cast<c10::DeviceIndex>(index));
}
inline c10::Device device(int64_t packed) { return device(static_cast<int>(packed & 0xff), static_cast<int>(packed >> 32)); }

c10::IValue to_ivalue(const lt_value& value);
int32_t to_values(std::vector<c10::IValue>& stack, lt_value* results, int32_t max);

} // namespace lt

#define LT_TRY try {
#define LT_CATCH return 0; } catch (...) { return ::lt::fail(__func__); }
