// The fastest square matrix product that OpenBLAS and oneDNN reach when they are called without libtorch: several sizes,
// oneDNN also with weights packed beforehand as its kernel likes them. Each candidate is tried for a moment, the fastest
// is measured for the time given, and its fastest repetition counts.
//
//   g++ -O3 -march=native -fopenmp products.cpp -o products -ldnnl -l:libopenblas.so.0
//   ./products fp32|bf16|int8 SECONDS        prints FLOP per second, then what did it
#include <dnnl.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <random>
#include <string>
#include <unordered_map>
#include <vector>

extern "C" void cblas_sgemm(int order, int transA, int transB, int m, int n, int k, float alpha, const float* a, int lda,
                            const float* b, int ldb, float beta, float* c, int ldc);
extern "C" char* openblas_get_corename();

namespace {
using dnnl::memory;
using Type = memory::data_type;
using Clock = std::chrono::steady_clock;

double seconds(Clock::time_point from) { return std::chrono::duration<double>(Clock::now() - from).count(); }

double fastest(const std::function<void()>& work, double time) {
  work();
  double best = INFINITY;
  auto start = Clock::now();
  for (int n = 0; n < 5 || seconds(start) < time; n++) {
    auto before = Clock::now();
    work();
    best = std::min(best, seconds(before));
  }
  return best;
}

struct Candidate {
  std::string name;
  double flop;
  std::function<void()> work;
};

std::mt19937 source(1);

void fill(const memory& m) {
  std::normal_distribution<float> normal;
  std::uniform_int_distribution<int> small(1, 100);
  auto desc = m.get_desc();
  void* data = m.get_data_handle();
  size_t bytes = desc.get_size();
  switch (desc.data_type()) {
    case Type::f32: for (size_t i = 0; i < bytes / 4; i++) static_cast<float*>(data)[i] = normal(source); break;
    case Type::bf16:
      for (size_t i = 0; i < bytes / 2; i++) {
        float value = normal(source);
        uint32_t bits;
        std::memcpy(&bits, &value, 4);
        static_cast<uint16_t*>(data)[i] = bits >> 16;
      }
      break;
    default: for (size_t i = 0; i < bytes; i++) static_cast<uint8_t*>(data)[i] = small(source);
  }
}

void add_onednn(std::vector<Candidate>& all, const dnnl::engine& engine, int n, Type a, Type b, Type c, bool packed) {
  auto plain = memory::format_tag::ab, any = memory::format_tag::any;
  dnnl::matmul::primitive_desc description({memory::desc({n, n}, a, plain), memory::desc({n, n}, b, packed ? any : plain),
                                            memory::desc({n, n}, c, plain)}, engine);
  memory x(description.src_desc(), engine), y(description.weights_desc(), engine), z(description.dst_desc(), engine);
  fill(x);
  fill(y);
  dnnl::matmul product(description);
  std::unordered_map<int, memory> arguments{{DNNL_ARG_SRC, x}, {DNNL_ARG_WEIGHTS, y}, {DNNL_ARG_DST, z}};
  dnnl::stream stream(engine);
  all.push_back({std::string("oneDNN matmul") + (packed ? ", packed weights, " : ", ") + std::to_string(n), 2.0 * n * n * n,
                 [=]() mutable { product.execute(stream, arguments); stream.wait(); }});
}

void add_blas(std::vector<Candidate>& all, int n) {
  std::normal_distribution<float> normal;
  std::vector<float> a(static_cast<size_t>(n) * n), b(a.size()), c(a.size());
  for (auto& value : a) value = normal(source);
  for (auto& value : b) value = normal(source);
  std::string core = openblas_get_corename();
  all.push_back({"OpenBLAS sgemm (" + core + "), " + std::to_string(n), 2.0 * n * n * n,
                 [=]() mutable { cblas_sgemm(101, 111, 111, n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n); }});
  all.push_back({"dnnl_sgemm, " + std::to_string(n), 2.0 * n * n * n,
                 [=]() mutable { dnnl_sgemm('N', 'N', n, n, n, 1, a.data(), n, b.data(), n, 0, c.data(), n); }});
}
} // namespace

int main(int count, char** words) {
  if (count != 3) return std::fprintf(stderr, "usage: products fp32|bf16|int8 SECONDS\n"), 2;
  std::string arithmetic = words[1];
  double time = std::atof(words[2]);
  dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  std::vector<Candidate> all;
  for (int n : {512, 1024, 2048}) {
    if (arithmetic == "fp32") add_blas(all, n);
    for (bool packed : {false, true}) {
      if (arithmetic == "fp32") add_onednn(all, engine, n, Type::f32, Type::f32, Type::f32, packed);
      if (arithmetic == "bf16") add_onednn(all, engine, n, Type::bf16, Type::bf16, Type::bf16, packed);
      if (arithmetic == "int8") add_onednn(all, engine, n, Type::u8, Type::s8, Type::u8, packed);
    }
  }
  Candidate* best = nullptr;
  double rate = 0;
  for (auto& candidate : all) {
    double found = candidate.flop / fastest(candidate.work, 0.06);
    if (found > rate) { best = &candidate; rate = found; }
  }
  std::printf("%.6e %s\n", best->flop / fastest(best->work, time), best->name.c_str());
}
