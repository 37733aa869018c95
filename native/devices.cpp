// Devices behind the dispatcher's own guards; what only CUDA has needs its headers (LAPTIME_CUDA).
#include "adapter.h"
#include <c10/core/impl/VirtualGuardImpl.h>
#include <memory>
#if LT_VERSION >= 209
#include <c10/core/CachingDeviceAllocator.h>
#endif
#ifdef LAPTIME_CUDA
#include <ATen/cuda/CUDAEvent.h>
#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <c10/cuda/CUDAGuard.h>
#endif

namespace {
c10::impl::VirtualGuardImpl guard(int type) { return c10::impl::VirtualGuardImpl(static_cast<c10::DeviceType>(type)); }
} // namespace

int lt_device_count(int type) {
  try {
    if (type == static_cast<int>(c10::DeviceType::CPU)) return 1;
    return c10::impl::hasDeviceGuardImpl(static_cast<c10::DeviceType>(type)) ? guard(type).deviceCount() : 0;
  } catch (...) {
    lt::fail(__func__); // no driver, or none that works: no devices
    return 0;
  }
}

int lt_synchronize(int type, int index) {
  LT_TRY
  if (type == static_cast<int>(c10::DeviceType::CPU)) return 0;
  guard(type).getStream(lt::device(type, index)).synchronize();
  LT_CATCH
}

int lt_memory(int type, int index, int64_t* allocated, int64_t* peak, int64_t* reserved) {
  LT_TRY
  TORCH_CHECK(type != static_cast<int>(c10::DeviceType::CPU) && lt_device_count(type) > index, "no such device");
#if LT_VERSION >= 209
  auto stats = at::getDeviceAllocator(static_cast<c10::DeviceType>(type))->getDeviceStats(index);
#elif defined(LAPTIME_CUDA)
  auto stats = c10::cuda::CUDACachingAllocator::getDeviceStats(index);
#endif
#if LT_VERSION >= 209 || defined(LAPTIME_CUDA)
  *allocated = stats.allocated_bytes[0].current; // 0: the aggregate of all pools
  *peak = stats.allocated_bytes[0].peak;
  *reserved = stats.reserved_bytes[0].current;
#else
  TORCH_CHECK(false, "memory figures need libtorch 2.9 or the CUDA headers");
#endif
  LT_CATCH
}

#ifdef LAPTIME_CUDA
struct lt_event_ { at::cuda::CUDAEvent event{cudaEventDefault}; };

int lt_event_record(int, int index, lt_event* event) {
  LT_TRY
  if (!*event) *event = new lt_event_();
  (*event)->event.record(c10::cuda::getCurrentCUDAStream(static_cast<c10::DeviceIndex>(index)));
  LT_CATCH
}

int lt_event_elapsed(lt_event from, lt_event to, double* seconds) {
  LT_TRY
  *seconds = from->event.elapsed_time(to->event) / 1e3;
  LT_CATCH
}

void lt_event_free(lt_event event) { delete event; }

// Capture needs a stream of its own; replay runs on whichever is current.
struct lt_graph_ {
  at::cuda::CUDAGraph graph;
  std::unique_ptr<c10::cuda::CUDAStreamGuard> capturing;
};

int lt_graph_begin(int index, lt_graph* out) {
  LT_TRY
  auto graph = std::make_unique<lt_graph_>();
  auto stream = c10::cuda::getStreamFromPool(false, static_cast<c10::DeviceIndex>(index));
  c10::cuda::getCurrentCUDAStream(static_cast<c10::DeviceIndex>(index)).synchronize();
  graph->capturing = std::make_unique<c10::cuda::CUDAStreamGuard>(stream);
  graph->graph.capture_begin();
  *out = graph.release();
  LT_CATCH
}

int lt_graph_end(lt_graph graph) {
  LT_TRY
  struct Leave { lt_graph g; ~Leave() { g->capturing.reset(); } } leave{graph}; // also when the capture failed
  graph->graph.capture_end();
  LT_CATCH
}

int lt_graph_replay(lt_graph graph) {
  LT_TRY
  graph->graph.replay();
  LT_CATCH
}

void lt_graph_free(lt_graph graph) { delete graph; }
#else
namespace {
int no_cuda(const char* what) {
  try {
    TORCH_CHECK(false, what, " need a CUDA build of libtorch and its CUDA headers when the adapter is compiled");
  } catch (...) {
    return lt::fail(what);
  }
}
} // namespace
int lt_event_record(int, int, lt_event*) { return no_cuda("events"); }
int lt_event_elapsed(lt_event, lt_event, double*) { return no_cuda("events"); }
void lt_event_free(lt_event) {}
int lt_graph_begin(int, lt_graph*) { return no_cuda("graphs"); }
int lt_graph_end(lt_graph) { return no_cuda("graphs"); }
int lt_graph_replay(lt_graph) { return no_cuda("graphs"); }
void lt_graph_free(lt_graph) {}
#endif
