package dev.cresset.expr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Float64 functions against values to 20 digits. */
class FunctionsTest {
    private static void close(double expected, double actual) {
        assertEquals(expected, actual, 8 * Math.ulp(expected));
    }

    @ParameterizedTest
    @CsvSource({
        "1e-8, 1.1283791670955125599e-8, 0.99999998871620832904",
        "0.1, 0.1124629160182848984, 0.8875370839817151016",
        "0.5, 0.52049987781304653768, 0.47950012218695346232",
        "0.74, 0.70467807785474577188, 0.29532192214525422812",
        "0.76, 0.71753675280559085234, 0.28246324719440914766",
        "1, 0.84270079294971486934, 0.15729920705028513066",
        "1.5, 0.96610514647531072707, 0.033894853524689272933",
        "2, 0.99532226501895273416, 0.0046777349810472658379",
        "3, 0.99997790950300141456, 0.000022090496998585441373",
        "3.75, 0.9999998862727434302, 1.1372725656979665326e-7",
        "5, 0.99999999999846254021, 1.5374597944280348502e-12",
        "8, 1.0, 1.122429717298292708e-29",
        "12, 1.0, 1.3562611692059042128e-64",
        "20, 1.0, 5.3958656116079009289e-176",
        "26, 1.0, 5.6631924088561428465e-296",
    })
    void errorFunction(double x, double erf, double erfc) {
        close(erf, Functions.erf(x));
        close(-erf, Functions.erf(-x));
        close(erfc, Functions.erfc(x));
        close(1 + erf, Functions.erfc(-x));
    }

    @ParameterizedTest
    @CsvSource({
        "1e-9, 1.0000000000000000621e-9, 0.000044721361396399915609, 9.999999989999999134e-10",
        "0.001, 0.00099999983333340835411, 0.044717633608306847513, 0.0009990013313365282251",
        "0.25, 0.24746646154726345294, 0.69314718055994530942, 0.20273255405408220255",
        "1, 0.88137358701954302523, 1.3169578969248167086, 0.5493061443340548457",
        "3, 1.8184464592320668235, 2.0634370688955605467, 0.97295507452765665255",
        "1e5, 12.20607264555517373, 12.206082645455174563, 6.1030388227615656054",
        "1e10, 23.71899811050040215, 23.71899811060040215, 11.859499013855017285",
    })
    void inverseHyperbolicFunctions(double x, double asinh, double acosh, double atanh) {
        close(asinh, Functions.asinh(x));
        close(-asinh, Functions.asinh(-x));
        close(acosh, Functions.acosh(x + 1));
        close(atanh, Functions.atanh(x / (x + 1)));
    }

    @Test
    void specialValues() {
        assertEquals(-1, Functions.erf(Double.NEGATIVE_INFINITY));
        assertEquals(2, Functions.erfc(Double.NEGATIVE_INFINITY));
        assertEquals(0, Functions.erfc(30));
        assertTrue(Double.isNaN(Functions.erf(Double.NaN)));
        assertTrue(Double.isNaN(Functions.erfc(Double.NaN)));
        assertEquals(-0.0, Functions.erf(-0.0));
        assertEquals(-0.0, Functions.asinh(-0.0));
        assertEquals(Double.NEGATIVE_INFINITY, Functions.asinh(Double.NEGATIVE_INFINITY));
        assertTrue(Double.isNaN(Functions.acosh(0.5)));
        assertTrue(Double.isNaN(Functions.acosh(-1e10)));
        assertEquals(Double.POSITIVE_INFINITY, Functions.atanh(1));
        assertTrue(Double.isNaN(Functions.atanh(-1.5)));
        assertEquals(1, Functions.pow(1, Double.NaN));
        assertEquals(1, Functions.pow(-1, Double.NEGATIVE_INFINITY));
    }

    @Test
    void logarithmOfPowersOfTwoIsExact() {
        for (int k = -1074; k < 1024; k++) {
            assertEquals(k, Functions.log2(Math.scalb(1.0, k)));
        }
    }

    @Test
    void quotientsAreRoundedDown() {
        assertEquals(9, Functions.floorDiv(1, 0.1));
        assertEquals(-3, Functions.floorDiv(-7, 3));
        assertEquals(2, Functions.remainder(-7, 3));
        assertEquals(-2, Functions.remainder(7, -3));
        assertEquals(Double.NEGATIVE_INFINITY, Functions.floorDiv(-1, 0));
    }
}
