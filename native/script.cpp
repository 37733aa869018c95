// TorchScript modules.
#include "adapter.h"
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>
#include <memory>

struct lt_script_ { torch::jit::Module module; };

int lt_script_load(const char* path, int64_t device, lt_script* out) {
  LT_TRY
  *out = new lt_script_{torch::jit::load(path, lt::device(device))};
  LT_CATCH
}

int lt_script_call(lt_script m, const lt_value* args, int32_t nargs, lt_value* results, int32_t max, int32_t* n) {
  LT_TRY
  std::vector<c10::IValue> stack;
  for (int32_t i = 0; i < nargs; i++) stack.push_back(lt::to_ivalue(args[i]));
  c10::IValue result = m->module.forward(std::move(stack));
  std::vector<c10::IValue> out;
  if (result.isTuple()) out = result.toTupleRef().elements().vec();
  else out.push_back(std::move(result));
  *n = lt::to_values(out, results, max);
  LT_CATCH
}

int lt_script_parameters(lt_script m, int32_t max, lt_tensor* out, int32_t* n) {
  LT_TRY
  *n = 0;
  for (const auto& p : m->module.parameters()) {
    if (*n < max) out[*n] = lt::give(at::Tensor(p));
    ++*n;
  }
  LT_CATCH
}

int lt_script_train(lt_script m, int on) {
  LT_TRY
  m->module.train(on != 0);
  LT_CATCH
}

void lt_script_free(lt_script m) { delete m; }
