// Operators by name, through the dispatcher's boxed call.
#include "adapter.h"
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/ops/tensor.h>
#include <memory>
#include <sstream>

namespace {

// What a plain number means to an argument of another kind, as in Python: 2 for int[2], 1 for float.
enum class Coerce : uint8_t { Keep, Float, Ints, Tensor };

struct Operator {
  c10::OperatorHandle handle;
  std::vector<c10::IValue> defaults; // None where there is none
  std::vector<Coerce> coerce;
  std::vector<int32_t> list_length;  // int[2] -> 2
  std::vector<bool> drop_result;     // the result aliases a written argument
  bool drops = false;
  uint32_t required = 0;
  std::string schema;
};

Coerce coercion(c10::TypePtr type) {
  if (auto optional = type->cast<c10::OptionalType>()) type = optional->getElementType();
  switch (type->kind()) {
    case c10::TypeKind::FloatType: return Coerce::Float;
    case c10::TypeKind::TensorType: return Coerce::Tensor;
    case c10::TypeKind::ListType: {
      auto element = type->castRaw<c10::ListType>()->getElementType()->kind();
      return element == c10::TypeKind::IntType || element == c10::TypeKind::SymIntType ? Coerce::Ints : Coerce::Keep;
    }
    default: return Coerce::Keep;
  }
}

Operator* resolve(c10::OperatorHandle handle) {
  auto op = std::make_unique<Operator>(Operator{handle});
  const auto& schema = handle.schema();
  for (const auto& argument : schema.arguments()) {
    op->coerce.push_back(coercion(argument.type()));
    op->list_length.push_back(argument.N() ? *argument.N() : 1);
    if (argument.default_value()) {
      op->defaults.push_back(*argument.default_value());
    } else {
      op->defaults.emplace_back();
      op->required = op->defaults.size();
    }
  }
  for (const auto& result : schema.returns()) {
    bool written = result.alias_info() && result.alias_info()->isWrite();
    op->drop_result.push_back(written);
    op->drops |= written;
  }
  std::ostringstream text;
  text << schema;
  op->schema = text.str();
  return op.release();
}

template <class T> c10::List<T> list_of(const lt_value& v, T (*element)(lt_tensor)) {
  c10::List<T> list;
  list.reserve(v.len);
  for (uint32_t i = 0; i < v.len; i++) list.push_back(element(static_cast<lt_tensor*>(v.p)[i]));
  return list;
}

using MaybeTensor = decltype(std::declval<c10::IValue>().toOptional<at::Tensor>());

// Per thread, behind one plain pointer: a thread_local object with a constructor costs a guard at each access.
struct Scratch {
  std::vector<c10::IValue> stack;
  std::vector<lt_tensor> tensors;
  std::vector<int64_t> ints;
  std::string text;
};
Scratch& scratch() {
  static __thread Scratch* current __attribute__((tls_model("initial-exec")));
  if (C10_UNLIKELY(!current)) {
    static thread_local Scratch owned;
    current = &owned;
  }
  return *current;
}

// The thread's stack, kept between calls; a nested call finds it taken and makes its own.
struct StackLease {
  Scratch& home;
  std::vector<c10::IValue> stack;
  StackLease() : home(scratch()), stack(std::move(home.stack)) {
    if (C10_UNLIKELY(stack.capacity() == 0)) stack.reserve(16);
  }
  ~StackLease() {
    stack.clear();
    if (stack.capacity() > home.stack.capacity()) home.stack = std::move(stack);
  }
};

void push(std::vector<c10::IValue>& stack, const lt_value& v, const Operator& op, size_t i) {
  switch (v.tag) {
    case LT_TENSOR: stack.emplace_back(lt::borrow(static_cast<lt_tensor>(v.p))); return;
    case LT_INT:
      switch (op.coerce[i]) {
        case Coerce::Float: stack.emplace_back(static_cast<double>(v.i)); return;
        case Coerce::Ints: stack.emplace_back(std::vector<int64_t>(op.list_length[i], v.i)); return;
        case Coerce::Tensor: stack.emplace_back(at::tensor(v.i)); return;
        case Coerce::Keep: stack.emplace_back(v.i); return;
      }
      return;
    case LT_DEFAULT: stack.push_back(op.defaults[i]); return;
    default: stack.push_back(lt::to_ivalue(v));
  }
}

template <class T> void list(std::ostream& out, const lt_value& v) {
  out << '[';
  for (uint32_t i = 0; i < v.len; i++) out << (i ? ", " : "") << static_cast<const T*>(v.p)[i];
  out << ']';
}

// Tensors from the stack, which owns them, the rest from the caller, since the operator may have moved it away.
std::string describe(const Operator& op, const std::vector<c10::IValue>& stack, const lt_value* args, size_t n) {
  std::ostringstream out;
  out << op.handle.operator_name().name << '(';
  for (size_t i = 0; i < n; i++) {
    if (i) out << ", ";
    switch (args[i].tag) {
      case LT_TENSOR: case LT_TENSOR_MOVE:
        if (i < stack.size() && stack[i].isTensor() && stack[i].toTensor().defined())
          out << stack[i].toTensor().scalar_type() << stack[i].toTensor().sizes();
        else out << "tensor";
        break;
      case LT_INT: out << args[i].i; break;
      case LT_DOUBLE: out << args[i].d; break;
      case LT_BOOL: out << (args[i].i ? "true" : "false"); break;
      case LT_INTS: list<int64_t>(out, args[i]); break;
      case LT_TENSORS: case LT_OPT_TENSORS: out << args[i].len << " tensors"; break;
      case LT_STRING: out << '"' << std::string(static_cast<const char*>(args[i].p), args[i].len) << '"'; break;
      case LT_NONE: out << "None"; break;
      default: out << "…";
    }
  }
  out << ')';
  return out.str();
}

} // namespace

namespace lt {

c10::IValue to_ivalue(const lt_value& v) {
  switch (v.tag) {
    case LT_NONE: return {};
    case LT_TENSOR: return borrow(static_cast<lt_tensor>(v.p));
    case LT_TENSOR_MOVE: return take(static_cast<lt_tensor>(v.p));
    case LT_INT: return v.i;
    case LT_DOUBLE: return v.d;
    case LT_BOOL: return v.i != 0;
    case LT_INTS: return c10::IntArrayRef(static_cast<const int64_t*>(v.p), v.len);
    case LT_DOUBLES: return c10::ArrayRef<double>(static_cast<const double*>(v.p), v.len);
    case LT_BOOLS: {
      c10::List<bool> list;
      for (uint32_t i = 0; i < v.len; i++) list.push_back(static_cast<const uint8_t*>(v.p)[i] != 0);
      return list;
    }
    case LT_TENSORS: return list_of<at::Tensor>(v, [](lt_tensor h) { return borrow(h); });
    case LT_OPT_TENSORS: return list_of<MaybeTensor>(v, [](lt_tensor h) { return h ? MaybeTensor(borrow(h)) : MaybeTensor(); });
    case LT_SCALARS: {
      c10::List<at::Scalar> list;
      for (uint32_t i = 0; i < v.len; i++) list.push_back(to_ivalue(static_cast<const lt_value*>(v.p)[i]).toScalar());
      return list;
    }
    case LT_STRING: return std::string(static_cast<const char*>(v.p), v.len);
    case LT_DEVICE: return device(v.i);
    case LT_OBJECT: return *static_cast<const c10::IValue*>(v.p);
    case LT_DICT: {
      c10::Dict<std::string, at::Tensor> dict;
      const auto* parts = static_cast<const lt_value*>(v.p);
      for (uint32_t i = 0; i < v.len; i++) dict.insert(to_ivalue(parts[2 * i]).toStringRef(), to_ivalue(parts[2 * i + 1]).toTensor());
      return dict;
    }
    default: TORCH_CHECK(false, "argument of unknown kind ", static_cast<int>(v.tag));
  }
}

int32_t to_values(std::vector<c10::IValue>& stack, lt_value* results, int32_t max) {
  auto one = [](c10::IValue& v, lt_value& r) {
    r.p = give(std::move(v).toTensor());
    r.tag = r.p ? LT_TENSOR : LT_NONE;
  };
  if (C10_LIKELY(stack.size() == 1 && max > 0 && stack[0].isTensor())) {
    one(stack[0], results[0]);
    return 1;
  }
  TORCH_CHECK(stack.size() <= static_cast<size_t>(max), "room for ", max, " results, there are ", stack.size());
  auto& s = scratch();
  s.tensors.clear();
  // First, so that pointers into the shared buffer stay good and nothing fails once a reference is given away.
  size_t tensors = 0;
  for (const auto& v : stack) {
    if (v.isTensorList()) tensors += v.toListRef().size();
    else TORCH_CHECK(v.isTensor() || v.isInt() || v.isDouble() || v.isBool() || v.isIntList() || v.isString() || v.isNone() ||
                         v.isObject(),
                     "a result is a ", v.tagKind(), ", which has no form here");
  }
  s.tensors.reserve(tensors);
  for (size_t i = 0; i < stack.size(); i++) {
    c10::IValue& v = stack[i];
    lt_value& r = results[i];
    r = lt_value{};
    if (v.isTensor()) one(v, r);
    else if (v.isInt()) { r.tag = LT_INT; r.i = v.toInt(); }
    else if (v.isDouble()) { r.tag = LT_DOUBLE; r.d = v.toDouble(); }
    else if (v.isBool()) { r.tag = LT_BOOL; r.i = v.toBool(); }
    else if (v.isTensorList()) {
      r.tag = LT_TENSORS;
      r.p = s.tensors.data() + s.tensors.size();
      for (const auto& e : v.toListRef()) s.tensors.push_back(give(at::Tensor(e.toTensor())));
      r.len = s.tensors.data() + s.tensors.size() - static_cast<lt_tensor*>(r.p);
    }
    else if (v.isIntList()) { s.ints = v.toIntVector(); r.tag = LT_INTS; r.len = s.ints.size(); r.p = s.ints.data(); }
    else if (v.isString()) { s.text = v.toStringRef(); r.tag = LT_STRING; r.len = s.text.size(); r.p = s.text.data(); }
    else if (v.isObject()) { r.p = new c10::IValue(std::move(v)); r.tag = LT_OBJECT; }
  }
  return static_cast<int32_t>(stack.size());
}

} // namespace lt

lt_op lt_find_op(const char* name, const char* overload) {
  try {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(found, "this libtorch has no operator ", name, *overload ? "." : "", overload);
    return reinterpret_cast<lt_op>(resolve(*found));
  } catch (...) {
    lt::fail(__func__, name);
    return nullptr;
  }
}

const char* lt_op_schema(lt_op op) { return reinterpret_cast<Operator*>(op)->schema.c_str(); }

int lt_call(lt_op handle, const lt_value* args, int32_t nargs, lt_value* results, int32_t max, int32_t* n) {
  const auto& op = *reinterpret_cast<const Operator*>(handle);
  StackLease lease;
  auto& stack = lease.stack;
  int32_t i = -1; // last argument pushed, which the stack owns
  try {
    size_t wanted = op.defaults.size();
    TORCH_CHECK(static_cast<uint32_t>(nargs) <= wanted && static_cast<uint32_t>(nargs) >= op.required, nargs,
                " arguments for ", op.schema);
    for (i = 0; i < nargs; i++) push(stack, args[i], op, i);
    for (size_t k = nargs; k < wanted; k++) stack.push_back(op.defaults[k]);
    op.handle.callBoxed(&stack);
    if (op.drops) {
      size_t kept = 0;
      for (size_t j = 0; j < stack.size(); j++)
        if (!op.drop_result[j]) {
          if (kept != j) stack[kept] = std::move(stack[j]);
          kept++;
        }
      stack.resize(kept);
    }
    *n = lt::to_values(stack, results, max);
    return 0;
  } catch (...) {
    for (int32_t k = i + 1; k < nargs; k++)
      if (args[k].tag == LT_TENSOR_MOVE) (void)lt::take(static_cast<lt_tensor>(args[k].p));
    return lt::fail(__func__, describe(op, stack, args, nargs));
  }
}

void lt_object_free(lt_object object) { delete reinterpret_cast<c10::IValue*>(object); }
