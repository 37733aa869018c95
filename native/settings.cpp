// Errors, version, settings.
#include "adapter.h"
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/detail/CUDAHooksInterface.h>
#include <malloc.h>
#include <mutex>
#include <sstream>

namespace {
thread_local std::string last_error, last_call, text;

// A symbolized back trace would cost 2 ms for each error.
[[maybe_unused]] const bool quiet = (c10::SetStackTraceFetcher([]() -> std::string { return ""; }), true);

void seed(at::Context& context, const c10::Device& device, uint64_t value) {
  auto generator = context.defaultGenerator(device);
  std::lock_guard<std::mutex> lock(generator.mutex());
  generator.set_current_seed(value);
}

void allow_tf32(at::Context& context, bool on) {
  context.setAllowTF32CuDNN(on);
  context.setAllowTF32CuBLAS(on);
}
} // namespace

int lt::fail(const char* where, std::string call) {
  last_call = std::move(call);
  try {
    throw;
  } catch (const c10::Error& e) {
    last_error = e.what_without_backtrace();
  } catch (const std::exception& e) {
    last_error = e.what();
  } catch (...) {
    last_error = std::string("an exception of unknown type in ") + where;
  }
  return 1;
}

int lt_abi_version(void) { return LT_ABI_VERSION; }
const char* lt_last_error(void) { return last_error.c_str(); }
const char* lt_last_call(void) { return last_call.c_str(); }

const char* lt_text(const char* name) {
  try {
    std::string what(name);
    if (what == "version") text = TORCH_VERSION;
    else if (what == "config") text = at::show_config();
    else if (what == "parallel") text = at::get_parallel_info();
    else if (what.rfind("ops:", 0) == 0) {
      std::ostringstream out;
      for (auto& op : c10::Dispatcher::singleton().getAllOpNames())
        if (op.name.rfind(what.substr(4), 0) == 0)
          out << op.name << (op.overload_name.empty() ? "" : ".") << op.overload_name << '\n';
      text = out.str();
    } else return nullptr;
    return text.c_str();
  } catch (...) {
    lt::fail(__func__);
    return nullptr;
  }
}

int lt_set(const char* name, int64_t v) {
  LT_TRY
  std::string n(name);
  auto& context = at::globalContext();
  if (n == "threads") at::set_num_threads(static_cast<int>(v));
  else if (n == "interop_threads") at::set_num_interop_threads(static_cast<int>(v));
  else if (n == "seed") {
    seed(context, c10::Device(c10::kCPU), v);
    for (int i = 0, devices = lt_device_count(static_cast<int>(c10::kCUDA)); i < devices; i++)
      seed(context, lt::device(static_cast<int>(c10::kCUDA), i), v);
  }
  else if (n == "cudnn_benchmark") context.setBenchmarkCuDNN(v != 0);
  else if (n == "deterministic") context.setDeterministicAlgorithms(v != 0, false);
  else if (n == "tf32") allow_tf32(context, v != 0);
  else if (n == "flush_denormal") { TORCH_CHECK(context.setFlushDenormal(v != 0), "this processor cannot flush denormal numbers"); }
  else TORCH_CHECK(false, "no setting is called ", n);
  LT_CATCH
}

int lt_get(const char* name, int64_t* v) {
  LT_TRY
  std::string n(name);
  auto& context = at::globalContext();
  auto& cuda = at::detail::getCUDAHooks();
  if (n == "threads") *v = at::get_num_threads();
  else if (n == "interop_threads") *v = at::get_num_interop_threads();
  else if (n == "mkldnn") *v = context.hasMKLDNN();
  else if (n == "mkl") *v = context.hasMKL();
  else if (n == "cuda") *v = cuda.hasCUDA();
  else if (n == "cudnn") *v = cuda.hasCUDA() && cuda.hasCuDNN() ? cuda.versionCuDNN() : 0;
  else TORCH_CHECK(false, "no value is called ", n);
  LT_CATCH
}

int lt_mallopt(int parameter, int value) { return mallopt(parameter, value); }
