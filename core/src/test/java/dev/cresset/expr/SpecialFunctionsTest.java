package dev.cresset.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The gamma function's family against values to 20 digits. */
class SpecialFunctionsTest {
    private static void close(double expected, double actual) {
        assertEquals(expected, actual, 2e-14 * Math.max(0.1, Math.abs(expected)));
    }

    @ParameterizedTest
    @CsvSource({
        "1e-7, 16.118095593236761568, -10000000.577215500861, 100000000000001.65398, 6.000000000000001086e+28",
        "0.1, 2.252712651734205902, -10.423754940411076232, 101.4332991507927477, 60004.512876790253384",
        "0.5, 0.57236494292470008707, -1.9635100260214234794, 4.9348022005446793094, 97.409091034002437236",
        "0.99, 0.0058548067647097814532, -0.59378630405559515926, 1.6693041010718245379, 6.7490292665281658898",
        "1.0000001, -5.772155829918507097e-8, -0.57721550040813810031, 1.6449338264368781339, 6.4939369136408257577",
        "1.5, -0.12078223763524522235, 0.036489973978576520559, 0.93480220054467930942, 1.4090910340024372364",
        "2, 0.0, 0.42278433509846713939, 0.64493406684822643647, 0.4939394022668291491",
        "2.7, 0.43482055365510467324, 0.79678316899114109494, 0.44721206891832360647, 0.17117980334609882915",
        "5, 3.1780538303479456196, 1.5061176684318004727, 0.22132295573711532536, 0.021427828192755075022",
        "13.5, 21.260076156244701141, 2.5651956512749120482, 0.076885224601578370444, 0.00090765280491340514593",
        "14.5, 23.862765841689084906, 2.6392697253489861222, 0.071398256151646957549, 0.00072701186829014875434",
        "100, 359.13420536957539878, 4.6001618527380874002, 0.010050166663333571395, 2.0301999900013330334e-6",
        "1e6, 12815504.56914761166, 13.815510057964190771, 1.0000005000001666667e-6, 2.000003000002e-18",
        "-0.1, 2.3689613327287886039, 9.2450730500529480423, 101.92253995947719243, 60009.739014093763407",
        "-0.5, 1.2655121234846453965, 0.036489973978576520559, 8.9348022005446793094, 193.40909103400243724",
        "-1.3, 1.202475786390111327, 2.8825405488661673038, 14.53687624413707964, 768.72065719904269409",
        "-7.25, -7.5418834434757500244, 5.1899772149562878875, 19.610354539293269016, 1558.5411952034044973",
        "-20.75, -43.12325855250222991, -0.085143521734187153786, 19.692158656372497388, 1558.5452483477538166",
    })
    void gammaFamily(double x, double lgamma, double digamma, double trigamma, double third) {
        close(lgamma, SpecialFunctions.lgamma(x));
        close(digamma, SpecialFunctions.digamma(x));
        close(trigamma, SpecialFunctions.polygamma(1, x));
        if (x > 0) {
            close(third, SpecialFunctions.polygamma(3, x));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1e-9, 8.8622692545275806908e-10",
        "0.1, 0.088855990494257691974",
        "0.3, 0.27246271472675434502",
        "0.5, 0.47693627620446987338",
        "0.69, 0.71787038409775480108",
        "0.71, 0.748204971184985138",
        "0.9, 1.1630871536766741628",
        "0.999, 2.3267537655135244939",
        "0.9999999, 3.7665625816384708887",
        "0.99999999999, 4.8129240589448325449",
    })
    void inverseErrorFunction(double x, double erfinv) {
        assertEquals(erfinv, SpecialFunctions.erfinv(x), 1e-14 * erfinv);
        assertEquals(-erfinv, SpecialFunctions.erfinv(-x), 1e-14 * erfinv);
    }

    @Test
    void poles() {
        assertEquals(Double.POSITIVE_INFINITY, SpecialFunctions.lgamma(0));
        assertEquals(Double.POSITIVE_INFINITY, SpecialFunctions.lgamma(-3));
        assertEquals(Double.NEGATIVE_INFINITY, SpecialFunctions.digamma(0.0));
        assertEquals(Double.POSITIVE_INFINITY, SpecialFunctions.digamma(-0.0));
        assertEquals(Double.NaN, SpecialFunctions.digamma(-2));
        assertEquals(Double.POSITIVE_INFINITY, SpecialFunctions.erfinv(1));
        assertEquals(Double.NaN, SpecialFunctions.erfinv(1.5));
    }

    @Test
    void divisorsAndMultiples() {
        assertEquals(6, SpecialFunctions.gcd(-12, 18));
        assertEquals(7, SpecialFunctions.gcd(0, -7));
        assertEquals(36, SpecialFunctions.lcm(-12, 18));
        assertEquals(0, SpecialFunctions.lcm(0, 5));
    }
}
