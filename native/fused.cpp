// Optimizer steps that read and write each value once. libtorch's own fused steps on the CPU came with 2.4.
#include "adapter.h"
#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>
#include <cmath>

#define LT_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))

namespace {
constexpr int64_t kGrain = 16384;

// The gradient in the parameter's own memory order, so that one index serves both.
at::Tensor aligned(const at::Tensor& gradient, const at::Tensor& parameter) {
  return gradient.strides() == parameter.strides() ? gradient : at::empty_like(parameter).copy_(gradient);
}

float* data(const at::Tensor& t, const at::Tensor& like) {
  TORCH_CHECK(t.scalar_type() == at::kFloat && t.is_non_overlapping_and_dense() && t.strides() == like.strides(),
              "fused optimizer steps take dense float32 tensors of one memory order");
  return t.data_ptr<float>();
}

LT_CLONES void sgd(float* __restrict p, const float* __restrict g, float* __restrict b, int64_t n, float rate, float mu,
                   float decay) {
  for (int64_t i = 0; i < n; i++) {
    b[i] = mu * b[i] + (g[i] + decay * p[i]);
    p[i] -= rate * b[i];
  }
}

LT_CLONES void plain_sgd(float* __restrict p, const float* __restrict g, int64_t n, float rate, float decay) {
  for (int64_t i = 0; i < n; i++) p[i] -= rate * (g[i] + decay * p[i]);
}

// rest1 = 1 − beta1, rest2 = 1 − beta2, taken in double: 1 − 0.999f is off by 5e-5.
struct Adam { float beta1, rest1, beta2, rest2, eps, l2, shrink, step_size, inverse_root; };

LT_CLONES void adam(float* __restrict p, const float* __restrict g, float* __restrict m, float* __restrict v, int64_t n,
                    Adam c) {
  for (int64_t i = 0; i < n; i++) {
    float w = p[i] * c.shrink, d = g[i] + c.l2 * p[i];
    m[i] = c.beta1 * m[i] + c.rest1 * d;
    v[i] = c.beta2 * v[i] + c.rest2 * d * d;
    p[i] = w - c.step_size * m[i] / (std::sqrt(v[i]) * c.inverse_root + c.eps);
  }
}
} // namespace

// b starts at zero, so that the first step gives b = d, as torch.optim.SGD does. A null momentum list means none.
int lt_fused_sgd(const lt_tensor* p, const lt_tensor* g, const lt_tensor* momentum, int32_t n, double rate, double mu,
                 double decay) {
  LT_TRY
  for (int32_t i = 0; i < n; i++) {
    if (!g[i]) continue;
    lt::View parameter(p[i]), gradient(g[i]);
    at::Tensor grad = aligned(gradient.t, parameter.t);
    float* pp = data(parameter.t, parameter.t);
    const float* pg = data(grad, parameter.t);
    if (momentum) {
      lt::View buffer(momentum[i]);
      float* pb = data(buffer.t, parameter.t);
      at::parallel_for(0, parameter.t.numel(), kGrain,
                       [&](int64_t a, int64_t z) { sgd(pp + a, pg + a, pb + a, z - a, rate, mu, decay); });
    } else {
      at::parallel_for(0, parameter.t.numel(), kGrain,
                       [&](int64_t a, int64_t z) { plain_sgd(pp + a, pg + a, z - a, rate, decay); });
    }
    parameter.t.unsafeGetTensorImpl()->bump_version();
  }
  LT_CATCH
}

// The formula of torch.optim.Adam and AdamW (Kingma & Ba 2015; Loshchilov & Hutter 2019); step counts from 1.
int lt_fused_adam(const lt_tensor* p, const lt_tensor* g, const lt_tensor* m, const lt_tensor* v, int32_t n, double rate,
                  double beta1, double beta2, double eps, double decay, int decoupled, int64_t step) {
  LT_TRY
  double correction1 = 1 - std::pow(beta1, step), correction2 = 1 - std::pow(beta2, step);
  Adam c{static_cast<float>(beta1), static_cast<float>(1 - beta1), static_cast<float>(beta2),
         static_cast<float>(1 - beta2), static_cast<float>(eps),
         decoupled ? 0.f : static_cast<float>(decay), decoupled ? static_cast<float>(1 - rate * decay) : 1.f,
         static_cast<float>(rate / correction1), static_cast<float>(1 / std::sqrt(correction2))};
  for (int32_t i = 0; i < n; i++) {
    if (!g[i]) continue;
    lt::View parameter(p[i]), gradient(g[i]), first(m[i]), second(v[i]);
    at::Tensor grad = aligned(gradient.t, parameter.t);
    float *pp = data(parameter.t, parameter.t), *pm = data(first.t, parameter.t), *pv = data(second.t, parameter.t);
    const float* pg = data(grad, parameter.t);
    at::parallel_for(0, parameter.t.numel(), kGrain,
                     [&](int64_t a, int64_t z) { adam(pp + a, pg + a, pm + a, pv + a, z - a, c); });
    parameter.t.unsafeGetTensorImpl()->bump_version();
  }
  LT_CATCH
}
