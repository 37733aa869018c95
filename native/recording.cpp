// What really ran: every operator call, added up for each name and shapes.
#include "adapter.h"
#include <ATen/record_function.h>
#include <chrono>
#include <memory>
#include <mutex>
#include <unordered_map>

namespace {
using Clock = std::chrono::steady_clock;
struct Key { std::string name, shapes, results; };
struct Sum { int64_t calls = 0, total_ns = 0, self_ns = 0; };
struct Frame { Clock::time_point start; int64_t children_ns; std::string shapes; };

std::mutex mutex;
std::unordered_map<std::string, std::pair<Key, Sum>> sums; // under mutex
at::CallbackHandle handle = 0;                             // 0: not recording
thread_local std::vector<Frame> frames;

template <class Values>
std::string shapes_of(const Values& values) {
  std::string shapes;
  for (const c10::IValue& v : values) {
    if (!v.isTensor() || !v.toTensor().defined()) continue;
    shapes += shapes.empty() ? "[" : " [";
    for (auto size : v.toTensor().sizes()) (shapes.back() == '[' ? shapes : shapes += ", ") += std::to_string(size);
    shapes += ']';
  }
  return shapes;
}

// Inputs may be read in the start callback only; libtorch frees them while the operator runs.
std::unique_ptr<at::ObserverContext> start(const at::RecordFunction& fn) {
  std::string shapes = shapes_of(fn.inputs());
  frames.push_back({Clock::now(), 0, std::move(shapes)});
  return nullptr;
}

void end(const at::RecordFunction& fn, at::ObserverContext*) {
  if (frames.empty()) return; // began before the recording
  auto frame = std::move(frames.back());
  frames.pop_back();
  int64_t ns = std::chrono::nanoseconds(Clock::now() - frame.start).count();
  if (!frames.empty()) frames.back().children_ns += ns;
  std::string name(fn.name()), results = shapes_of(fn.outputs());
  std::lock_guard<std::mutex> lock(mutex);
  auto& [key, sum] = sums[name + '\t' + frame.shapes + '\t' + results];
  if (sum.calls == 0) key = {std::move(name), std::move(frame.shapes), std::move(results)};
  sum.calls++;
  sum.total_ns += ns;
  sum.self_ns += ns - frame.children_ns;
}
} // namespace

int lt_record_start(void) {
  LT_TRY
  TORCH_CHECK(handle == 0, "operators are being recorded already");
  {
    std::lock_guard<std::mutex> lock(mutex);
    sums.clear();
  }
  handle = at::addGlobalCallback(at::RecordFunctionCallback(start, end).needsInputs(true).needsOutputs(true).scopes(
      {at::RecordScope::FUNCTION, at::RecordScope::BACKWARD_FUNCTION}));
  LT_CATCH
}

int lt_record_stop(const lt_recorded** rows, int32_t* n) {
  LT_TRY
  TORCH_CHECK(handle != 0, "operators are not being recorded");
  at::removeCallback(handle);
  handle = 0;
  static std::vector<lt_recorded> result;
  std::lock_guard<std::mutex> lock(mutex);
  result.clear();
  for (const auto& [_, entry] : sums)
    result.push_back({entry.first.name.c_str(), entry.first.shapes.c_str(), entry.first.results.c_str(),
                      entry.second.calls, entry.second.total_ns, entry.second.self_ns});
  *rows = result.data();
  *n = static_cast<int32_t>(result.size());
  LT_CATCH
}
