package dev.cresset.vision;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the ten digits are written: for each some variants, each a list of strokes, each a list of
 * points {x, y} of a curve in the unit square, y down. A point given twice is a corner.
 */
final class Glyphs {
    private static final List<List<double[][][]>> ALL =
            Stream.of(
                            List.of(
                                    // An oval, begun at the top, closed or nearly so.
                                    ".55 .08, .32 .14, .2 .42, .24 .76, .46 .92, .7 .82, .8 .5,"
                                            + " .74 .2, .55 .08",
                                    ".48 .07, .26 .25, .2 .55, .33 .86, .58 .9, .78 .66, .78 .32,"
                                            + " .62 .1, .42 .12"),
                            List.of(
                                    ".5 .08, .5 .36, .5 .64, .5 .92",
                                    ".34 .28, .53 .08, .53 .08, .53 .5, .53 .92",
                                    ".36 .24, .52 .08, .52 .08, .52 .5, .52 .9; .32 .91, .52 .91,"
                                            + " .72 .91"),
                            List.of(
                                    ".22 .3, .32 .13, .56 .08, .74 .22, .7 .42, .48 .66, .22 .9,"
                                            + " .22 .9, .5 .89, .8 .89",
                                    ".24 .22, .46 .08, .7 .18, .7 .42, .5 .68, .28 .86, .2 .8,"
                                            + " .32 .74, .52 .84, .82 .88"),
                            List.of(
                                    ".24 .18, .46 .08, .68 .17, .66 .36, .44 .46, .44 .46, .7 .56,"
                                            + " .75 .76, .52 .92, .24 .82",
                                    ".24 .12, .5 .1, .72 .12, .72 .12, .46 .44, .46 .44, .7 .54,"
                                            + " .74 .76, .5 .92, .24 .82"),
                            List.of(
                                    ".6 .08, .4 .36, .2 .62, .2 .62, .5 .62, .82 .62; .64 .36,"
                                            + " .62 .64, .6 .94",
                                    ".3 .1, .25 .34, .24 .54, .24 .54, .5 .54, .76 .52; .72 .1,"
                                            + " .7 .5, .66 .92",
                                    ".63 .08, .42 .34, .18 .64, .18 .64, .5 .63, .84 .62; .63 .08,"
                                            + " .63 .5, .63 .92"),
                            List.of(
                                    ".74 .1, .54 .1, .34 .11, .34 .11, .31 .28, .29 .45, .29 .45,"
                                            + " .5 .39, .72 .52, .7 .8, .46 .92, .24 .82",
                                    ".34 .12, .32 .28, .3 .44, .3 .44, .54 .4, .74 .6, .62 .88,"
                                            + " .36 .92, .22 .82; .35 .11, .56 .11, .78 .09"),
                            List.of(
                                    ".66 .08, .42 .24, .27 .52, .28 .8, .48 .92, .7 .8, .68 .6,"
                                            + " .48 .53, .3 .68",
                                    ".5 .07, .34 .34, .26 .66, .4 .9, .64 .88, .74 .7, .58 .56,"
                                            + " .36 .62, .28 .74"),
                            List.of(
                                    ".2 .13, .48 .13, .78 .12, .78 .12, .62 .4, .48 .66, .4 .92",
                                    ".2 .2, .24 .12, .5 .12, .78 .13, .78 .13, .6 .5, .46 .92;"
                                            + " .36 .52, .52 .51, .7 .5"),
                            List.of(
                                    ".7 .2, .52 .08, .33 .2, .42 .4, .6 .54, .71 .74, .5 .92,"
                                            + " .3 .76, .4 .56, .6 .4, .7 .2",
                                    ".5 .47, .32 .34, .36 .14, .56 .08, .7 .22, .62 .4, .5 .47,"
                                            + " .32 .6, .28 .8, .5 .92, .72 .8, .68 .6, .5 .47"),
                            List.of(
                                    ".72 .26, .56 .09, .34 .18, .29 .38, .46 .52, .66 .42,"
                                            + " .72 .26, .72 .26, .7 .58, .6 .92",
                                    ".7 .3, .6 .1, .36 .12, .28 .34, .42 .5, .62 .42, .7 .24,"
                                            + " .73 .56, .62 .84, .36 .9"))
                    .map(variants -> variants.stream().map(Glyphs::strokes).toList())
                    .toList();

    private Glyphs() {}

    /** The variants of a digit. */
    static List<double[][][]> of(int digit) {
        return ALL.get(digit);
    }

    private static double[][][] strokes(String text) {
        var strokes = new ArrayList<double[][]>();
        for (var stroke : text.split(";")) {
            strokes.add(
                    Stream.of(stroke.split(","))
                            .map(point -> point.strip().split(" "))
                            .map(
                                    point ->
                                            new double[] {
                                                Double.parseDouble(point[0]),
                                                Double.parseDouble(point[1])
                                            })
                            .toArray(double[][]::new));
        }
        return strokes.toArray(double[][][]::new);
    }
}
