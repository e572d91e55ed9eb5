/* One draw of the compromise time per server and one uniform against a table of the patch: what the machine can do.
   xoshiro256++ (Blackman and Vigna 2021, doi:10.1145/3460772); exponentials by inversion. */
#include <math.h>
#include <stdint.h>

static uint64_t state[4];

static uint64_t rotated(uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }

static double uniform(void) {
    uint64_t *s = state, out = rotated(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0]; s[3] ^= s[1]; s[1] ^= s[2]; s[0] ^= s[3]; s[2] ^= t; s[3] = rotated(s[3], 45);
    return (out >> 11) * 0x1.0p-53;
}

void race(uint64_t seed, int64_t servers, double before, double after, double release, double horizon,
          const double *unpatched, int64_t points, double apart, int64_t *curve) {
    for (int i = 0; i < 4; i++) {
        uint64_t z = (seed += 0x9e3779b97f4a7c15ULL);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL; z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
        state[i] = z ^ (z >> 31);
    }
    double cut = before * release;
    for (int64_t server = 0; server < servers; server++) {
        double effort = -log1p(-uniform()), time;
        if (effort < cut) time = effort / before;
        else {
            time = release + (effort - cut) / after;
            if (time > horizon) continue;
            double x = (time - release) / apart; int64_t i = (int64_t)x;
            if (i > points - 2) i = points - 2;
            if (uniform() >= unpatched[i] + (x - i) * (unpatched[i + 1] - unpatched[i])) continue;
        }
        curve[(int64_t)ceil(time)]++;
    }
    for (int64_t day = 1; day <= (int64_t)horizon; day++) curve[day] += curve[day - 1];
}
