// A stand-in for libnvidia-ml.so.1 with two GPUs. Switches: NO_DRIVER, OLD_DRIVER (functions missing),
// BARE (nothing but names is supported), LOST (the second GPU fell off the bus), DIFFERENT (the GPUs differ).
#include <cstdio>
#include <cstring>

struct Device { int index; };
struct Memory { unsigned long long total, free, used; };
struct Process { unsigned pid; unsigned long long used; unsigned gpu, compute; };
static_assert(sizeof(Process) == 24, "as in nvml.h");

static Device devices[] = {{0}, {1}};
static int uses = 0;

enum { OK = 0, UNINITIALIZED = 1, INVALID = 2, NOT_SUPPORTED = 3, NOT_FOUND = 6, TOO_SMALL = 7, NOT_LOADED = 9, LOST_GPU = 15 };

#ifdef BARE
#define ANSWER(value, result) return NOT_SUPPORTED
#else
#define ANSWER(value, result) \
  if (uses == 0) return UNINITIALIZED; \
  if (failed(device)) return LOST_GPU; \
  *(value) = (result); \
  return OK
#endif

static bool failed(Device* device) {
#ifdef LOST
  return device->index == 1;
#else
  return false;
#endif
}

extern "C" {
const char* nvmlErrorString(int status) {
  switch (status) {
    case NOT_LOADED: return "Driver Not Loaded";
    case LOST_GPU: return "GPU is lost";
    case NOT_FOUND: return "Not Found";
    default: return "Other Error";
  }
}

int nvmlInit_v2() {
#ifdef NO_DRIVER
  return NOT_LOADED;
#else
  uses++;
  return OK;
#endif
}

int nvmlShutdown() { return uses-- > 0 ? OK : UNINITIALIZED; }

int fakeUses() { return uses; }

int nvmlSystemGetDriverVersion(char* text, unsigned length) {
  std::snprintf(text, length, "%s", "550.90.07");
  return OK;
}

int nvmlDeviceGetCount_v2(unsigned* count) { *count = 2; return OK; }

int nvmlDeviceGetHandleByIndex_v2(unsigned index, Device** device) {
  if (index > 1) return INVALID;
  *device = &devices[index];
  return OK;
}

int nvmlDeviceGetHandleByUUID(const char* uuid, Device** device) {
  if (std::strcmp(uuid, "GPU-two") != 0) return NOT_FOUND;
  *device = &devices[1];
  return OK;
}

int nvmlDeviceGetName(Device* device, char* text, unsigned length) {
#ifdef DIFFERENT
  std::snprintf(text, length, "%s", device->index == 0 ? "Tesla T4" : "NVIDIA H200");
#else
  std::snprintf(text, length, "%s", "NVIDIA H200");
#endif
  return OK;
}

int nvmlDeviceGetMemoryInfo(Device* device, Memory* memory) {
  ANSWER(memory, (Memory{150754820096ULL, 150000000000ULL, 754820096ULL}));
}

int nvmlDeviceGetClockInfo(Device* device, int type, unsigned* value) {
  ANSWER(value, type == 1 ? 1980u + device->index : 0u);
}

int nvmlDeviceGetMaxClockInfo(Device* device, int type, unsigned* value) {
  ANSWER(value, type == 1 ? 2010u : type == 2 ? 3201u : 0u);
}

int nvmlDeviceGetTemperature(Device* device, int sensor, unsigned* value) {
  ANSWER(value, sensor == 0 ? 31u : 0u);
}

struct Utilization { unsigned gpu; unsigned memory; };
int nvmlDeviceGetUtilizationRates(Device* device, Utilization* value) { ANSWER(value, (Utilization{93u, 41u})); }
int nvmlDeviceGetPowerUsage(Device* device, unsigned* value) { ANSWER(value, 76500u); }
#ifndef OLD_DRIVER
// 76.5 W, as if 25 ms passed with each call.
int nvmlDeviceGetTotalEnergyConsumption(Device* device, unsigned long long* value) {
  static unsigned long long calls = 0;
  ANSWER(value, 5000000000ULL + 19125ULL * calls++ / 10);
}
#endif
int nvmlDeviceGetEnforcedPowerLimit(Device* device, unsigned* value) { ANSWER(value, 700000u); }
int nvmlDeviceGetCurrPcieLinkGeneration(Device* device, unsigned* value) { ANSWER(value, 5u); }
int nvmlDeviceGetCurrPcieLinkWidth(Device* device, unsigned* value) { ANSWER(value, 16u); }

int nvmlDeviceGetEccMode(Device* device, unsigned* current, unsigned* pending) {
  *pending = 0;
  ANSWER(current, 1u);
}

int nvmlDeviceGetDisplayActive(Device* device, unsigned* value) { ANSWER(value, device->index == 0 ? 1u : 0u); }

int nvmlDeviceGetCudaComputeCapability(Device* device, int* major, int* minor) {
  *minor = 0;
  ANSWER(major, 9);
}

int nvmlDeviceGetTotalEccErrors(Device* device, int type, int counter, unsigned long long* value) {
  ANSWER(value, type == 1 && counter == 0 ? 3ULL : 99ULL);
}

int nvmlDeviceGetCurrentClocksThrottleReasons(Device* device, unsigned long long* value) { ANSWER(value, 0x44ULL); }

#ifndef OLD_DRIVER
int nvmlDeviceGetCurrentClocksEventReasons(Device* device, unsigned long long* value) { ANSWER(value, 0x1ULL); }

int nvmlDeviceGetComputeRunningProcesses_v3(Device* device, unsigned* count, Process* processes) {
  if (*count < 2) return TOO_SMALL;
  processes[1] = Process{4242, 1ULL << 30, 0xFFFFFFFF, 0xFFFFFFFF};
  *count = 2;
  ANSWER(processes, (Process{1111, 2ULL << 30, 0xFFFFFFFF, 0xFFFFFFFF}));
}
#endif
}
