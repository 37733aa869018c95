// TorchScript modules.
#include "adapter.h"
#include <torch/csrc/jit/api/module.h>
#include <torch/csrc/jit/serialization/import.h>
#include <memory>
#include <sstream>

struct lt_script_ { torch::jit::Module module; };

namespace {

// A result that contains itself would never end.
constexpr int max_depth = 32;

struct Found {
  std::vector<at::Tensor> tensors;
  std::string places; // one line a tensor

  void add(const c10::IValue& v, const std::string& place, int depth = 0) {
    TORCH_CHECK(depth < max_depth, "the result is nested more than ", max_depth, " deep");
    auto part = [&](const c10::IValue& inner, const std::string& name) { add(inner, place + name, depth + 1); };
    auto numbered = [&](size_t i) { return '[' + std::to_string(i) + ']'; };
    auto named = [&](const std::string& name) { return place.empty() ? name : '.' + name; };
    if (v.isTensor()) {
      if (!v.toTensor().defined()) return;
      tensors.push_back(v.toTensor());
      places += place + '\n';
    } else if (v.isTuple()) {
      const auto& elements = v.toTupleRef().elements().vec();
      auto type = v.type()->cast<c10::TupleType>();
      const auto schema = type ? type->schema() : nullptr; // of a NamedTuple
      for (size_t i = 0; i < elements.size(); i++)
        part(elements[i], schema ? named(schema->arguments()[i].name()) : numbered(i));
    } else if (v.isList()) {
      auto elements = v.toListRef();
      for (size_t i = 0; i < elements.size(); i++) part(elements[i], numbered(i));
    } else if (v.isGenericDict()) {
      for (const auto& entry : v.toGenericDict()) {
        std::ostringstream key;
        if (entry.key().isString()) key << named(entry.key().toStringRef());
        else key << '[' << entry.key() << ']';
        part(entry.value(), key.str());
      }
    } else if (v.isObject() && !v.isCustomClass()) {
      const auto object = v.toObject();
      const auto& type = *object->type();
      for (size_t i = 0; i < type.numAttributes(); i++) part(object->getSlot(i), named(type.getAttributeName(i)));
    } // a number, text or None holds no tensor
  }
};

const c10::IValue& value_of(lt_object object) { return *reinterpret_cast<const c10::IValue*>(object); }

int hand_out(const std::vector<at::Tensor>& tensors, int32_t max, lt_tensor* out, int32_t* n) {
  *n = static_cast<int32_t>(tensors.size());
  for (int32_t i = 0; i < *n && i < max; i++) out[i] = lt::give(at::Tensor(tensors[i]));
  return 0;
}

} // namespace

int lt_script_load(const char* path, int64_t device, lt_script* out) {
  LT_TRY
  *out = new lt_script_{torch::jit::load(path, lt::device(device))};
  LT_CATCH
}

int lt_script_call(lt_script m, const lt_value* args, const char* const* names, int32_t nargs, lt_object* result) {
  LT_TRY
  std::vector<c10::IValue> places;
  torch::jit::Kwargs words;
  for (int32_t i = 0; i < nargs; i++) {
    if (names && names[i]) words.emplace(names[i], lt::to_ivalue(args[i]));
    else places.push_back(lt::to_ivalue(args[i]));
  }
  auto forward = m->module.get_method("forward");
  *result = reinterpret_cast<lt_object>(new c10::IValue(forward(std::move(places), words)));
  LT_CATCH
}

int lt_object_tensors(lt_object object, int32_t max, lt_tensor* out, int32_t* n) {
  LT_TRY
  Found found;
  found.add(value_of(object), "");
  hand_out(found.tensors, max, out, n);
  LT_CATCH
}

const char* lt_object_places(lt_object object) {
  static thread_local std::string text;
  try {
    Found found;
    found.add(value_of(object), "");
    text = std::move(found.places);
    return text.c_str();
  } catch (...) {
    lt::fail(__func__);
    return nullptr;
  }
}

const char* lt_script_text(lt_script m, const char* name) {
  static thread_local std::string text;
  try {
    std::string what(name);
    std::ostringstream out;
    const auto schema = m->module.get_method("forward").function().getSchema();
    if (what == "arguments") {
      for (size_t i = 1; i < schema.arguments().size(); i++) { // the first is the module itself
        const auto& argument = schema.arguments()[i];
        out << argument.name() << '\t' << argument.type()->repr_str() << '\t' << (argument.default_value() ? 1 : 0) << '\n';
      }
    } else if (what == "returns") {
      for (const auto& result : schema.returns()) out << result.type()->repr_str();
    } else {
      return nullptr;
    }
    text = out.str();
    return text.c_str();
  } catch (...) {
    lt::fail(__func__);
    return nullptr;
  }
}

int lt_script_parameters(lt_script m, int32_t max, lt_tensor* out, int32_t* n) {
  LT_TRY
  std::vector<at::Tensor> parameters;
  for (const auto& p : m->module.parameters()) parameters.push_back(p);
  hand_out(parameters, max, out, n);
  LT_CATCH
}

int lt_script_train(lt_script m, int on) {
  LT_TRY
  m->module.train(on != 0);
  LT_CATCH
}

int lt_script_freeze(lt_script m, int optimize, lt_script* out) {
  LT_TRY
  auto frozen = torch::jit::freeze(m->module);
  if (optimize) frozen = torch::jit::optimize_for_inference(frozen);
  *out = new lt_script_{std::move(frozen)};
  LT_CATCH
}

void lt_script_free(lt_script m) { delete m; }
