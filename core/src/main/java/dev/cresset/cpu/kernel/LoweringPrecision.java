package dev.cresset.cpu.kernel;

/**
 * What the formulas of the exponential family need to know about a floating-point type: its limits,
 * constants as a leading part and a rest, and polynomials.
 *
 * <p>The polynomials were fitted to the functions over the reduced interval (minimax in relative
 * error; float32: coefficients rounded one after the other and the rest refitted). Coefficients are
 * in rising order.
 *
 * @param round the number whose addition rounds to an integer
 * @param normal smallest normal number
 * @param digits exponent of a power of two that makes every subnormal number normal
 * @param half exponent of a power of two, the root of about the largest
 * @param expLow where exp becomes 0
 * @param expHigh where exp has become infinite
 * @param logMax logarithm of the largest number
 * @param expm1Low where expm1 becomes -1
 * @param tanhHigh where tanh becomes 1
 * @param log2E 1 / log(2)
 * @param ln2 log(2); its leading part has trailing zeros for products with exponents
 * @param log10E 1 / log(10)
 * @param log102 log10(2)
 * @param exp exp(r) for |r| up to log(2) / 2
 * @param expm1 (exp(r) - 1 - r) / r^2 for |r| up to log(2) / 2
 * @param exp2 (2^r - 1) / r for |r| up to 1/2
 * @param sinh (sinh(x) / x - 1) / x^2 in x^2 for |x| up to 1
 */
record LoweringPrecision(
        double round,
        double normal,
        int digits,
        int half,
        double expLow,
        double expHigh,
        double logMax,
        double expm1Low,
        double tanhHigh,
        Parts log2E,
        Parts ln2,
        Parts log10E,
        Parts log102,
        double[] exp,
        double[] expm1,
        double[] exp2,
        double[] sinh) {
    /** A constant as the sum of two numbers of the type. */
    record Parts(double head, double rest) {}

    static final LoweringPrecision FLOAT =
            new LoweringPrecision(
                    Scalar.ROUND,
                    Float.MIN_NORMAL,
                    24,
                    64,
                    -104,
                    89,
                    88.722839,
                    -25,
                    10,
                    new Parts(0x1.715476p0, 0x1.4ae0cp-26),
                    new Parts(0x1.62e4p-1, 0x1.7f7d1cp-20),
                    new Parts(0x1.bcb7b2p-2, -0x1.5b235ep-27),
                    new Parts(0x1.344p-2, 0x1.3509f8p-18),
                    new double[] {
                        1, 1, 0x1.0p-1, 0x1.555492p-3, 0x1.5554cp-5, 0x1.123992p-7, 0x1.6d7a5cp-10
                    },
                    new double[] {
                        0x1.0p-1,
                        0x1.555554p-3,
                        0x1.5554f8p-5,
                        0x1.1112dap-7,
                        0x1.6d3a3ap-10,
                        0x1.9e6ef4p-13
                    },
                    new double[] {
                        0x1.62e43p-1,
                        0x1.ebfbep-3,
                        0x1.c6b074p-5,
                        0x1.3b2a5ep-7,
                        0x1.5d9ccep-10,
                        0x1.440c7ep-13,
                        0x1.ec5c3p-17
                    },
                    new double[] {0x1.555556p-3, 0x1.1110ep-7, 0x1.a022bcp-13, 0x1.756c1ep-19});

    static final LoweringPrecision DOUBLE =
            new LoweringPrecision(
                    Scalar.ROUND_DOUBLE,
                    Double.MIN_NORMAL,
                    54,
                    512,
                    -746,
                    710,
                    709.782712893384,
                    -45,
                    22,
                    new Parts(1.4426950408889634, 2.0355273740931033e-17),
                    new Parts(0.6931471805592082, 7.371002565167799e-13),
                    new Parts(0.4342944819032518, 1.098319650216765e-17),
                    new Parts(0.30102999566361177, 3.694239077158931e-13),
                    new double[] {
                        1,
                        1,
                        0.5,
                        0.16666666666666666,
                        0.04166666666666668,
                        0.008333333333333333,
                        0.0013888888888879073,
                        0.00019841269841263298,
                        2.4801587336442236e-05,
                        2.755731924721873e-06,
                        2.75572632790885e-07,
                        2.505207109429355e-08,
                        2.0918137737642736e-09,
                        1.608662795678037e-10
                    },
                    new double[] {
                        0.5,
                        0.16666666666666666,
                        0.04166666666666668,
                        0.008333333333333333,
                        0.0013888888888879073,
                        0.00019841269841263298,
                        2.4801587336442236e-05,
                        2.755731924721873e-06,
                        2.75572632790885e-07,
                        2.505207109429355e-08,
                        2.0918137737642736e-09,
                        1.608662795678037e-10
                    },
                    new double[] {
                        0.6931471805599453,
                        0.24022650695910072,
                        0.05550410866482158,
                        0.009618129107628484,
                        0.0013333558146428445,
                        0.00015403530393362755,
                        1.5252733804051129e-05,
                        1.3215486815999978e-06,
                        1.0178086021185474e-07,
                        7.054894386348348e-09,
                        4.4455303091051067e-10,
                        2.5733568308756892e-11,
                        1.3716962392737587e-12
                    },
                    new double[] {
                        0.16666666666666666,
                        0.008333333333333299,
                        0.00019841269841324198,
                        2.7557319191381816e-06,
                        2.5052117695907823e-08,
                        1.6057679623801638e-10,
                        7.746178593018827e-13
                    });
}
