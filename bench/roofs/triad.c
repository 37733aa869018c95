/*
 * Memory triad by the rules of STREAM (McCalpin, "Memory Bandwidth and Machine Balance in Current High Performance
 * Computers", 1995): a = b + s * c over arrays of doubles, each at least four times the last-level cache; first touched
 * by the threads that use them; ten times, the first left out, the fastest counts; 24 bytes an element.
 *
 *   gcc -O3 -march=native -fopenmp -DELEMENTS=16777216 triad.c -o triad && ./triad
 *
 * Prints bytes per second.
 */
#include <math.h>
#include <omp.h>
#include <stdio.h>

#ifndef TIMES
#define TIMES 10
#endif

static double a[ELEMENTS], b[ELEMENTS], c[ELEMENTS];

int main(void) {
  const double s = 3.0;
#pragma omp parallel for
  for (long i = 0; i < ELEMENTS; i++) {
    a[i] = 0;
    b[i] = 2 + i % 7;
    c[i] = 0.5 * (i % 5);
  }
  double fastest = INFINITY;
  for (int k = 0; k < TIMES; k++) {
    double start = omp_get_wtime();
#pragma omp parallel for
    for (long i = 0; i < ELEMENTS; i++) a[i] = b[i] + s * c[i];
    double elapsed = omp_get_wtime() - start;
    if (k > 0 && elapsed < fastest) fastest = elapsed;
  }
  for (long i = 0; i < ELEMENTS; i += 1021)
    if (a[i] != b[i] + s * c[i]) return fprintf(stderr, "wrong at %ld\n", i), 1;
  printf("%.6e\n", 3.0 * sizeof(double) * ELEMENTS / fastest);
  return 0;
}
