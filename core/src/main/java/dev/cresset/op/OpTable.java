package dev.cresset.op;

import java.util.List;

/**
 * Adds the ops of another module to the {@link Registry}; a {@link java.util.ServiceLoader}
 * service.
 */
public interface OpTable {
    /** Classes whose public constants are ops. */
    List<Class<?>> tables();
}
