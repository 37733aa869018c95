// A CPU allocator that keeps freed memory and backs large blocks with huge pages. glibc gives large blocks back to
// the kernel at every free, so that each training step faults all its pages in again. One reserved range of
// addresses, best fit, neighbours merged on free; small blocks go to malloc.
#include "adapter.h"
#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <set>
#include <unordered_map>

namespace {
constexpr size_t kSmallest = 64 << 10; // below this, malloc
constexpr size_t kPage = 4096;
constexpr size_t kHugePage = 2 << 20;

struct Block {
  char* at;
  size_t bytes;
  bool free;
  Block *before, *after; // neighbours in memory
};
struct BySize {
  bool operator()(const Block* a, const Block* b) const { return a->bytes != b->bytes ? a->bytes < b->bytes : a->at < b->at; }
};

class Arena {
 public:
  Arena() {
    for (size_t size = size_t(1) << 40; size >= size_t(1) << 30 && !base_; size >>= 1) {
      // Without access it counts against no limit but that of addresses.
      void* p = mmap(nullptr, size, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
      if (p == MAP_FAILED) continue;
      base_ = reinterpret_cast<char*>((reinterpret_cast<uintptr_t>(p) + kHugePage - 1) & ~(kHugePage - 1));
      end_ = static_cast<char*>(p) + size;
      madvise(base_, end_ - base_, MADV_HUGEPAGE); // a kernel without huge pages refuses, and nothing is lost
    }
    top_ = open_ = base_;
  }

  // Null when the range is used up.
  void* take(size_t bytes) {
    bytes = (bytes + kPage - 1) & ~(kPage - 1);
    std::lock_guard<std::mutex> lock(mutex_);
    Block wanted{nullptr, bytes, true, nullptr, nullptr};
    auto best = free_.lower_bound(&wanted);
    Block* block = nullptr;
    if (best != free_.end()) {
      block = *best;
      free_.erase(best);
      if (block->bytes - bytes >= kSmallest) split(block, bytes);
    } else if (last_ && last_->free) {
      if (!grow(bytes - last_->bytes)) return nullptr;
      block = last_;
      free_.erase(block);
      block->bytes = bytes;
    } else {
      if (!grow(bytes)) return nullptr;
      block = new Block{top_ - bytes, bytes, false, last_, nullptr};
      if (last_) last_->after = block;
      last_ = block;
    }
    block->free = false;
    used_[block->at] = block;
    live_ += block->bytes;
    if (live_ > peak_) peak_ = live_;
    return block->at;
  }

  void give_back(void* p) {
    std::lock_guard<std::mutex> lock(mutex_);
    auto found = used_.find(p);
    Block* block = found->second;
    used_.erase(found);
    live_ -= block->bytes;
    block->free = true;
    if (block->before && block->before->free) block = merge(block->before, block);
    if (block->after && block->after->free) block = merge(block, block->after);
    free_.insert(block);
  }

  bool owns(const void* p) const { return p >= base_ && p < end_; }

  void stats(int64_t* live, int64_t* peak, int64_t* reserved) {
    std::lock_guard<std::mutex> lock(mutex_);
    *live = live_;
    *peak = peak_;
    *reserved = top_ - base_;
  }

 private:
  // Moves the top up, and lets the process touch what is below it. False: the range or the process's limit is used up.
  bool grow(size_t bytes) {
    if (bytes > static_cast<size_t>(end_ - top_)) return false;
    char* top = top_ + bytes;
    if (top > open_) {
      size_t more = (top - open_ + kHugePage - 1) & ~(kHugePage - 1);
      if (more > static_cast<size_t>(end_ - open_)) more = end_ - open_;
      if (mprotect(open_, more, PROT_READ | PROT_WRITE) != 0) return false;
      open_ += more;
    }
    top_ = top;
    return true;
  }

  void split(Block* block, size_t bytes) {
    auto* rest = new Block{block->at + bytes, block->bytes - bytes, true, block, block->after};
    (rest->after ? rest->after->before : last_) = rest;
    block->after = rest;
    block->bytes = bytes;
    free_.insert(rest);
  }

  // Joins two neighbours of which at least one is in the free set; the result is in none.
  Block* merge(Block* low, Block* high) {
    free_.erase(low);
    free_.erase(high);
    low->bytes += high->bytes;
    low->after = high->after;
    (high->after ? high->after->before : last_) = low;
    delete high;
    return low;
  }

  std::mutex mutex_;
  char *base_ = nullptr, *top_ = nullptr, *open_ = nullptr, *end_ = nullptr;
  Block* last_ = nullptr;
  std::set<Block*, BySize> free_;
  std::unordered_map<void*, Block*> used_;
  size_t live_ = 0, peak_ = 0;
};

bool in_use = false;

Arena& arena() {
  static auto* a = new Arena(); // never destroyed: tensors may outlive every static
  return *a;
}

void release(void* p) {
  if (!p) return;
  if (arena().owns(p)) arena().give_back(p);
  else std::free(p);
}

struct CachingAllocator final : c10::Allocator {
#if LT_VERSION >= 203
  c10::DataPtr allocate(size_t bytes) override { return get(bytes); }
  void copy_data(void* to, const void* from, size_t bytes) const override { std::memcpy(to, from, bytes); }
#else
  c10::DataPtr allocate(size_t bytes) const override { return get(bytes); }
#endif
  c10::DeleterFnPtr raw_deleter() const override { return &release; }

 private:
  static c10::DataPtr get(size_t bytes) {
    void* p = bytes >= kSmallest ? arena().take(bytes) : nullptr;
    if (!p && bytes) TORCH_CHECK(posix_memalign(&p, 64, bytes) == 0, "not enough memory: ", bytes, " bytes");
    return {p, p, &release, c10::Device(c10::DeviceType::CPU)};
  }
};
} // namespace

int lt_cpu_allocator(int caching) {
  LT_TRY
  in_use = in_use || caching;
  static CachingAllocator ours;
  static c10::Allocator* theirs = c10::GetCPUAllocator();
  c10::SetCPUAllocator(caching ? &ours : theirs, 1);
  LT_CATCH
}

int lt_cpu_memory(int64_t* live, int64_t* peak, int64_t* reserved) {
  LT_TRY
  *live = *peak = *reserved = 0;
  if (in_use) arena().stats(live, peak, reserved); // asking must not make one
  LT_CATCH
}
