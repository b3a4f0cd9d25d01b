package dev.cresset.testing;

import dev.cresset.nn.CircularPad1d;
import dev.cresset.nn.CircularPad2d;
import dev.cresset.nn.CircularPad3d;
import dev.cresset.nn.ConstantPad1d;
import dev.cresset.nn.ConstantPad2d;
import dev.cresset.nn.ConstantPad3d;
import dev.cresset.nn.ReflectionPad1d;
import dev.cresset.nn.ReflectionPad2d;
import dev.cresset.nn.ReflectionPad3d;
import dev.cresset.nn.ReplicationPad1d;
import dev.cresset.nn.ReplicationPad2d;
import dev.cresset.nn.ReplicationPad3d;
import dev.cresset.nn.ZeroPad1d;
import dev.cresset.nn.ZeroPad2d;
import dev.cresset.nn.ZeroPad3d;

/** Padding layers. */
final class PaddingClasses {
    static final ClassTable TABLE =
            new ClassTable("nn.")
                    .unary("ZeroPad1d", c -> new ZeroPad1d(padding(c)))
                    .unary("ZeroPad2d", c -> new ZeroPad2d(padding(c)))
                    .unary("ZeroPad3d", c -> new ZeroPad3d(padding(c)))
                    .unary("ReflectionPad1d", c -> new ReflectionPad1d(padding(c)))
                    .unary("ReflectionPad2d", c -> new ReflectionPad2d(padding(c)))
                    .unary("ReflectionPad3d", c -> new ReflectionPad3d(padding(c)))
                    .unary("ReplicationPad1d", c -> new ReplicationPad1d(padding(c)))
                    .unary("ReplicationPad2d", c -> new ReplicationPad2d(padding(c)))
                    .unary("ReplicationPad3d", c -> new ReplicationPad3d(padding(c)))
                    .unary("CircularPad1d", c -> new CircularPad1d(padding(c)))
                    .unary("CircularPad2d", c -> new CircularPad2d(padding(c)))
                    .unary("CircularPad3d", c -> new CircularPad3d(padding(c)))
                    .unary("ConstantPad1d", c -> new ConstantPad1d(padding(c), value(c)))
                    .unary("ConstantPad2d", c -> new ConstantPad2d(padding(c), value(c)))
                    .unary("ConstantPad3d", c -> new ConstantPad3d(padding(c), value(c)));

    private PaddingClasses() {}

    private static long[] padding(PythonCall c) {
        return PythonCall.longs(c.get(0, "padding", null));
    }

    private static Number value(PythonCall c) {
        return (Number) c.get(1, "value", null);
    }
}
