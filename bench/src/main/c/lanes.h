/*
 * Vectors of WIDTH bits (512, 256 or 128) for the kernels in C: intrinsics where the compiler has no operator for what is needed, and the operators of
 * GCC's and Clang's vector extensions for the rest. With 128 bits this is portable: SSE with FMA, NEON, or whatever the compiler makes of it.
 *
 * The program is compiled with -ffp-contract=off. So a fused multiply-add is one exactly where madd() is written, as in Java.
 */
#pragma once

#include <stdint.h>

#ifdef __x86_64__
#include <immintrin.h>
#elif defined(__ARM_NEON)
#include <arm_neon.h>
#endif

#if WIDTH == 512 && !defined(__AVX512F__)
#error "vectors of 512 bits need AVX-512"
#endif
#if defined(__x86_64__) && !defined(__FMA__)
#error "the kernels need FMA"
#endif

#define INLINE static inline __attribute__((always_inline))
#define BYTES (WIDTH / 8)
#define LANES (WIDTH / 32)
/* Regions and panels are padded to 16 floats, whatever the width. */
#define PANEL 64
#define PADDED(floats) (((long) (floats) + 15) & -16L)

typedef float V __attribute__((vector_size(BYTES), may_alias));
typedef int32_t VI __attribute__((vector_size(BYTES), may_alias));
typedef uint32_t VU __attribute__((vector_size(BYTES), may_alias));
typedef float F __attribute__((may_alias));
typedef int32_t I __attribute__((may_alias));

INLINE V load(const char *at) { return *(const V *) at; }
INLINE void store(char *at, V x) { *(V *) at = x; }
INLINE float get(const char *at, long i) { return ((const F *) at)[i]; }
INLINE void set(char *at, long i, float x) { ((F *) at)[i] = x; }
INLINE V zero(void) { return (V) {}; }

INLINE V all(float x) {
#if WIDTH == 512
    return (V) _mm512_set1_ps(x);
#elif WIDTH == 256
    return (V) _mm256_set1_ps(x);
#else
    return (V) {x, x, x, x};
#endif
}

/* a * b + c, rounded once. */
INLINE V madd(V a, V b, V c) {
#if WIDTH == 512
    return (V) _mm512_fmadd_ps((__m512) a, (__m512) b, (__m512) c);
#elif WIDTH == 256
    return (V) _mm256_fmadd_ps((__m256) a, (__m256) b, (__m256) c);
#elif defined(__x86_64__)
    return (V) _mm_fmadd_ps((__m128) a, (__m128) b, (__m128) c);
#elif defined(__ARM_NEON)
    return (V) vfmaq_f32((float32x4_t) c, (float32x4_t) a, (float32x4_t) b);
#else
    for (int k = 0; k < LANES; k++) c[k] = __builtin_fmaf(a[k], b[k], c[k]);
    return c;
#endif
}

INLINE V root(V x) {
#if WIDTH == 512
    return (V) _mm512_sqrt_ps((__m512) x);
#elif WIDTH == 256
    return (V) _mm256_sqrt_ps((__m256) x);
#elif defined(__x86_64__)
    return (V) _mm_sqrt_ps((__m128) x);
#else
    for (int k = 0; k < LANES; k++) x[k] = __builtin_sqrtf(x[k]);
    return x;
#endif
}

/* x > y ? a : b */
INLINE V greater(V x, V y, V a, V b) {
#if WIDTH == 512
    return (V) _mm512_mask_blend_ps(_mm512_cmp_ps_mask((__m512) x, (__m512) y, _CMP_GT_OQ), (__m512) b, (__m512) a);
#elif WIDTH == 256
    return (V) _mm256_blendv_ps((__m256) b, (__m256) a, _mm256_cmp_ps((__m256) x, (__m256) y, _CMP_GT_OQ));
#else
    VI mask = x > y;
    return (V) ((mask & (VI) a) | (~mask & (VI) b));
#endif
}

/* x clamped to [low, high]; NaN stays. On x86 the minimum and the maximum are their second operand if one is NaN. */
INLINE V clamp(V x, float low, float high) {
#if WIDTH == 512
    return (V) _mm512_max_ps((__m512) all(low), _mm512_min_ps((__m512) all(high), (__m512) x));
#elif WIDTH == 256
    return (V) _mm256_max_ps((__m256) all(low), _mm256_min_ps((__m256) all(high), (__m256) x));
#else
    x = greater(x, all(high), all(high), x);
    return greater(all(low), x, all(low), x);
#endif
}

INLINE V magnitude(V x) { return (V) ((VI) x & 0x7FFFFFFF); }
INLINE V floats(VI x) { return __builtin_convertvector(x, V); }
INLINE VU rotate(VU x, int left) { return x << left | x >> (32 - left); }
