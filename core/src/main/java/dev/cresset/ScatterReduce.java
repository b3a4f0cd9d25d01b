package dev.cresset;

import java.util.Locale;

/** How elements that go to one place are joined: PyTorch's {@code reduce}. */
public enum ScatterReduce {
    /** Their sum. */
    SUM,
    /** Their product. */
    PROD,
    /** Their mean. */
    MEAN,
    /** The largest. */
    AMAX,
    /** The smallest. */
    AMIN;

    /** PyTorch's name. */
    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
